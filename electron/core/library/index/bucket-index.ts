import path from 'node:path';
import type { FolderRow, LibrarySelection, LibraryView, LibraryViewSummary } from '../../../../shared/library';
import type { GenerationFacts } from '../../../../shared/generation';
import { nameOfKey, normalizeKey } from '../../../../shared/keys';
import { contentTypeOfName, MEDIA_KINDS, mediaKindOfType } from '../../../../shared/media';
import type { Probe } from '../probes';
import type { ResolvedObject } from '../library';
import { foldText } from '../search-text';
import { assetIdOf } from '../asset-id';
import { AssetTable, tagOf } from './asset-table';
import { Columns, FLAGS } from './columns';
import { Folders } from './folders';
import { IndexDatabase, type StoredObject } from './index-database';
import type {
  IndexedAsset,
  IndexedPage,
  IndexedRow,
  IndexTotals,
  LibraryIndex,
  ListedEntry,
  ListedRange,
  OpenSelection,
  PendingUpload,
  RemoteObject,
} from './library-index';
import { NameOrder } from './name-order';
import { selectedRows } from './selected-rows';
import { readSnapshot, writeSnapshot, type SnapshotParts } from './snapshot';
import { TextHeap } from './text-heap';
import { ViewCache } from './view-cache';
import { bytesIn, countViews, sortFolders, viewRows, type ViewRows } from './view-rows';

/** Where the app's own probes lie: not the person's, so not shown. */
const HIDDEN_PREFIX = '.flow-media/';
/** The note that grows with each change on disk. */
const STATE = 'state';

export interface BucketIndexOptions {
  /** A folder of the index's own; null to keep it in memory alone. */
  readonly dir: string | null;
  readonly connectionId: string;
  /** Of its first state; grows from there. */
  readonly firstRevision: number;
  /** ms since 1970. */
  now(): number;
  /** Rows, orders or counts have changed. */
  changed(): void;
}

/**
 * The index of one bucket. What an object is stands in SQLite; what views ask of all objects at once (names, sizes, times, kinds,
 * folders) stands in flat memory as well, some 60 bytes an object, so that any view of a million is answered by one walk over it
 * (docs/decisions/0007). Throws `DamagedIndexError` where the file turns out to be damaged.
 */
