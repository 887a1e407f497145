import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import {
  startFaultProxy,
  type FaultProxy,
  type SeenRequest,
} from '../../electron/core/transfers/fault-proxy.test-support';
import { Pace } from '../../electron/core/transfers/pace.test-support';
import { Bucket } from '../support/bucket';
import { Desk } from '../support/desk';
import { RunningApp } from '../support/running-app';
import { startSandbox, type RunningSandbox } from '../support/sandbox';
import { connect, countsOf, until } from './app-questions';
import type { Dice } from './dice';
import { judgeLeftOvers } from './judge';
import { list } from './report';

/** How many kills a scenario has, over one movement or, when that ends before, several after each other. */
export const KILLS = 20;
/** From the first request of a movement to the kill. */
const FIRST_MS = 200;
const LAST_MS = 4000;
/** Patience with a busy machine; no run of the app needs a tenth of it. */
const LIMIT_MS = 180_000;

/** How fast the network of a scenario is, so that its movement lasts long enough to be killed in. */
export interface Speed {
  readonly bytesPerSecond: number;
  readonly latencyMs: number;
  /** Of parts that the server copies by itself, as long as it takes R2 for large ones. */
  readonly partCopyMs?: number;
}

/** What is begun in the app, and once more whenever it has ended before all kills are used up. */
export interface Work {
  begin(desk: Desk, connectionId: string): Promise<void>;
  /** Whether all that was begun is where it belongs, seen past the app. */
  isDone(): Promise<boolean>;
  /** Whether a request is part of the movement, and not of what the app asks at its start. */
  moves(seen: SeenRequest): boolean;
}

/** The real app and a bucket outside of it, with a proxy between them that counts. */
export class KillRoom {
  readonly folder: string;
  readonly proxy: FaultProxy;
  readonly bucket: Bucket;
  readonly broken: string[] = [];
  kills = 0;
  /** After which an upload or a copy in parts was found begun and not finished. */
  killsBetweenParts = 0;
  readonly #sandbox: RunningSandbox;
  readonly #env: Readonly<Record<string, string>>;
  #app: RunningApp | null = null;

  private constructor(
    folder: string,
    sandbox: RunningSandbox,
    proxy: FaultProxy,
    env: Readonly<Record<string, string>>,
  ) {
    this.folder = folder;
    this.proxy = proxy;
    this.bucket = new Bucket(sandbox);
    this.#sandbox = sandbox;
    this.#env = env;
  }

  get bucketDir(): string {
    return path.join(this.folder, 'bucket');
  }

  /** `env`: what the app is started with besides. */
  static async open(speed: Speed, env: Readonly<Record<string, string>> = {}): Promise<KillRoom> {
    const { bytesPerSecond, latencyMs, partCopyMs = latencyMs } = speed;
    const folder = await mkdtemp(path.join(os.tmpdir(), 'torture-kills-'));
    const sandbox = await startSandbox({ dir: path.join(folder, 'bucket') });
    const proxy = await startFaultProxy(sandbox.endpoint);
    const pace = new Pace(bytesPerSecond);
    proxy.fault = ({ operation }) => ({
      kind: 'slow',
      ms: operation === 'UploadPartCopy' ? partCopyMs : latencyMs,
      pace,
    });
    return new KillRoom(folder, sandbox, proxy, env);
  }

  /** Kills the app at moments of its movement, starts it again each time, and lets it finish at last. */
  async torment(work: Work, dice: Dice, kills = KILLS): Promise<void> {
    let desk = await this.#start();
    const connectionId = await connect(desk, { ...this.#sandbox, endpoint: this.proxy.url });
    await work.begin(desk, connectionId);
    let since = 0;
    while (this.kills < kills) {
      const seen = await this.#untilItMoves(work, desk, since);
      if (seen === 'neither') return;
      if (seen === 'done') {
        since = this.proxy.seen.length;
        await work.begin(desk, connectionId);
        continue;
      }
      await new Promise((resolve) => setTimeout(resolve, dice.whole(FIRST_MS, LAST_MS)));
      await this.#app?.kill();
      this.kills += 1;
      if ((await this.bucket.halfWritten()).length > 0) this.killsBetweenParts += 1;
      since = this.proxy.seen.length;
      desk = await this.#start();
    }
    if (!(await until(LIMIT_MS, () => this.#isOver(work, desk)))) await this.#complain(desk);
    await this.#judgeEnd(desk);
  }

  async #start(): Promise<Desk> {
    this.#app = await RunningApp.start({ userDataDir: path.join(this.folder, 'profile'), env: this.#env });
    return new Desk(this.#app);
  }

  async #untilItMoves(work: Work, desk: Desk, since: number): Promise<'moving' | 'done' | 'neither'> {
    let seen: 'moving' | 'done' | 'neither' = 'neither';
    await until(LIMIT_MS, async () => {
      if (this.proxy.seen.slice(since).some((request) => work.moves(request))) seen = 'moving';
      else if (await this.#isOver(work, desk)) seen = 'done';
      return seen !== 'neither';
    });
    if (seen === 'neither') await this.#complain(desk);
    return seen;
  }

  async #isOver(work: Work, desk: Desk): Promise<boolean> {
    return (await work.isDone()) && (await countsOf(desk)).open === 0;
  }

  async #complain(desk: Desk): Promise<void> {
    const { kinds } = await countsOf(desk);
    this.broken.push(`does not come to its end after kill ${this.kills}: ${list(kinds)}`);
    const { rows } = await desk.call('transfers.rows', { start: 0, count: 5 });
    this.broken.push(...rows.map(({ key, state }) => `${key}: ${JSON.stringify(state)}`));
  }

  async #judgeEnd(desk: Desk): Promise<void> {
    const { open, failed, kinds } = await countsOf(desk);
    if (open + failed > 0) this.broken.push(`not all is done: ${list(kinds)}`);
    await this.#app?.quit();
    this.broken.push(...(await judgeLeftOvers(path.join(this.folder, 'profile'))));
  }

  async close(): Promise<void> {
    if (this.#app?.hasEnded === false) await this.#app.kill();
    this.bucket.close();
    await this.proxy.close();
    await this.#sandbox.close();
    await rm(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
