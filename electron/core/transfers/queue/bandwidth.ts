import type { SpeedLimits } from '../../../../shared/work-settings';
import type { Throttle } from '../../store/wire/throttle';
import type { Clock } from '../clock';

/** What one waiter gets at a time, so that none waits for another's whole part. */
const SLICE_BYTES = 16 * 1024;
/** How much may come at once after a quiet moment, in milliseconds of the limit. */
const BURST_MS = 250;
/** How often is looked at least while something waits: limits change by the clock of the wall too. */
const LOOK_MS = 100;
const SHORTEST_MS = 4;

interface BandwidthDeps {
  readonly clock: Clock;
  /** As the settings say now. */
  limits(): SpeedLimits;
}

/** Keeps bytes a second below what a person has chosen, each direction by itself, shared evenly by all that moves. */
export class Bandwidth implements Throttle {
  readonly #lanes: Readonly<Record<'up' | 'down', Lane>>;

  constructor({ clock, limits }: BandwidthDeps) {
    this.#lanes = { up: new Lane(clock, () => limits().upload), down: new Lane(clock, () => limits().download) };
  }

  /** Resolves when so many bytes may pass; rejects with the signal's reason when that fires first. */
  pass(bytes: number, direction: 'up' | 'down', signal: AbortSignal): Promise<void> {
    return this.#lanes[direction].pass(bytes, signal);
  }

  /** The settings have changed: counts at once, for what waits already too. */
  changed(): void {
    this.#lanes.up.pump();
    this.#lanes.down.pump();
  }
}

interface Waiter {
  left: number;
  readonly go: () => void;
}

/** One direction: a bucket of tokens, a byte each, and who waits for them in turns. */
class Lane {
  readonly #clock: Clock;
  readonly #limit: () => number | null;
  readonly #bucket: TokenBucket;
  #waiting: Waiter[] = [];
  #cancelNext: (() => void) | null = null;

  constructor(clock: Clock, limit: () => number | null) {
    this.#clock = clock;
    this.#limit = limit;
    this.#bucket = new TokenBucket(clock.now());
  }

  pass(bytes: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return Promise.reject(signal.reason as Error);
    if (bytes <= 0 || (this.#limit() === null && this.#waiting.length === 0)) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const onAbort = (): void => {
        this.#waiting = this.#waiting.filter((other) => other !== waiter);
        reject(signal.reason as Error);
      };
      const go = (): void => {
        signal.removeEventListener('abort', onAbort);
        resolve();
      };
      const waiter: Waiter = { left: bytes, go };
      signal.addEventListener('abort', onAbort, { once: true });
      this.#waiting.push(waiter);
      this.pump();
    });
  }

  /** Hands out what there is, and comes back when there is more. */
  pump(): void {
    this.#cancelNext?.();
    this.#cancelNext = null;
    const limit = this.#limit();
    if (limit === null) {
      for (const waiter of this.#waiting.splice(0)) waiter.go();
      return;
    }
    this.#handOut(limit);
    const next = this.#waiting[0];
    if (next === undefined) return;
    const wait = (Math.min(next.left, sliceOf(limit)) / limit) * 1000;
    this.#cancelNext = this.#clock.after(Math.min(Math.max(wait, SHORTEST_MS), LOOK_MS), () => this.pump());
  }

  #handOut(limit: number): void {
    const now = this.#clock.now();
    for (;;) {
      const waiter = this.#waiting.shift();
      if (waiter === undefined) return;
      const turn = Math.min(waiter.left, sliceOf(limit));
      if (!this.#bucket.has(turn, limit, now)) {
        this.#waiting.unshift(waiter);
        return;
      }
      waiter.left -= this.#bucket.take(turn, limit, now);
      if (waiter.left <= 0) waiter.go();
      else this.#waiting.push(waiter);
    }
  }
}

/** Tokens that come at a rate and are kept up to a burst: never more are given than rate × time + burst. */
export class TokenBucket {
  #tokens = 0;
  #at: number;

  /** Begins empty. `now` in ms; a clock that is set back gives none for that, and they go on coming. */
  constructor(now: number) {
    this.#at = now;
  }

  /** Whether so many are there by now; more than a burst never are. */
  has(wanted: number, rate: number, now: number): boolean {
    this.#fill(rate, now);
    return this.#tokens >= wanted;
  }

  /** Gives at most `wanted` whole tokens at `rate` a second; perhaps none yet. */
  take(wanted: number, rate: number, now: number): number {
    this.#fill(rate, now);
    const given = Math.min(wanted, Math.floor(this.#tokens));
    this.#tokens -= given;
    return given;
  }

  #fill(rate: number, now: number): void {
    const fresh = (Math.max(now - this.#at, 0) / 1000) * rate;
    this.#tokens = Math.min(this.#tokens + fresh, burstOf(rate));
    this.#at = now;
  }
}

/** The turn of one waiter, in bytes: whole, so that nobody's turn is shorter than another's. */
function sliceOf(limit: number): number {
  return Math.min(SLICE_BYTES, Math.floor(burstOf(limit)));
}

/** The most that may pass in one moment. */
export function burstOf(rate: number): number {
  return Math.max((rate * BURST_MS) / 1000, 1);
}
