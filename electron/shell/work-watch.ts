import { net, Notification, powerMonitor, powerSaveBlocker, type BrowserWindow } from 'electron';
import type { Settings } from '../../shared/settings';
import type { TransferSummary } from '../../shared/transfer';
import type { Transfers } from '../core/transfers/transfers-api';
import type { WatchedFolders } from '../core/watch/watch';
import { BatchCount, OpenQuestions, signsOf, type BatchResult, type WorkSigns } from '../core/transfers/work-signs';
import { nativeWords, type NativeWords } from './native-words';
import type { Note } from './note';

/** How often the system is asked whether there is a network, while one is missed. */
const NETWORK_MS = 2000;

export interface WorkWatchDeps {
  readonly transfers: Pick<Transfers, 'subscribe' | 'networkIsBack' | 'machineWoke'>;
  readonly watch: Pick<WatchedFolders, 'machineWoke'>;
  readonly settings: () => Settings;
  readonly window: () => BrowserWindow | null;
  /** Shows the transfers. */
  readonly open: () => void;
}

/**
 * Tells the computer of the work: keeps it awake, shows progress in its bar, says when all is done, or
 * all but what a person must answer; and hears it wake up.
 */
export class WorkWatch {
  readonly #deps: WorkWatchDeps;
  readonly #batch = new BatchCount();
  readonly #questions = new OpenQuestions();
  readonly #unsubscribe: () => void;
  readonly #onResume = (): void => {
    this.#deps.transfers.machineWoke();
    this.#deps.watch.machineWoke();
  };
  #signs: WorkSigns | null = null;
  #blocker: number | null = null;
  #networkTimer: NodeJS.Timeout | null = null;
  #wasOnline = true;

  constructor(deps: WorkWatchDeps) {
    this.#deps = deps;
    this.#unsubscribe = deps.transfers.subscribe((change) => {
      this.#batch.heard(change);
      this.#questions.heard(change);
    });
    powerMonitor.on('resume', this.#onResume);
  }

  /** How many transfers a quit would interrupt. */
  get underWay(): number {
    return this.#signs?.underWay ?? 0;
  }

  /** Called with each new state of the queue. */
  look(summary: TransferSummary): void {
    const signs = signsOf(summary);
    this.#signs = signs;
    this.#keepAwake(signs.moves);
    this.#showProgress(signs.progress);
    this.#watchNetwork(signs.missesNetwork);
    const result = this.#batch.endOf(summary);
    if (result !== null) this.#tellEnd(result);
    const unanswered = this.#questions.toTell(summary);
    if (unanswered > 0) this.#tell((words) => words.unanswered(unanswered));
  }

  stop(): void {
    this.#unsubscribe();
    powerMonitor.off('resume', this.#onResume);
    this.#keepAwake(false);
    this.#watchNetwork(false);
  }

  #keepAwake(wanted: boolean): void {
    if (wanted === (this.#blocker !== null)) return;
    if (this.#blocker === null) this.#blocker = powerSaveBlocker.start('prevent-app-suspension');
    else {
      powerSaveBlocker.stop(this.#blocker);
      this.#blocker = null;
    }
  }

  #showProgress(progress: WorkSigns['progress']): void {
    const window = this.#deps.window();
    if (window === null || window.isDestroyed()) return;
    // Below 0 takes the bar away.
    if (progress === null) window.setProgressBar(-1);
    else window.setProgressBar(Math.min(progress.share, 1), { mode: progress.mode });
  }

  #watchNetwork(wanted: boolean): void {
    if (wanted === (this.#networkTimer !== null)) return;
    if (this.#networkTimer !== null) {
      clearInterval(this.#networkTimer);
      this.#networkTimer = null;
      return;
    }
    this.#wasOnline = net.isOnline();
    this.#networkTimer = setInterval(() => {
      const online = net.isOnline();
      if (online && !this.#wasOnline) this.#deps.transfers.networkIsBack();
      this.#wasOnline = online;
    }, NETWORK_MS);
  }

  #tellEnd(result: BatchResult): void {
    this.#tell((words) => ({ title: result.failed > 0 ? words.someFailed : words.allDone, body: words.batch(result) }));
  }

  /** Where a person wishes it and does not look at the window, which a click brings to the front. */
  #tell(note: (words: NativeWords) => Note): void {
    const { settings, window, open } = this.#deps;
    const { language, work } = settings();
    const shown = window();
    if (!work.notifyWhenDone || shown?.isFocused() === true || !Notification.isSupported()) return;
    const notification = new Notification(note(nativeWords(language)));
    notification.on('click', open);
    notification.show();
  }
}