export class BucketIndex implements LibraryIndex {
  /** Stands for the moment of the change under way; whoever calls sets it, and it never goes back. */
  moment = 0;
  readonly #options: BucketIndexOptions;
  readonly #db: IndexDatabase;
  readonly #columns = new Columns();
  readonly #texts = new TextHeap(this.#columns);
  readonly #folders = new Folders();
  readonly #assets = new AssetTable(this.#columns);
  readonly #names = new NameOrder(
    (a, b) => this.#texts.compareNames(a, b),
    (row) => this.#columns.isAlive(row),
  );
  readonly #views = new ViewCache();
  /** Uploads by the row of what they will make. */
  readonly #pending = new Map<number, PendingUpload>();
  /** What was found in a file before it was an object. */
  readonly #pendingProbes = new Map<number, Probe & { readonly version: string }>();
  /** When the app itself changed a key last: pages that were asked for before may not know of it. */
  readonly #own = new Map<string, number>();
  readonly #selections = new Map<number, Uint32Array>();
  #nextSelection = 1;
  /** Whether the change under way changed anything. */
  #isChanged = false;
  #revision: number;

  constructor(options: BucketIndexOptions) {
    this.#options = options;
    this.#revision = options.firstRevision;
    this.#db = new IndexDatabase(options.dir === null ? null : BucketIndex.file(options.dir));
    try {
      this.#load();
    } catch (error) {
      this.#db.close();
      throw error;
    }
  }

  static file(dir: string): string {
    return path.join(dir, 'index.db');
  }

  get revision(): number {
    return this.#revision;
  }

  enterPage(range: ListedRange, objects: readonly ListedEntry[], askedAt: number): void {
    this.#change(() => {
      const known = new Map(this.#db.between(range.prefix, range.after, range.through).map((one) => [one.key, one]));
      for (const object of objects) {
        const was = known.get(object.key);
        known.delete(object.key);
        if (object.key.startsWith(HIDDEN_PREFIX) || this.#isNewer(object.key, askedAt)) continue;
        if (was === undefined || !isSameObject(was, object))
          this.#enterRemote(listedObject(object), object.facts ?? null);
      }
      const direct = range.depth === 'direct' ? this.#folders.find(range.prefix) : null;
      for (const { row, key } of known.values())
        if (range.depth === 'all' || this.#columns.folder[row] === direct) this.#dropUnnamed(row, key, askedAt);
    });
  }

  pagesDone(): void {
    this.#own.clear();
  }

  enterUploads(uploads: readonly PendingUpload[]): void {
    for (const pending of uploads) {
      const { key, assetId } = pending.item;
      const row = this.#findRow(assetId) ?? this.#newRow(assetId);
      this.#pending.set(row, pending);
      if (this.#columns.has(row, FLAGS.remote)) this.#columns.set(row, FLAGS.pending, true);
      else this.#show(row, key, FLAGS.pending, shownUpload(pending), pending.facts);
    }
    this.#changed();
  }

  enterObject(object: RemoteObject, facts: GenerationFacts | null, transferId: string | null): void {
    this.#change(() => {
      this.#own.set(normalizeKey(object.key), this.moment);
      const row = this.#enterRemote(object, facts);
      if (transferId !== null && this.#pending.get(row)?.item.id === transferId) this.#endUpload(row);
    });
  }

  dropUpload(assetId: string, transferId: string): void {
    const row = this.#findRow(assetId);
    if (row === null || this.#pending.get(row)?.item.id !== transferId) return;
    this.#endUpload(row);
    this.#changed();
  }

  dropKeys(keys: readonly string[]): void {
    this.#change(() => {
      for (const key of keys) {
        this.#own.set(normalizeKey(key), this.moment);
        const row = this.#findRow(this.#assetIdOf(key));
        if (row !== null) this.#dropRemote(row);
      }
    });
  }

  dropFolder(prefix: string, askedAt: number): void {
    this.#change(() => {
      for (const { row, key } of this.#db.between(prefix, '', null)) this.#dropUnnamed(row, key, askedAt);
    });
  }

  enterFacts(key: string, facts: GenerationFacts | null): void {
    const row = this.#findRow(this.#assetIdOf(key));
    if (row === null) return;
    this.#change(() => {
      this.#db.setFacts(row, facts);
      const pending = this.#pending.get(row);
      if (pending !== undefined) this.#pending.set(row, { ...pending, facts });
      this.#setText(row, key, facts);
      this.#isChanged = true;
    });
  }

  enterProbe(assetId: string, version: string, probe: Probe): void {
    const row = this.#findRow(assetId);
    if (row === null) return;
    this.#change(() => {
      if (this.#columns.has(row, FLAGS.remote)) this.#db.setProbe(row, { ...probe, version });
      else this.#pendingProbes.set(row, { ...probe, version });
      this.#isChanged = true;
    });
  }

  find(assetId: string): IndexedAsset | null {
    const row = this.#findRow(assetId);
    return row === null ? null : this.#asset(row);
  }

  summary(view: LibraryView): LibraryViewSummary {
    const { folders, rows, totalBytes } = this.#rowsOf(view);
    return { revision: this.#revision, rowCount: folders.length + rows.length, objectCount: rows.length, totalBytes };
  }

  rows(view: LibraryView, start: number, count: number): IndexedPage {
    const { folders, rows } = this.#rowsOf(view);
    const page: IndexedRow[] = folders.slice(start, start + count).map((row) => ({ kind: 'folder', row }));
    const from = Math.max(0, start - folders.length);
    for (const row of rows.subarray(from, from + count - page.length))
      page.push({ kind: 'asset', asset: this.#asset(row) });
    return { revision: this.#revision, rows: page };
  }

  position(view: LibraryView, assetId: string): number | null {
    const row = this.#findRow(assetId);
    if (row === null) return null;
    const { folders, rows } = this.#rowsOf(view);
    const place = rows.indexOf(row);
    return place < 0 ? null : folders.length + place;
  }

  seek(view: LibraryView, text: string, from: number): number | null {
    const { folders, rows } = this.#rowsOf(view);
    const wanted = foldText(text);
    const bytes = Buffer.from(wanted);
    const count = folders.length + rows.length;
    for (let i = 0; i < count; i += 1) {
      const place = (from + i) % count;
      const folder = folders[place];
      const begins =
        folder === undefined
          ? this.#texts.begins(rows[place - folders.length] ?? 0, bytes)
          : foldText(folder.name).startsWith(wanted);
      if (begins) return place;
    }
    return null;
  }

  hasFolder(prefix: string): boolean {
    return this.#folders.find(prefix) !== null;
  }

  foldersIn(prefix: string): readonly FolderRow[] {
    return sortFolders(this.#folders.childrenOf(prefix));
  }

  totals(): IndexTotals {
    const { counts, totalBytes } = countViews(this.#columns, this.#options.now());
    const topFolders = this.foldersIn('');
    return { revision: this.#revision, objectCount: counts.all, totalBytes, viewCounts: counts, topFolders };
  }

  openSelection(selection: LibrarySelection): OpenSelection {
    const id = this.#nextSelection++;
    const { rows, markers } = selectedRows(selection, {
      columns: this.#columns,
      folders: this.#folders,
      byName: this.#names.rows(),
      find: (assetId) => this.#findRow(assetId),
      rowsOf: (view) => this.#rowsOf(view).rows,
    });
    this.#selections.set(id, rows);
    const onTheirWay = rows.filter((row) => this.#columns.has(row, FLAGS.pending));
    const uploads = [...onTheirWay].flatMap((row) => this.#pending.get(row)?.item.id ?? []);
    return { id, count: rows.length, totalBytes: bytesIn(rows, this.#columns), uploads, markers };
  }

  readSelection(id: number, start: number, count: number): readonly ResolvedObject[] {
    const rows = this.#selections.get(id)?.subarray(start, start + count) ?? new Uint32Array(0);
    return [...rows].flatMap((row) => {
      const stored = this.#columns.has(row, FLAGS.remote) ? this.#db.byRow(row) : null;
      if (stored === null) return [];
      const { key, size, etag, modified } = stored;
      return [{ assetId: this.#assetIdOf(key), key, size, etag, modified }];
    });
  }

  closeSelection(id: number): void {
    this.#selections.delete(id);
  }

  note(name: string): string | null {
    return this.#db.note(name);
  }

  setNote(name: string, value: string | null): void {
    this.#db.transaction(() => this.#db.setNote(name, value));
  }

  /** Keeps what the next start would else have to work out again, and lets go of the file. */
  close(): void {
    try {
      for (const row of [...this.#pending.keys()]) this.#endUpload(row);
      if (this.#options.dir !== null) writeSnapshot(this.#options.dir, this.#snapshotParts());
    } finally {
      this.#db.close();
    }
  }

  /** Lets go of the file as it is. */
  abandon(): void {
    this.#db.close();
  }

  #load(): void {
    const { dir } = this.#options;
    if (dir !== null && readSnapshot(dir, this.#snapshotParts())) this.#assets.fill();
    else for (const stored of this.#db.all()) this.#adopt(stored);
    const { count } = this.#columns;
    for (let row = 0; row < count; row += 1) if (this.#columns.isAlive(row)) this.#countInFolder(row, 1);
  }

  #snapshotParts(): SnapshotParts {
    const state = this.#db.note(STATE) ?? '';
    return { state, columns: this.#columns, texts: this.#texts, folders: this.#folders, names: this.#names };
  }

  /** A row as the database has it, under its number; rows that are gone have left gaps. */
  #adopt(stored: StoredObject): void {
    while (this.#columns.count < stored.row) this.#columns.add();
    const row = this.#newRow(this.#assetIdOf(stored.key));
    this.#describe(row, stored.key, FLAGS.remote, shownObject(stored), stored.facts);
  }

  #newRow(assetId: string): number {
    const row = this.#columns.add();
    this.#columns.tag[row] = tagOf(assetId);
    this.#assets.add(row);
    return row;
  }

  #enterRemote(object: RemoteObject, facts: GenerationFacts | null): number {
    const { key, size, etag, modified, version } = object;
    const assetId = this.#assetIdOf(key);
    const row = this.#findRow(assetId) ?? this.#newRow(assetId);
    const was = this.#columns.has(row, FLAGS.remote) ? this.#db.byRow(row) : null;
    const contentType = object.contentType === contentTypeOfName(key) ? null : object.contentType;
    const probe = [was?.probe, this.#pendingProbes.get(row)].find((one) => one?.version === version) ?? null;
    if (was !== null) this.#db.delete(row);
    this.#db.insert({
      ...{ row, key, size, etag, modified, contentType, facts, probe },
      version: version === etag ? null : version,
    });
    this.#show(row, key, FLAGS.remote, object, facts);
    return row;
  }

  /** What a listing did not name, unless the app itself has made it since, or a listing under another spelling. */
  #dropUnnamed(row: number, key: string, askedAt: number): void {
    if (!this.#isNewer(key, askedAt) && this.#db.byRow(row)?.key === key) this.#dropRemote(row);
  }

  #dropRemote(row: number): void {
    if (!this.#columns.has(row, FLAGS.remote)) return;
    this.#db.delete(row);
    this.#isChanged = true;
    const pending = this.#pending.get(row);
    if (pending === undefined) return this.#lower(row, FLAGS.remote);
    this.#columns.set(row, FLAGS.remote, false);
    this.#show(row, pending.item.key, FLAGS.pending, shownUpload(pending), pending.facts);
  }

  #endUpload(row: number): void {
    this.#pending.delete(row);
    this.#pendingProbes.delete(row);
    this.#lower(row, FLAGS.pending);
  }

  /** Takes one of the two reasons away that a row is there for. */
  #lower(row: number, flag: number): void {
    const isLast = this.#columns.isAlive(row);
    this.#columns.set(row, flag, false);
    if (isLast && !this.#columns.isAlive(row)) this.#countInFolder(row, -1);
  }

  /** A row that is there for a (further) reason, with what it shows now. */
  #show(row: number, key: string, flag: number, shown: Shown, facts: GenerationFacts | null): void {
    if (this.#columns.isAlive(row)) this.#countInFolder(row, -1);
    this.#describe(row, key, flag, shown, facts);
    this.#countInFolder(row, 1);
    this.#isChanged = true;
  }

  #describe(row: number, key: string, flag: number, shown: Shown, facts: GenerationFacts | null): void {
    const columns = this.#columns;
    columns.set(row, flag, true);
    columns.set(row, FLAGS.marker, key.endsWith('/') && shown.size === 0);
    columns.size[row] = shown.size;
    columns.modified[row] = Math.max(0, Math.round(shown.modified));
    columns.kind[row] = MEDIA_KINDS.indexOf(mediaKindOfType(shown.contentType));
    columns.folder[row] = this.#folders.idFor(key);
    const isNew = !columns.has(row, FLAGS.texted);
    if (isNew || facts !== null || columns.has(row, FLAGS.prompted)) this.#setText(row, key, facts);
    if (isNew) this.#names.add(row);
  }

  #setText(row: number, key: string, facts: GenerationFacts | null): void {
    this.#texts.set(row, shownName(key), facts?.prompt ?? null);
    this.#columns.set(row, FLAGS.texted, true);
    this.#columns.set(row, FLAGS.prompted, facts !== null);
  }

  #countInFolder(row: number, change: 1 | -1): void {
    const what = this.#columns.has(row, FLAGS.marker) ? 'markers' : 'assets';
    this.#folders.count(this.#columns.folder[row] ?? 0, what, change);
  }

  #asset(row: number): IndexedAsset {
    const pending = this.#pending.get(row) ?? null;
    const stored = this.#columns.has(row, FLAGS.remote) ? this.#db.byRow(row) : null;
    const remote = stored === null ? null : remoteObject(stored);
    const key = stored?.key ?? pending?.item.key ?? '';
    const shown = remote ?? (pending === null ? null : shownUpload(pending));
    if (shown === null) throw new Error('A row without object and upload does not belong in a view.');
    const { size, modified, version, contentType } = shown;
    const probe = stored?.probe ?? this.#pendingProbes.get(row) ?? null;
    return {
      ...{ assetId: this.#assetIdOf(key), key, name: shownName(key), media: mediaKindOfType(contentType) },
      ...{ size, modified, version, contentType, remote, pending },
      facts: stored === null ? (pending?.facts ?? null) : stored.facts,
      probe: probe?.version === version ? probe : null,
    };
  }

  #findRow(assetId: string): number | null {
    return this.#assets.find(tagOf(assetId), (row) => {
      if (!this.#columns.isAlive(row)) return false;
      const key = this.#pending.get(row)?.item.key ?? this.#db.byRow(row)?.key;
      return key !== undefined && this.#assetIdOf(key) === assetId;
    });
  }

  #rowsOf(view: LibraryView): ViewRows {
    return this.#views.rows(view, () =>
      viewRows(view, {
        columns: this.#columns,
        texts: this.#texts,
        folders: this.#folders,
        byName: this.#names.rows(),
        now: this.#options.now(),
      }),
    );
  }

  #isNewer(key: string, askedAt: number): boolean {
    return this.#own.size > 0 && (this.#own.get(normalizeKey(key)) ?? -1) > askedAt;
  }

  #assetIdOf(key: string): string {
    return assetIdOf(this.#options.connectionId, key);
  }

  /** One step: on disk whole or not at all. A snapshot of before does not fit any more. */
  #change(work: () => void): void {
    this.#isChanged = false;
    this.#db.transaction(() => {
      work();
      if (this.#isChanged) this.#db.setNote(STATE, String(Number(this.#db.note(STATE) ?? 0) + 1));
    });
    if (this.#isChanged) this.#changed();
  }

  #changed(): void {
    this.#views.clear();
    this.#revision += 1;
    this.#options.changed();
  }
}

/** What a row shows: the object while there is one, else the file on its way. */
type Shown = Pick<RemoteObject, 'size' | 'modified' | 'version' | 'contentType'>;

function shownUpload({ item, version }: PendingUpload): Shown {
  return { size: item.size, modified: item.addedAt, version, contentType: item.contentType };
}

function shownObject({ key, size, modified, etag, version, contentType }: StoredObject): Shown {
  return { size, modified, version: version ?? etag, contentType: contentType ?? contentTypeOfName(key) };
}

function remoteObject(stored: StoredObject): RemoteObject {
  const { key, etag } = stored;
  return { key, etag, ...shownObject(stored) };
}

/** A listing tells no content type: it is what the name promises. */
function listedObject({ key, size, etag, modified }: ListedEntry): RemoteObject {
  return { key, size, etag, modified, contentType: contentTypeOfName(key), version: etag };
}

function shownName(key: string): string {
  return nameOfKey(key) || key;
}

/** HeadObject tells the time in whole seconds, a listing in milliseconds. */
function isSameObject(a: StoredObject, b: ListedEntry): boolean {
  return a.etag === b.etag && a.size === b.size && Math.trunc(a.modified / 1000) === Math.trunc(b.modified / 1000);
}
