import { mkdir, realpath } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import { fail, FailureError } from '../../../shared/failure';
import type {
  ExistingFiles,
  WatchedFolder,
  WatchedFolderSettings,
  WatchNews,
  WatchStateSlice,
} from '../../../shared/watch';
import { reading, writing } from '../transfers/file-failure';
import { whyClosed } from './closed-folder';
import { FolderRecord } from './file-record';
import { readFolders, writeFolders } from './folders-file';
import { FolderWatch } from './folder-watch';
import { lookAround } from './look';
import { UnreadFolders } from './unread-folders';
import { hidesFiles, isLibrary } from './wanted';
import type { WatchDeps, WatchedFolders } from './watch';

const PUBLISH_MS = 100;
/** What comes within so long of the last is told together with it. */
const NEWS_MS = 60_000;

/** Builds the watched folders; nothing is read before `start`. */
export function createWatchedFolders(deps: WatchDeps): WatchedFolders {
  return new AppWatchedFolders(deps);
}

class AppWatchedFolders implements WatchedFolders {
  readonly #deps: WatchDeps;
  readonly #watches = new Map<string, FolderWatch>();
  readonly #unread: UnreadFolders;
  readonly #stopping = new AbortController();
  #news: WatchNews | null = null;
  /** null until all is started. */
  #unsubscribe: (() => void) | null = null;
  #published: (() => void) | null = null;

