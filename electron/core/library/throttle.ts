/** Runs something at once when it has not run for a while, else once at the end of that while. */
export class Throttle {
  readonly #run: () => void;
  readonly #everyMs: number;
  #resting: NodeJS.Timeout | null = null;
  #wanted = false;

  constructor(everyMs: number, run: () => void) {
    this.#everyMs = everyMs;
    this.#run = run;
  }

  ask(): void {
    if (this.#resting !== null) {
      this.#wanted = true;
      return;
    }
    this.#run();
    this.#resting = setTimeout(() => this.#rested(), this.#everyMs);
  }

  /** Drops what was still to come. */
  stop(): void {
    if (this.#resting !== null) clearTimeout(this.#resting);
    this.#resting = null;
    this.#wanted = false;
  }

  #rested(): void {
    this.#resting = null;
    if (!this.#wanted) return;
    this.#wanted = false;
    this.ask();
  }
}
