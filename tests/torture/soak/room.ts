import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { startFaultProxy, type FaultProxy } from '../../../electron/core/transfers/fault-proxy.test-support';
import type { StateSlices } from '../../../shared/state';
import { Bucket } from '../../support/bucket';
import { Desk } from '../../support/desk';
import { picture, sha256 } from '../../support/files';
import { RunningApp } from '../../support/running-app';
import { startSandbox, type RunningSandbox } from '../../support/sandbox';
import { countsOf, until } from '../app-questions';
import type { Dice } from '../dice';
import { Weather } from '../weather';

const SEEDED = 400;
/** Of all requests. */
const SHARE = 0.03;
/** Longer than the longest silence of the weather, with tries after it. */
export const LIMIT_MS = 180_000;

const READS = new Set(['GetObject', 'HeadObject']);

interface Parts {
  readonly folder: string;
  readonly sandbox: RunningSandbox;
  readonly proxy: FaultProxy;
  readonly weather: Weather;
}

/** The app on a bucket behind bad weather, and what must be in that bucket. */
export class SoakRoom {
  readonly folder: string;
  readonly bucket: Bucket;
  readonly weather: Weather;
  /** SHA-256 of what must be there, by key. */
  readonly expected = new Map<string, string>();
  /** What the page's console complained of. */
  readonly problems: string[] = [];
  readonly broken: string[] = [];
  readonly #sandbox: RunningSandbox;
  readonly #proxy: FaultProxy;
  #desk: Desk | null = null;
  #faultsInReads = 0;
  #takenAway = 0;

  private constructor({ folder, sandbox, proxy, weather }: Parts) {
    this.folder = folder;
    this.#sandbox = sandbox;
    this.#proxy = proxy;
    this.weather = weather;
    this.bucket = new Bucket(sandbox);
  }

  static async open(dice: Dice): Promise<SoakRoom> {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'torture-soak-'));
    const sandbox = await startSandbox({ dir: path.join(folder, 'bucket') });
    const proxy = await startFaultProxy(sandbox.endpoint);
    const room = new SoakRoom({ folder, sandbox, proxy, weather: new Weather(dice, SHARE) });
    await room.#seed();
    await room.start();
    await room.desk.connect({ ...sandbox, endpoint: proxy.url });
    room.#letItStorm();
    return room;
  }

  async #seed(): Promise<void> {
    for (let n = 0; n < SEEDED; n += 1) await this.put(`album ${n % 8}/p-${n}.png`, picture(n, 320, 200));
  }

  #letItStorm(): void {
    this.#proxy.fault = (seen) => {
      const fault = this.weather.fault(seen);
      if (fault !== null && READS.has(seen.operation)) this.#faultsInReads += 1;
      return fault;
    };
  }

  /** From here on every request passes. */
  calmDown(): void {
    this.#proxy.fault = () => null;
  }

  get profile(): string {
    return path.join(this.folder, 'profile');
  }

  get desk(): Desk {
    if (this.#desk === null) throw new Error('The app does not run.');
    return this.#desk;
  }

  get requests(): number {
    return this.#proxy.seen.length;
  }

  /** At most this many pictures may have failed to come into the page: for a fault, or since somebody else had deleted them. */
  get excuses(): number {
    return this.#faultsInReads + this.#takenAway;
  }

  async start(): Promise<void> {
    const onProblem = (problem: string): void => void this.problems.push(problem);
    this.#desk = new Desk(await RunningApp.start({ userDataDir: this.profile, onProblem }));
    this.desk.page.setDefaultTimeout(LIMIT_MS);
  }

  /** Somebody else's object, put past the app. */
  async put(key: string, bytes: Uint8Array): Promise<void> {
    await this.bucket.put(key, bytes);
    this.expected.set(key, sha256(bytes));
  }

  /** Past the app as well. */
  async delete(key: string): Promise<void> {
    await this.bucket.delete(key);
    this.expected.delete(key);
    this.#takenAway += 1;
  }

  async slices(): Promise<StateSlices> {
    return (await this.desk.call('app.snapshot', null)).slices;
  }

  async connectionId(): Promise<string> {
    return (await this.slices()).connections.activeId ?? '';
  }

  /** Waits until nothing is to be moved any more; what failed is tried again, as a person would. */
  async settle(): Promise<void> {
    const settled = await until(LIMIT_MS, async () => {
      const { open, failed } = await countsOf(this.desk);
      if (failed > 0) await this.desk.call('transfers.retry', { which: 'all' });
      return open + failed === 0;
    });
    if (!settled) throw new Error('The transfers do not come to their end.');
  }

  async close(): Promise<void> {
    if (this.#desk?.app.hasEnded === false) await this.#desk.app.kill();
    this.bucket.close();
    await this.#proxy.close();
    await this.#sandbox.close();
    await rm(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
