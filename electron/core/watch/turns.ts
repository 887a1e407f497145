import type { Clock } from '../transfers/clock';

/** Work that is done one after another, and a turn of it that comes back by a timer. No turn is begun after the end. */
export class Turns {
  readonly #clock: Clock;
  readonly #take: () => Promise<void>;
  readonly #failed: (error: unknown) => void;
  #tail: Promise<void> = Promise.resolve();
  /** The last that was begun. */
  #turn: Promise<void> = Promise.resolve();
  /** The next turn stands in the line already. */
  #isNext = false;
  #timer: { readonly at: number; readonly off: () => void } | null = null;
  #stopped = false;

  /** `take`: one turn. `failed` hears of what it, or other work, throws. */
  constructor(clock: Clock, take: () => Promise<void>, failed: (error: unknown) => void) {
    this.#clock = clock;
    this.#take = take;
    this.#failed = failed;
  }

  /** Other work, in its order; after the end, too. */
  inLine(work: () => Promise<void>): void {
    this.#tail = this.#tail.then(async () => {
      try {
        await work();
      } catch (error) {
        if (!this.#stopped) this.#failed(error);
      }
    });
  }

  /** The next turn begins so soon at the latest. */
  within(ms: number): void {
    if (this.#stopped || this.#isNext) return;
    if (ms > 0) return this.#arm(ms);
    this.#isNext = true;
    this.#disarm();
    this.inLine(async () => {
      this.#isNext = false;
      if (this.#stopped) return;
      this.#turn = this.#take();
      await this.#turn;
    });
  }

  /** Waits for a turn that is under way, and not for other work, of which there may be much. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#disarm();
    await Promise.allSettled([this.#turn]);
  }

  /** Resolves when all that stands in the line now is done. */
  done(): Promise<void> {
    return this.#tail;
  }

  #arm(ms: number): void {
    const at = this.#clock.now() + ms;
    if (this.#timer !== null && this.#timer.at <= at) return;
    this.#disarm();
    const off = this.#clock.after(ms, () => {
      this.#timer = null;
      this.within(0);
    });
    this.#timer = { at, off };
  }

  #disarm(): void {
    this.#timer?.off();
    this.#timer = null;
  }
}
