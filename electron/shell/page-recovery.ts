import type { BrowserWindow } from 'electron';
import { drop } from '../../shared/drop';
import type { Log } from './log';

/** A page that has crashed so often in so short a time would only crash once more: then a person decides. */
const CRASHES = 3;
const WITHIN_MS = 60_000;
/**
 * What Electron calls unresponsive has left an input unanswered for some 15 s; so much longer, and it is not only busy. A page stood still for
 * good in a soak: its main thread waited for its compositor (tests/torture/results.md), as others have seen with pages of Chromium.
 */
const PATIENCE_MS = 10_000;

export interface PageRecoveryDeps {
  readonly log: Pick<Log, 'info'>;
  readonly now: () => number;
  /** Whether a page that crashes again and again is to be opened once more. */
  readonly ask: () => Promise<boolean>;
  /** Says in the page that it was opened anew. */
  readonly tell: () => void;
  readonly quit: () => void;
}

/** Opens the page anew when its process is gone, or answers nothing any more. Main holds all state and all work, so that nothing else has to be begun again. */
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
    this.#endHangs(window);
    // The first window is opened before anything of this is loaded: nobody heard what its page did until now.
    if (!window.webContents.isCrashed()) return;
    this.#deps.log.info("The page's process was gone before its window was watched.");
    drop(this.#recover(window, open));
  }

  /** A page that stands still is ended like one that crashes: its window would not even close by itself. */
  #endHangs(window: BrowserWindow): void {
    const { webContents } = window;
    let patience: ReturnType<typeof setTimeout> | undefined;
    webContents.on('responsive', () => clearTimeout(patience));
    // Else the page that is opened in its place would be ended for it.
    webContents.on('render-process-gone', () => clearTimeout(patience));
    webContents.on('unresponsive', () => {
      clearTimeout(patience);
      patience = setTimeout(() => {
        // Whoever looks into the page may have stopped it.
        if (window.isDestroyed() || webContents.isDevToolsOpened()) return;
        this.#deps.log.info('The page does not answer any more: its process is ended.');
        webContents.forcefullyCrashRenderer();
      }, PATIENCE_MS);
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
