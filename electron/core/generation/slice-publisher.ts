/** At most ten times a second. */
const PAUSE_MS = 100;

/** Publishes soon after each change, many changes at once where they come fast. */
export class SlicePublisher {
  readonly #publish: () => void;
  #timer: NodeJS.Timeout | null = null;
  #again = false;

  constructor(publish: () => void) {
    this.#publish = publish;
  }

  changed(): void {
    if (this.#timer !== null) {
      this.#again = true;
      return;
    }
    this.#again = false;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      if (this.#again) this.changed();
    }, PAUSE_MS);
    // A pause must not keep the program from ending.
    this.#timer.unref();
    this.#publish();
  }

  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }
}
