import type { TransferState } from '../../../../shared/transfer';
import type { Clock } from '../clock';
import { Speedometer } from './speed';

/** How often an item's own numbers change at most, ms. */
const STEP_MS = 100;

/** The progress of one try: turns bytes into states, not too often. */
export class RunProgress {
  readonly #clock: Clock;
  readonly #total: Speedometer;
  readonly #enter: (state: TransferState) => void;
  readonly #speed = new Speedometer();
  /** What earlier tries had moved, as long as nothing says that it is of no use any more. */
  #earlier: number;
  #moved = 0;
  #kept = 0;
  #fresh = 0;
  #stirred = 0;
  #shownAt = 0;
  #cancelNext: (() => void) | null = null;

  /** `earlier`: bytes that tries before this one are said to have moved. */
  constructor(clock: Clock, total: Speedometer, earlier: number, enter: (state: TransferState) => void) {
    this.#clock = clock;
    this.#total = total;
    this.#earlier = earlier;
    this.#enter = enter;
    this.#speed.begin(clock.now());
  }

  /** Bytes that this try itself has moved for good. */
  get fresh(): number {
    return this.#fresh;
  }

  /** Bytes that the next try need not move once more, should this one fail. */
  get kept(): number {
    return Math.max(this.#earlier, this.#kept);
  }

  /** Bytes that this try has seen going or coming, proven or not: whether anything moves at all. */
  get stirred(): number {
    return this.#stirred;
  }

  /** Bytes that an earlier try had moved, found again. */
  found(bytes: number): void {
    this.#moved += bytes;
    this.#kept += bytes;
    this.#show();
  }

  moved(bytes: number): void {
    this.sending(bytes);
    this.arrived(bytes);
  }

  /** Bytes that are on their way; below zero when they are to be sent once more. */
  sending(bytes: number): void {
    const now = this.#clock.now();
    this.#moved += bytes;
    if (bytes > 0) {
      this.#stirred += bytes;
      this.#speed.add(bytes, now);
      this.#total.add(bytes, now);
    }
    this.#show();
  }

  /** Bytes that were told of as on their way have got through. */
  arrived(bytes: number): void {
    this.#kept += bytes;
    this.#fresh += bytes;
  }

  /** Bytes that the server has copied by itself: a step forward, and no speed of this machine's. */
  copied(bytes: number): void {
    this.#moved += bytes;
    this.#kept += bytes;
    this.#fresh += bytes;
    this.#stirred += bytes;
    this.#show();
  }

  /** What had been moved is of no use, and it begins from nothing. */
  restart(): void {
    if (this.#earlier === 0 && this.#moved === 0) return;
    this.#earlier = 0;
    this.#moved = 0;
    this.#kept = 0;
    this.#show();
  }

  verifying(): void {
    this.end();
    this.#enter({ kind: 'verifying', movedBytes: Math.max(this.#earlier, this.#moved) });
  }

  /** Nothing more is told. */
  end(): void {
    this.#cancelNext?.();
    this.#cancelNext = null;
  }

  /** Now, or when the last time is long enough ago: the newest numbers are never left untold. */
  #show(): void {
    if (this.#cancelNext !== null) return;
    // No longer than a step, though the clock has been set back.
    const wait = Math.min(this.#shownAt + STEP_MS - this.#clock.now(), STEP_MS);
    if (wait <= 0) this.#tell();
    else {
      this.#cancelNext = this.#clock.after(wait, () => {
        this.#cancelNext = null;
        this.#tell();
      });
    }
  }

  #tell(): void {
    this.#shownAt = this.#clock.now();
    const bytesPerSecond = this.#speed.rate(this.#shownAt);
    this.#enter({ kind: 'moving', movedBytes: Math.max(this.#earlier, this.#moved), bytesPerSecond });
  }
}
