import type { MenuCommand } from '../../shared/state';

export interface PageOrdersDeps {
  /** Brings the window to the front, or opens it. */
  readonly showWindow: () => void;
  readonly send: (command: MenuCommand) => void;
}

/**
 * What a menu or a notice of the system asks of the page. The app may stay without a window (on a Mac, and in the tray): then one is
 * opened, and its page follows the newest order once it has painted.
 */
export class PageOrders {
  readonly #deps: PageOrdersDeps;
  #isThere = false;
  #waiting: MenuCommand | null = null;

  constructor(deps: PageOrdersDeps) {
    this.#deps = deps;
  }

  ask(command: MenuCommand): void {
    this.#deps.showWindow();
    if (this.#isThere) this.#deps.send(command);
    else this.#waiting = command;
  }

  /** From now on a page follows. */
  painted(): void {
    this.#isThere = true;
    const command = this.#waiting;
    this.#waiting = null;
    if (command !== null) this.#deps.send(command);
  }

  /** The page went with its window, or is loaded anew. */
  gone(): void {
    this.#isThere = false;
  }
}
