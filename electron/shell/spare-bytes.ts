/** Of two files whose sizes differ little the second one fits where the first has been. */
const STEP_BYTES = 1024 * 1024;

/**
 * Memory that was used and will be used again. Fresh memory for each file has to be cleared by the system, and V8 looks through its whole
 * heap each time so much has come: together half of what main does for a picture.
 */
export class SpareBytes {
  readonly #most: number;
  #spare: Uint8Array<ArrayBuffer>[] = [];

  /** Keeps so many pieces at most. */
  constructor(most: number) {
    this.#most = most;
  }

  /** At least so many bytes, with anything in them. */
  take(size: number): Uint8Array<ArrayBuffer> {
    const at = this.#spare.findIndex(({ length }) => length >= size);
    const [found] = at === -1 ? [] : this.#spare.splice(at, 1);
    return found ?? new Uint8Array(Math.ceil(size / STEP_BYTES) * STEP_BYTES);
  }

  /** Nobody reads it any more. */
  giveBack(bytes: Uint8Array<ArrayBuffer>): void {
    this.#spare = [...this.#spare, bytes].toSorted((a, b) => a.length - b.length).slice(-this.#most);
  }

  /** Keeps nothing. */
  clear(): void {
    this.#spare = [];
  }
}
