import { FailureError, type FailureCode } from '../../../../shared/failure';
import { pause, type Clock } from '../../transfers/clock';
import { waitMs } from '../../transfers/queue/next-move';
import { Slots } from '../../transfers/queue/slots';

/** More listings at once only make a queue in the server. */
const MOST_AT_ONCE = 8;
/** A page that has failed so often in a row ends the scan; it goes on from there when it is asked for again. */
const MAX_TRIES = 5;
/** Who is asked to wait longer than this is better told so. */
const LONGEST_WAIT_MS = 120_000;

/** What may be over in a moment. Who has no network at all wants to hear of it at once. */
const PASSING: ReadonlySet<FailureCode> = new Set<FailureCode>([
  'rate-limited',
  'server-error',
  'timeout',
  'connection-lost',
  'damaged-in-transit',
]);

/** How many listings a server may be asked for at once, and the waits that it asks for, which hold for all of them. */
export class ScanCalm {
  readonly #clock: Clock;
  readonly #random: () => number;
  readonly #slots = new Slots();
  #hold: Promise<void> = Promise.resolve();

  constructor(clock: Clock, random: () => number) {
    this.#clock = clock;
    this.#random = random;
  }

  get limit(): number {
    return Math.min(MOST_AT_ONCE, this.#slots.limit);
  }

  /** Asks, and again after what may pass; throws what does not. */
  async ask<T>(question: () => Promise<T>, signal: AbortSignal): Promise<T> {
    for (let failed = 1; ; failed += 1) {
      await this.#hold;
      signal.throwIfAborted();
      try {
        const answer = await question();
        this.#slots.arrived();
        return answer;
      } catch (error) {
        this.#hold = this.#waitAfter(error, failed, signal);
        this.#hold.catch(() => undefined);
      }
    }
  }

  #waitAfter(error: unknown, failed: number, signal: AbortSignal): Promise<void> {
    if (!(error instanceof FailureError) || !PASSING.has(error.failure.code) || failed >= MAX_TRIES) throw error;
    this.#slots.failed(error.failure.code, this.#clock.now());
    const ms = waitMs(error.failure, failed, this.#random());
    if (ms > LONGEST_WAIT_MS) throw error;
    return pause(this.#clock, ms, signal);
  }
}