  constructor(deps: WatchDeps) {
    this.#deps = deps;
    this.#unread = new UnreadFolders({
      clock: deps.clock,
      report: (error) => deps.report(error),
      open: (folder) => this.#open(folder),
      opened: (id) => {
        this.#watches.get(id)?.look();
        this.#changed();
      },
    });
  }

  async start(): Promise<void> {
    const { root, storage, uploads } = this.#deps;
    await writing(root, () => mkdir(root, { recursive: true, mode: 0o700 }));
    await this.#unread.openAll(readFolders(storage));
    this.#unsubscribe = uploads.subscribe((change) => {
      if (change.item.origin !== 'watched') return;
      for (const watch of this.#watches.values()) watch.heard(change);
    });
    for (const watch of this.#watches.values()) watch.look();
    this.#changed();
  }

  slice(): WatchStateSlice {
    const watched = [...this.#watches.values()].map((watch) => watch.info());
    return { folders: [...watched, ...this.#unread.infos()], news: this.#news };
  }

  async add(settings: WatchedFolderSettings, existing: ExistingFiles): Promise<void> {
    // The list would be written without those on it that were not read.
    if (this.#unsubscribe === null) fail('unexpected', {}, 'The watched folders are not started');
    await this.#check(settings, null);
    const { clock, randomId } = this.#deps;
    const path = resolve(settings.path);
    const folder: WatchedFolder = { ...settings, path, id: randomId(), addedAt: clock.now(), paused: false };
    if (existing === 'leave') await this.#noteExisting(folder);
    const watch = await this.#open(folder);
    this.#keep();
    watch.look();
  }

  async change(id: string, settings: WatchedFolderSettings): Promise<void> {
    await this.#check(settings, id);
    const watch = this.#watchOf(id);
    watch.change({ ...watch.folder, ...settings, path: resolve(settings.path) });
    this.#keep();
  }

  setPaused(id: string, paused: boolean): void {
    const watch = this.#watchOf(id);
    watch.change({ ...watch.folder, paused });
    this.#keep();
  }

  async remove(id: string): Promise<void> {
    const wasUnread = await this.#unread.remove(id);
    const watch = this.#watches.get(id) ?? (wasUnread ? null : fail('not-found'));
    this.#watches.delete(id);
    this.#keep();
    await watch?.stop();
    await watch?.close();
    await FolderRecord.remove(this.#recordPath(id));
    if (this.#news?.folderId === id) this.#news = null;
    this.#changed();
  }

  lookNow(id: string): void {
    this.#watchOf(id).look();
  }

  connectionsChanged(): void {
    for (const watch of this.#watches.values()) {
      const isStopped = watch.info().state.kind === 'stopped';
      if (isStopped === this.#deps.isConnected(watch.folder.connectionId)) watch.look();
    }
  }

  machineWoke(): void {
    for (const watch of this.#watches.values()) watch.look();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#published?.();
    await this.#unread.stop();
    await Promise.all([...this.#watches.values()].map((watch) => watch.stop()));
  }

  async close(): Promise<void> {
    this.#unsubscribe?.();
    await Promise.all([...this.#watches.values()].map((watch) => watch.close()));
  }

  /**
   * What lies there is noted as it is, whatever the settings leave out now: they may be changed later. Only libraries are never looked
   * into. Throws a `FailureError` where a folder that is to be read cannot be: what lies in it would go up as soon as it can.
   */
  async #noteExisting(folder: WatchedFolder): Promise<void> {
    const { id, path } = folder;
    const options = { root: path, enters: (below: string) => !isLibrary(below), wants: () => true };
    const look = await lookAround('', options, this.#stopping.signal);
    const closed = look.closed.find((one) => hidesFiles(one, folder));
    if (closed !== undefined) throw new FailureError(closed.failure);
    const record = await FolderRecord.open(this.#recordPath(id), this.#deps.keptAside);
    try {
      const known = { sample: null, wished: '', key: '', transferId: '', state: 'known' as const, number: 0 };
      await record.put(look.files.map((file) => ({ ...file, ...known })));
    } finally {
      await record.close();
    }
  }

  async #open(folder: WatchedFolder): Promise<FolderWatch> {
    const path = this.#recordPath(folder.id);
    const record = await reading(path, () => FolderRecord.open(path, this.#deps.keptAside));
    const events = { changed: () => this.#changed(), arrived: () => this.#arrived(folder.id) };
    const watch = new FolderWatch(folder, record, this.#deps, events);
    this.#watches.set(folder.id, watch);
    return watch;
  }

  async #check({ path, connectionId }: WatchedFolderSettings, self: string | null): Promise<void> {
    if (!this.#deps.isConnected(connectionId)) fail('no-connection');
    const closed = await whyClosed(path);
    if (closed !== null && self === null) throw new FailureError(closed);
    const others = this.#folders().filter(({ id }) => id !== self);
    const own = await realOf(path);
    const taken = await Promise.all([...others.map((folder) => folder.path), this.#deps.ownFolder].map(realOf));
    if (taken.some((other) => isWithin(own, other) || isWithin(other, own))) fail('folder-watched');
  }

  #recordPath(id: string): string {
    return join(this.#deps.root, `${id}.ndjson`);
  }

  #keep(): void {
    writeFolders(this.#deps.storage, this.#folders());
    this.#changed();
  }

  #folders(): readonly WatchedFolder[] {
    return [...[...this.#watches.values()].map(({ folder }) => folder), ...this.#unread.folders];
  }

  #watchOf(id: string): FolderWatch {
    const failure = this.#unread.failureOf(id);
    if (failure !== null) throw new FailureError(failure);
    return this.#watches.get(id) ?? fail('not-found');
  }

  #arrived(folderId: string): void {
    const at = this.#deps.clock.now();
    const goesOn = this.#news?.folderId === folderId && at - this.#news.at < NEWS_MS;
    this.#news = { folderId, count: goesOn ? (this.#news?.count ?? 0) + 1 : 1, at };
  }

  #changed(): void {
    if (this.#stopping.signal.aborted) return;
    this.#published ??= this.#deps.clock.after(PUBLISH_MS, () => {
      this.#published = null;
      this.#deps.publish(this.slice());
    });
  }
}

/** Where a path leads, whatever it is called on the way: a link to the app's own folder is that folder. As it is where it is gone. */
function realOf(path: string): Promise<string> {
  return realpath(path).catch(() => resolve(path));
}

/** Whether a path is a folder or lies in it. */
function isWithin(path: string, folder: string): boolean {
  const way = relative(resolve(folder), resolve(path));
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !/^([a-z]:|[\\/])/i.test(way));
}
