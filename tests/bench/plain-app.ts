import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { electronPath } from '../../build/electron-path.mjs';
import type { Bridge, CommandInput, CommandName, CommandValue } from '../../shared/contract';
import type { Result } from '../../shared/result';
import { cleanEnvironment } from '../support/environment';

const LIMIT_MS = 60_000;
const LOOK_EVERY_MS = 20;

interface Target {
  readonly url: string;
  readonly webSocketDebuggerUrl?: string;
}

interface Reply {
  readonly id?: number;
  readonly error?: { readonly message: string };
  readonly result?: Evaluated;
}

interface Evaluated {
  readonly result?: { readonly value?: unknown };
  readonly exceptionDetails?: { readonly exception?: { readonly description?: string }; readonly text: string };
}

/**
 * An Electron as people run it, for measurements: one line of DevTools to its page, and nothing else that looks on. Playwright
 * watches the network of every page, the decoder's too, and keeps what comes over it: nearly half of the decoder's CPU for a
 * thumbnail (tests/bench/library-profile.md).
 */
export class PlainApp {
  readonly #process: ChildProcess;
  readonly #page: WebSocket;
  readonly #waiting = new Map<number, (reply: Reply) => void>();
  #asked = 0;

  private constructor(process: ChildProcess, page: WebSocket) {
    this.#process = process;
    this.#page = page;
    page.on('message', (data: Buffer) => {
      const reply = JSON.parse(data.toString()) as Reply;
      if (reply.id === undefined) return;
      this.#waiting.get(reply.id)?.(reply);
      this.#waiting.delete(reply.id);
    });
  }

  get pid(): number {
    return this.#process.pid ?? -1;
  }

  /** Starts `app` (a folder or a file) and waits for a page whose address begins so. */
  static async start(app: string, userDataDir: string, address: string): Promise<PlainApp> {
    const flags = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
    const child = spawn(
      electronPath(),
      [...flags, '--remote-debugging-port=0', app, `--user-data-dir=${userDataDir}`],
      {
        stdio: ['ignore', 'ignore', 'pipe'],
        env: cleanEnvironment(),
      },
    );
    const target = await pageOf(await debuggingPort(child), address);
    const page = new WebSocket(target);
    await once(page, 'open');
    const plain = new PlainApp(child, page);
    await plain.#loaded();
    return plain;
  }

  /** Runs a function in the page, which sees nothing but its argument; both ways as JSON. */
  async evaluate<A, R>(work: (argument: A) => R | Promise<R>, argument: A): Promise<R> {
    const expression = `(${work.toString()})(${JSON.stringify(argument)})`;
    const { result, exceptionDetails } = await this.#send('Runtime.evaluate', {
      expression,
      awaitPromise: true,
      returnByValue: true,
    });
    if (exceptionDetails !== undefined)
      throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result?.value as R;
  }

  /** Waits until something in the page answers to a selector. */
  async shows(selector: string): Promise<void> {
    const end = performance.now() + LIMIT_MS;
    while (!(await this.evaluate((wanted) => document.querySelector(wanted) !== null, selector))) {
      if (performance.now() > end) throw new Error(`The page does not show ${selector}.`);
      await setTimeout(LOOK_EVERY_MS);
    }
  }

  /** Presses a key on what has the focus: a letter, or `Escape`. */
  async press(key: string): Promise<void> {
    const text = key.length === 1 ? { text: key } : {};
    const windowsVirtualKeyCode = key === 'Escape' ? 27 : key.toUpperCase().charCodeAt(0);
    await this.#send('Input.dispatchKeyEvent', { type: 'keyDown', key, windowsVirtualKeyCode, ...text });
    await this.#send('Input.dispatchKeyEvent', { type: 'keyUp', key, windowsVirtualKeyCode });
  }

  /** Sends a command as the page would. */
  async call<N extends CommandName>(name: N, input: CommandInput<N>): Promise<CommandValue<N>> {
    const sent: readonly [CommandName, unknown] = [name, input];
    const result = (await this.evaluate(
      ([command, value]) => (Reflect.get(window, 'flow') as Bridge).invoke(command, value as never),
      sent,
    )) as Result<CommandValue<N>>;
    if (!result.ok) throw new Error(`${name} failed: ${result.failure.code} ${result.failure.detail ?? ''}`);
    return result.value;
  }

  /** Waits for the page itself: DevTools names its address before it is there, and what is asked then comes to nothing. */
  async #loaded(): Promise<void> {
    const end = performance.now() + LIMIT_MS;
    const isThere = () => location.protocol !== 'about:' && document.readyState === 'complete';
    while (!(await this.evaluate(isThere, null).catch(() => false))) {
      if (performance.now() > end) throw new Error('The page did not load.');
      await setTimeout(LOOK_EVERY_MS);
    }
  }

  /** Quits as the system asks for it, and waits for the end. */
  async quit(): Promise<void> {
    const ended = once(this.#process, 'exit');
    this.#page.close();
    this.#process.kill();
    await ended;
  }

  #send(method: string, params: object): Promise<Evaluated> {
    const id = ++this.#asked;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, ({ error, result }) =>
        error === undefined ? resolve(result ?? {}) : reject(new Error(`${method}: ${error.message}`)),
      );
      this.#page.send(JSON.stringify({ id, method, params }));
    });
  }
}

/** Chromium tells it on its standard error: `DevTools listening on ws://127.0.0.1:PORT/…`. */
async function debuggingPort({ stderr }: ChildProcess): Promise<number> {
  if (stderr === null) throw new Error('The app has no standard error.');
  const lines = createInterface({ input: stderr });
  for await (const line of lines) {
    const port = /DevTools listening on ws:\/\/127\.0\.0\.1:(\d+)\//.exec(line)?.[1];
    if (port === undefined) continue;
    stderr.resume();
    return Number(port);
  }
  throw new Error('The app has ended before it listened.');
}

async function pageOf(port: number, address: string): Promise<string> {
  const end = performance.now() + LIMIT_MS;
  for (;;) {
    const targets = (await (await fetch(`http://127.0.0.1:${port}/json/list`)).json()) as readonly Target[];
    const found = targets.find(({ url }) => url.startsWith(address))?.webSocketDebuggerUrl;
    if (found !== undefined) return found;
    if (performance.now() > end) throw new Error(`There is no page ${address}.`);
    await setTimeout(LOOK_EVERY_MS);
  }
}
