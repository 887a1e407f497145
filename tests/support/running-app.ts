import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import {
  _electron,
  expect,
  type ConsoleMessage,
  type ElectronApplication,
  type Locator,
  type Page,
} from '@playwright/test';
import { electronPath } from '../../build/electron-path.mjs';
import { cleanEnvironment } from './environment';

const root = path.resolve(import.meta.dirname, '../..');
const PAGE_ORIGIN = 'app://flow/';
const START_MS = 30_000;
const QUIT_MS = 60_000;

export interface Launch {
  /** Everything that the run writes lies in here (`--user-data-dir`). */
  readonly userDataDir: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Another program than the built app in this checkout: the packaged one. */
  readonly executable?: string;
  /** Called for each message of a page's console and each uncaught error in it. */
  readonly onProblem?: (problem: string) => void;
  /** Called with each app that is started, by `relaunch` too. */
  readonly onStarted?: (app: RunningApp) => Promise<void>;
}

/** On their way out: what a page still asks for then has nobody to answer it, and that is no problem of the app's. */
const leaving = new WeakSet<ElectronApplication>();

/** The app in a real Electron, with its window open. */
export class RunningApp {
  readonly #process: ChildProcess;
  #output = '';

  private constructor(
    readonly launch: Launch,
    readonly electron: ElectronApplication,
    readonly page: Page,
  ) {
    // Playwright forgets it once the app has ended.
    this.#process = electron.process();
    for (const stream of [this.#process.stdout, this.#process.stderr])
      stream?.on('data', (chunk: Buffer) => (this.#output += chunk.toString()));
  }

  /** What it has written to its standard output and error. */
  get output(): string {
    return this.#output;
  }

  get pid(): number {
    return this.#process.pid ?? -1;
  }

  get hasEnded(): boolean {
    return this.#process.exitCode !== null || this.#process.signalCode !== null;
  }

  static async start(launch: Launch): Promise<RunningApp> {
    const { userDataDir, args = [], env = {}, executable } = launch;
    const electron = await _electron.launch({
      // Without it Playwright would force --password-store=basic, and no keyring would ever be used.
      executablePath: executable ?? electronPath(),
      args: [
        // Chromium refuses to run its sandbox as root.
        ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
        ...(executable === undefined ? [root] : []),
        `--user-data-dir=${userDataDir}`,
        // Else a heap snapshot tells no more than 1024 letters of a text, and a secret behind them would not be found.
        '--js-flags=--heap-snapshot-string-limit=10000000',
        ...args,
      ],
      env: cleanEnvironment(env),
      // Else Playwright holds every page to light, whatever the system says.
      colorScheme: null,
      timeout: START_MS,
    });
    askTwice(electron);
    const heard = (problem: string): void => {
      if (!leaving.has(electron)) launch.onProblem?.(problem);
    };
    for (const page of electron.windows()) report(page, heard);
    electron.on('window', (page) => report(page, heard));
    const page = await mainPage(electron);
    // What slides into its place loses a click; Playwright tells each page that motion is welcome, whatever the system says.
    await page.emulateMedia({ reducedMotion: 'reduce' });
    const app = new RunningApp(launch, electron, page);
    await launch.onStarted?.(app);
    return app;
  }

  /** Quits as a person would, and starts again on the same data. */
  async relaunch(changes: Partial<Launch> = {}): Promise<RunningApp> {
    await this.quit();
    return RunningApp.start({ ...this.launch, ...changes });
  }

  /**
   * Ends by `app.quit()`, and says "Quit" where that is asked; an app that does not come to an end is a failure, and is ended by
   * force.
   */
  async quit(): Promise<void> {
    if (this.hasEnded) return;
    leaving.add(this.electron);
    const ended = once(this.#process, 'exit');
    // On a busy machine the inspector may lose the word; the system's own word for it comes to the same.
    const again = setTimeout(() => this.#process.kill('SIGTERM'), QUIT_MS / 3);
    const late = setTimeout(() => this.#process.kill('SIGKILL'), QUIT_MS);
    try {
      await this.answerQuestions('first');
      // The end may be quicker than the answer.
      await this.electron.evaluate(({ app }) => app.quit()).catch(() => undefined);
      await ended;
      await this.electron.close();
    } finally {
      clearTimeout(again);
      clearTimeout(late);
    }
    if (this.#process.signalCode === 'SIGKILL') throw new Error(`The app did not quit within ${QUIT_MS} ms.`);
  }

  /** As the system ends it at a log-out: a word, and time to come to an end. Tells how it ended. */
  async endedBySystem(): Promise<number | NodeJS.Signals | null> {
    leaving.add(this.electron);
    const ended = once(this.#process, 'exit');
    this.#process.kill('SIGTERM');
    await ended;
    return this.#process.exitCode ?? this.#process.signalCode;
  }

  /** As a power cut would, with all its child processes: no handler of the app runs. */
  async kill(): Promise<void> {
    const closed = this.electron.waitForEvent('close');
    const { pid } = this.#process;
    // Playwright starts it as the leader of a process group.
    if (process.platform === 'win32' || pid === undefined) this.#process.kill('SIGKILL');
    else process.kill(-pid, 'SIGKILL');
    await closed;
  }

  /** Drops real files and folders of the disk on an element, as the operating system would. */
  async dropFiles(target: Locator, paths: readonly string[]): Promise<void> {
    // What is on show may not listen yet: React attaches that after the frame.
    await this.page.evaluate(() => new Promise((idle) => requestIdleCallback(idle, { timeout: 5000 })));
    const box = await target.boundingBox();
    if (box === null) throw new Error('Nothing to drop on: the element is not visible.');
    const devtools = await this.electron.context().newCDPSession(this.page);
    const data = { items: [], files: [...paths], dragOperationsMask: 1 };
    const where = { x: box.x + box.width / 2, y: box.y + box.height / 2, data };
    const drag = (type: 'dragEnter' | 'dragOver' | 'dragCancel' | 'drop') =>
      devtools.send('Input.dispatchDragEvent', { type, ...where });
    const has = (note: 'dragTaken' | 'dropped') => (): Promise<boolean> =>
      this.page.evaluate((name) => document.documentElement.dataset[name] === 'true', note);
    await this.page.evaluate(noteTakenDrags);
    await expect(async () => {
      await drag('dragEnter');
      await drag('dragOver');
      if (!(await has('dragTaken')())) await drag('dragCancel');
      expect(await has('dragTaken')()).toBe(true);
      await drag('drop');
      // Seen once: it is lost on its way to the page, which waits for it under "Drop to upload".
      await expect.poll(has('dropped'), { timeout: 5000 }).toBe(true);
    }).toPass();
    await devtools.detach();
  }

  /** Nothing opens in the system's browser from here on; what would have is told by the answered function. */
  async keepFromBrowser(): Promise<() => Promise<readonly string[]>> {
    await this.electron.evaluate(({ shell }) => {
      const opened: string[] = [];
      Object.assign(globalThis, { openedPages: opened });
      shell.openExternal = (address) => {
        opened.push(address);
        return Promise.resolve();
      };
    });
    return () => this.electron.evaluate(() => (globalThis as unknown as { openedPages: string[] }).openedPages);
  }

  /** The next open dialogs answer with these paths; an empty list is a cancel. */
  async stubOpenDialog(paths: readonly string[]): Promise<void> {
    await this.electron.evaluate(
      ({ dialog }, filePaths) => {
        dialog.showOpenDialog = () => Promise.resolve({ canceled: filePaths.length === 0, filePaths });
      },
      [...paths],
    );
  }

  /** The system's questions are answered by their first button, or by the one that cancels; the asked are in `questions`. */
  async answerQuestions(answer: 'first' | 'cancel'): Promise<void> {
    await this.electron.evaluate(({ dialog }, choice) => {
      const asked: string[] = [];
      Object.assign(globalThis, { askedQuestions: asked });
      dialog.showMessageBox = (...given: unknown[]) => {
        const options = given.at(-1) as Electron.MessageBoxOptions;
        asked.push(options.message);
        return Promise.resolve({
          response: choice === 'first' ? 0 : (options.cancelId ?? 0),
          checkboxChecked: false,
        });
      };
    }, answer);
  }

  /** What the system's dialogs have asked since `answerQuestions`. */
  questions(): Promise<readonly string[]> {
    return this.electron.evaluate(() => (globalThis as { askedQuestions?: string[] }).askedQuestions ?? []);
  }

  /** The next save dialogs answer with this path. */
  async stubSaveDialog(filePath: string): Promise<void> {
    await this.electron.evaluate(({ dialog }, path) => {
      dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: path });
    }, filePath);
  }

  /** What the system's clipboard holds as text. */
  clipboardText(): Promise<string> {
    return this.electron.evaluate(async ({ clipboard }) => await clipboard.readText());
  }

  /** The size of the picture on the clipboard, px; null when there is none. */
  clipboardPicture(): Promise<{ readonly width: number; readonly height: number } | null> {
    return this.electron.evaluate(async ({ clipboard, nativeImage }) => {
      // Older Electrons than that of the types read it in one step.
      const readImage: unknown = Reflect.get(clipboard, 'readImage');
      if (typeof readImage === 'function') {
        const size = (readImage.call(clipboard) as Electron.NativeImage).getSize();
        return size.width === 0 ? null : size;
      }
      const item = (await clipboard.read()).find(({ types }) => types.includes('image/png'));
      if (item === undefined) return null;
      const png = await item.getType<string>('image/png');
      return nativeImage.createFromBuffer(Buffer.from(await (png as Blob).arrayBuffer())).getSize();
    });
  }

  /** Chooses an item of the application's menu by its id. */
  async chooseMenuItem(id: string): Promise<void> {
    await this.electron.evaluate(({ Menu, BrowserWindow }, itemId) => {
      const item = Menu.getApplicationMenu()?.getMenuItemById(itemId);
      if (!item) throw new Error(`No menu item ${itemId}`);
      item.click(undefined, BrowserWindow.getAllWindows()[0]);
    }, id);
  }

  /** Follows the system's dark or light choice, as if the person had made it. */
  async setSystemTheme(theme: 'dark' | 'light'): Promise<void> {
    await this.electron.evaluate(({ nativeTheme }, source) => {
      nativeTheme.themeSource = source;
    }, theme);
  }

  /** A picture of the window in test-results/screens. */
  async shoot(name: string): Promise<string> {
    const file = path.join(root, 'test-results/screens', `${name}.png`);
    await mkdir(path.dirname(file), { recursive: true });
    await this.page.screenshot({ path: file });
    return file;
  }
}

/**
 * The inspector loses an answer that is cleared away before it looks: "Resulting promise was garbage collected". What was asked for has been
 * done then, and is done once more for the answer.
 */
function askTwice(electron: ElectronApplication): void {
  const evaluate = electron.evaluate.bind(electron) as (...given: readonly unknown[]) => Promise<unknown>;
  const steady = (...given: readonly unknown[]): Promise<unknown> =>
    evaluate(...given).catch((error: unknown) => {
      if (error instanceof Error && error.message.includes('promise was garbage collected')) return evaluate(...given);
      throw error;
    });
  Object.assign(electron, { evaluate: steady });
}

/** The window of the app, not the hidden one that decodes pictures, once something is drawn in it: main has answered by then. */
async function mainPage(electron: ElectronApplication): Promise<Page> {
  const isMain = (page: Page): boolean => page.url().startsWith(PAGE_ORIGIN);
  const deadline = Date.now() + START_MS;
  for (;;) {
    const page = electron.windows().find(isMain);
    if (page) {
      await page.locator('#root > *').first().waitFor({ state: 'attached', timeout: START_MS });
      return page;
    }
    if (Date.now() > deadline) throw new Error('The app opened no window.');
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

function report(page: Page, onProblem: (problem: string) => void): void {
  // What is no Error of JavaScript's (a DOMException) has an empty stack.
  page.on('pageerror', (error) => onProblem(`uncaught in the page: ${error.name} ${error.stack || error.message}`));
  page.on('console', (message) => {
    if (isBrokenOff(message)) return;
    if (message.type() === 'error' || message.text().includes('Electron Security Warning')) {
      onProblem(`${message.type()} in the console: ${message.text()} ${message.location().url}`);
    }
  });
}

/** A thumbnail that nobody waits for any more: what the decoder's window was reading for it ends, which Chromium calls an error. */
function isBrokenOff(message: ConsoleMessage): boolean {
  return message.location().url.startsWith('media://source/') && /ERR_FAILED|status of 410/.test(message.text());
}

/** In the page: notes of each drag whether somebody would take what is dropped. Chromium drops nothing where nobody would. */
function noteTakenDrags(): void {
  const { dataset } = document.documentElement;
  const isListening = 'dragTaken' in dataset;
  dataset['dragTaken'] = 'false';
  dataset['dropped'] = 'false';
  if (isListening) return;
  window.addEventListener('dragover', ({ defaultPrevented }) => {
    dataset['dragTaken'] = String(defaultPrevented);
  });
  window.addEventListener('drop', () => (dataset['dropped'] = 'true'), { capture: true });
}
