/** ms from the window's opening: a page that has asked for no script by then is served from elsewhere, or is late whatever main does. */
const PATIENCE_MS = 500;

/**
 * Resolves when the page's scripts are on their way to it. Until then its process waits for main's thread at each step (the graphics
 * process, its preload, the document); after that it has to compile them, and main has a processor to itself
 * (docs/decisions/0019-start.md).
 */
export class PageBegun {
  readonly scripts: Promise<void>;
  #begun: () => void = () => undefined;

  constructor() {
    this.scripts = new Promise((resolve) => (this.#begun = resolve));
    setTimeout(() => this.#begun(), PATIENCE_MS).unref();
  }

  /** A page has been handed a file of the app: the path of its address. */
  handed(pathname: string): void {
    // In a turn of its own: what is handed over is read first.
    if (pathname.endsWith('.js')) setImmediate(() => this.#begun());
  }
}
