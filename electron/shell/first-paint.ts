/** ms: a page that has not painted by then is waited for no longer. */
const PATIENCE_MS = 5000;

/** The moment from which the window is of use. What does not help it there waits for it: processes, disks and networks are shared. */
export class FirstPaint {
  readonly over: Promise<void>;
  #end: () => void = () => undefined;

  constructor() {
    this.over = new Promise((resolve) => (this.#end = resolve));
    setTimeout(() => this.#end(), PATIENCE_MS).unref();
  }

  /** The page has painted a screen. */
  painted(): void {
    this.#end();
  }
}
