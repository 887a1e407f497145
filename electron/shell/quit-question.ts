import { dialog, powerMonitor, type BrowserWindow, type MessageBoxOptions } from 'electron';
import type { Settings } from '../../shared/settings';
import { nativeWords } from './native-words';

export interface QuitQuestionDeps {
  /** How many transfers a quit would interrupt. */
  readonly underWay: () => number;
  readonly settings: () => Settings;
  readonly dontAskAgain: () => void;
  readonly window: () => BrowserWindow | null;
}

/** Asks before the app quits in the middle of its work. A system that shuts down is not held up. */
export class QuitQuestion {
  readonly #deps: QuitQuestionDeps;
  /** Settled: asked and answered, or not to be asked. */
  #settled = false;
  /** Takes away the question that stands when the system ends. */
  readonly #system = new AbortController();
  /** A Mac does not take a question away that has no window; it is not waited for either. */
  readonly #ended = new Promise<null>((resolve) => {
    this.#system.signal.addEventListener('abort', () => resolve(null));
  });

  constructor(deps: QuitQuestionDeps) {
    this.#deps = deps;
    // Not on Windows, where its window hears of it.
    powerMonitor.on('shutdown', () => this.systemEnds());
  }

  /** From here on nothing is asked, and a question that stands is answered. */
  systemEnds(): void {
    this.#system.abort();
  }

  /** Whether a quit would be asked about now. */
  get isDue(): boolean {
    return !this.#isSettled && this.#deps.settings().work.askBeforeQuit && this.#deps.underWay() > 0;
  }

  /** Whether the app may quit; asks where that is due. */
  async mayQuit(): Promise<boolean> {
    this.#settled = !this.isDue || (await this.#ask());
    return this.#isSettled;
  }

  get #isSettled(): boolean {
    return this.#settled || this.#system.signal.aborted;
  }

  async #ask(): Promise<boolean> {
    const { underWay, settings, dontAskAgain, window } = this.#deps;
    const words = nativeWords(settings().language);
    const options: MessageBoxOptions = {
      type: 'question',
      message: words.quitQuestion(underWay()),
      detail: words.quitDetail,
      buttons: [words.quit, words.keepRunning],
      defaultId: 1,
      cancelId: 1,
      checkboxLabel: words.dontAskAgain,
      noLink: true,
      signal: this.#system.signal,
    };
    const shown = window();
    const asked = shown === null ? dialog.showMessageBox(options) : dialog.showMessageBox(shown, options);
    const answer = await Promise.race([asked, this.#ended]);
    if (answer === null) return true;
    const quits = answer.response === 0;
    if (quits && answer.checkboxChecked) dontAskAgain();
    return quits;
  }
}
