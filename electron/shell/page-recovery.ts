import type { BrowserWindow } from 'electron';
import { drop } from '../../shared/drop';
import type { Log } from './log';

/** A page that has crashed so often in so short a time would only crash once more: then a person decides. */
const CRASHES = 3;
const WITHIN_MS = 60_000;

export interface PageRecoveryDeps {
  readonly log: Pick<Log, 'info'>;
  readonly now: () => number;
  /** Whether a page that crashes again and again is to be opened once more. */
  readonly ask: () => Promise<boolean>;
  /** Says in the page that it was opened anew. */
  readonly tell: () => void;
  readonly quit: () => void;
}

/** Opens the page anew when its process is gone. Main holds all state and all work, so that nothing else has to be begun again. */
export class PageRecovery {
  readonly #deps: PageRecoveryDeps;
  #crashes: readonly number[] = [];
  #untold = false;

  constructor(deps: PageRecoveryDeps) {
    this.#deps = deps;
  }

  /** `open` loads the page into the window. */
  watch(window: BrowserWindow, open: () => void): void {
    window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
      if (reason === 'clean-exit') return;
      this.#deps.log.info(`The page's process is gone: ${reason}, exit code ${exitCode}.`);
      drop(this.#recover(window, open));
    });
  }

  /** The page is on show; what happened to the one before is told to it. */
  painted(): void {
    if (!this.#untold) return;
    this.#untold = false;
    this.#deps.tell();
  }

  async #recover(window: BrowserWindow, open: () => void): Promise<void> {
    if (this.#isTooOften() && !(await this.#deps.ask())) return this.#deps.quit();
    if (window.isDestroyed()) return;
    this.#untold = true;
    open();
  }

  #isTooOften(): boolean {
    const now = this.#deps.now();
    this.#crashes = [...this.#crashes.filter((at) => now - at < WITHIN_MS), now];
    if (this.#crashes.length < CRASHES) return false;
    this.#crashes = [];
    return true;
  }
}
