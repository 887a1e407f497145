import { randomUUID } from 'node:crypto';
import { appendFile, cp, mkdir, rename, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { vi } from 'vitest';
import {
  NEW_WATCH,
  type ExistingFiles,
  type WatchedFolderInfo,
  type WatchedFolderSettings,
} from '../../../shared/watch';
import type { ListPage } from '../store/object-store';
import { CONNECTION, hastyClock, openWorld, type World } from '../transfers/world.test-support';
import { createWatchedFolders } from './watched-folders';
import type { WatchedFolders, WatchUploads } from './watch';

/** Watched folders over a real queue and a real bucket, on a clock that runs fifty times as fast. */
export class WatchHouse {
  readonly world: World;
  /** The folder that is watched. */
  readonly folder: string;
  readonly connected = new Set([CONNECTION]);
  readonly trashed: string[] = [];
  readonly reported: unknown[] = [];
  /** How far the clock is ahead, ms. */
  ahead = 0;
  trash: (path: string) => Promise<void>;
  watch: WatchedFolders;
  #document: unknown = null;
  #root: string;

  private constructor(world: World) {
    this.world = world;
    this.folder = join(world.dir, 'renders');
    this.#root = join(world.dir, 'own', 'watch');
    this.trash = async (path) => {
      this.trashed.push(path);
      await rename(path, join(world.dir, `trashed-${randomUUID()}`));
    };
    this.watch = this.#begin(world.transfers);
  }

  static async open(): Promise<WatchHouse> {
    const house = new WatchHouse(await openWorld());
    await mkdir(house.folder, { recursive: true });
    await house.watch.start();
    return house;
  }

  #begin(uploads: WatchUploads): WatchedFolders {
    const { now, after } = hastyClock();
    return createWatchedFolders({
      root: this.#root,
      ownFolder: join(this.world.dir, 'own'),
      storage: {
        read: () => structuredClone(this.#document),
        write: (value) => (this.#document = structuredClone(value)),
        setAside: () => undefined,
      },
      uploads,
      uploadSettings: () => this.world.uploads,
      isConnected: (id) => this.connected.has(id),
      trash: (path) => this.trash(path),
      clock: { now: () => now() + this.ahead, after },
      randomId: randomUUID,
      publish: () => undefined,
      report: (error) => this.reported.push(error),
      keptAside: (copy) => this.reported.push(new Error(`kept aside: ${copy}`)),
    });
  }

  async add(changes: Partial<WatchedFolderSettings> = {}, existing: ExistingFiles = 'leave'): Promise<void> {
    await this.watch.add({ ...NEW_WATCH, path: this.folder, connectionId: CONNECTION, ...changes }, existing);
  }

  get info(): WatchedFolderInfo {
    const [info] = this.watch.slice().folders;
    if (info === undefined) throw new Error('No folder is watched');
    return info;
  }

  /** Writes a file below the folder, as a program does that makes it in one go. */
  async write(name: string, content: string | Uint8Array): Promise<string> {
    const path = join(this.folder, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
    return path;
  }

  append(name: string, content: string): Promise<void> {
    return appendFile(join(this.folder, name), content);
  }

  /** Says that a file was changed at another time, with nothing changed in it. */
  touch(name: string, seconds: number): Promise<void> {
    return utimes(join(this.folder, name), seconds, seconds);
  }

  async keys(): Promise<readonly string[]> {
    const keys: string[] = [];
    let continuationToken: string | null = null;
    do {
      const request = { prefix: '', delimiter: '' as const, continuationToken, maxKeys: 1000 };
      const page: ListPage = await this.world.store.list(request, new AbortController().signal);
      keys.push(...page.objects.map(({ key }) => key));
      ({ continuationToken } = page);
    } while (continuationToken !== null);
    return keys;
  }

  async untilKeys(...keys: readonly string[]): Promise<void> {
    const look = async (): Promise<void> => {
      const there = await this.keys();
      if (there.join() !== keys.join()) throw new Error(`The bucket holds ${there.join(', ')}`);
    };
    await vi.waitFor(look, { timeout: 20_000, interval: 20 });
  }

  /** Until so many files have arrived, and nothing is growing or under way. */
  async untilAtRest(arrived: number): Promise<void> {
    const look = (): void => {
      const { growing, underWay, arrived: now } = this.info;
      const isAtRest = growing === 0 && underWay === 0 && now === arrived;
      if (!isAtRest) throw new Error(`${growing} growing, ${underWay} under way, ${now} arrived`);
    };
    await vi.waitFor(look, { timeout: 30_000, interval: 10 });
  }

  /** Everything has been looked at anew by the time it resolves. */
  async lookedAtAll(): Promise<void> {
    const marker = `marker-${randomUUID()}.png`;
    await this.write(marker, marker);
    const look = (): void => {
      if (!this.world.calls.some((call) => call.startsWith(`done ${marker}`))) throw new Error('It has not arrived');
    };
    await vi.waitFor(look, { timeout: 20_000, interval: 20 });
  }

  /** `meanwhile`: what befalls the records while nothing runs. */
  async restart(meanwhile: (records: string) => Promise<void> = () => Promise.resolve()): Promise<void> {
    await this.watch.stop();
    await this.world.restart();
    await this.watch.close();
    await meanwhile(this.#root);
    await this.#start();
  }

  /** As after a kill: the record and the journal as they are now, and nothing of what the old ones do from here on. */
  async kill(): Promise<void> {
    const copy = join(this.world.dir, 'own', `watch-${randomUUID()}`);
    await cp(this.#root, copy, { recursive: true });
    await this.world.kill();
    await this.#end();
    this.#root = copy;
    await this.#start();
  }

  /** A queue for the next watched folders that fails, or forgets, as a test wants it. */
  async startOn(uploads: WatchUploads): Promise<void> {
    await this.#end();
    this.watch = this.#begin(uploads);
    await this.watch.start();
  }

  /** A kill while the queue answers nothing: the old watch never comes to an end, and is left alone. */
  async killFrozen(uploads: WatchUploads): Promise<void> {
    const copy = join(this.world.dir, 'own', `watch-${randomUUID()}`);
    await cp(this.#root, copy, { recursive: true });
    this.#root = copy;
    this.watch = this.#begin(uploads);
    await this.watch.start();
  }

  /** The watched folders of the next run, not started. */
  another(): WatchedFolders {
    return this.#begin(this.world.transfers);
  }

  async #start(): Promise<void> {
    this.watch = this.#begin(this.world.transfers);
    await this.watch.start();
  }

  async #end(): Promise<void> {
    await this.watch.stop();
    await this.watch.close();
  }

  async close(): Promise<void> {
    await this.#end();
    await this.world.close();
    if (this.reported.length > 0) throw new AggregateError(this.reported, 'Errors were reported.');
  }
}
