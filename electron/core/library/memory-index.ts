import type { FolderRow, LibraryView, LibraryViewSummary, SmartView } from '../../../shared/library';
import type { GenerationFacts } from '../../../shared/generation';
import { SMART_VIEWS } from '../../../shared/library';
import { EntryList } from './entry-list';
import { FolderTree } from './folder-tree';
import { IndexEntry, isSameObject } from './index-entry';
import type {
  IndexedAsset,
  IndexedRow,
  IndexTotals,
  KeysBelow,
  LibraryIndex,
  PendingUpload,
  RemoteObject,
} from './library-index';
import { OrderCache } from './order-cache';
import { orderView, sortFolders, type ViewOrder } from './view-order';
import { inSmartView } from './view-filter';

export interface MemoryIndexDeps {
  assetIdOf(key: string): string;
  factsOf(key: string): GenerationFacts | null;
  /** ms since 1970. */
  now(): number;
  /** The next revision; counts on over all indexes of a run, so that no two states share one. */
  nextRevision(): number;
}

/** Where the app's own probes lie: not the person's, so not shown. */
const HIDDEN_PREFIX = '.flow-media/';

/** The index in memory: complete after each start only when the bucket has been read once. */
export class MemoryIndex implements LibraryIndex {
  readonly #deps: MemoryIndexDeps;
  readonly #entries = new Map<string, IndexEntry>();
  /** Folder markers, with the scan that last named them. */
  readonly #markers = new Map<string, number>();
  readonly #folders = new FolderTree();
  readonly #list = new EntryList();
  readonly #orders = new OrderCache();
  #revision: number;
  #moment = 0;
  #scan = 0;
  #scanBegan = 0;
  /** What the app deleted during a scan: pages asked for earlier may still name it. */
  readonly #dropped = new Map<string, number>();

  constructor(deps: MemoryIndexDeps) {
    this.#deps = deps;
    this.#revision = deps.nextRevision();
  }

  get revision(): number {
    return this.#revision;
  }

  beginScan(): void {
    this.#scan += 1;
    this.#scanBegan = this.moment();
    this.#dropped.clear();
  }

  moment(): number {
    return (this.#moment += 1);
  }

  enterPage(objects: readonly RemoteObject[], askedAt: number): void {
    let changed = false;
    for (const object of objects) {
      if (object.key.startsWith(HIDDEN_PREFIX) || (this.#dropped.get(object.key) ?? -1) > askedAt) continue;
      changed = this.#enterListed(object, askedAt) || changed;
    }
    if (changed) this.#changed();
  }

  endScan(outcome: 'complete' | 'broken-off'): void {
    this.#dropped.clear();
    if (outcome === 'broken-off') return;
    const stale = (seenIn: number) => seenIn < this.#scan;
    for (const [key, seenIn] of this.#markers) if (stale(seenIn)) this.#dropMarker(key);
    for (const entry of this.#entries.values())
      if (entry.remote !== null && stale(entry.seenIn) && entry.enteredAt < this.#scanBegan) this.#dropRemote(entry);
    this.#changed();
  }

  enterUploads(uploads: readonly PendingUpload[]): void {
    for (const pending of uploads) {
      const entry = this.#entryFor(pending.item.assetId, pending.item.key);
      entry.pending = pending;
      entry.setFacts(this.#deps.factsOf(entry.key));
      entry.derive();
    }
    this.#changed();
  }

  enterObject(assetId: string, object: RemoteObject, transferId: string | null): void {
    const entry = this.#entryFor(assetId, object.key);
    if (transferId !== null && entry.pending?.item.id === transferId) entry.pending = null;
    entry.remote = object;
    entry.enteredAt = this.moment();
    entry.setFacts(this.#deps.factsOf(entry.key));
    entry.derive();
    this.#changed();
  }

  dropUpload(assetId: string, transferId: string): void {
    const entry = this.#entries.get(assetId);
    if (entry?.pending?.item.id !== transferId) return;
    entry.pending = null;
    if (entry.remote === null) this.#remove(entry);
    this.#changed();
  }

  dropKeys(keys: readonly string[]): void {
    const moment = this.moment();
    for (const key of keys) {
      this.#dropped.set(key, moment);
      if (this.#markers.has(key)) this.#dropMarker(key);
      const entry = this.#entries.get(this.#deps.assetIdOf(key));
      if (entry !== undefined && entry.remote !== null) this.#dropRemote(entry);
    }
    this.#changed();
  }

  touch(keys: readonly string[]): void {
    for (const key of keys) {
      const entry = this.#entries.get(this.#deps.assetIdOf(key));
      const facts = this.#deps.factsOf(key);
      if (entry === undefined || entry.facts === facts) continue;
      entry.setFacts(facts);
      this.#orders.clear();
    }
    this.#revision = this.#deps.nextRevision();
  }

  find(assetId: string): IndexedAsset | null {
    return this.#entries.get(assetId) ?? null;
  }

  summary(view: LibraryView): LibraryViewSummary {
    const { folders, assets, totalBytes } = this.#order(view);
    return {
      revision: this.#revision,
      rowCount: folders.length + assets.length,
      objectCount: assets.length,
      totalBytes,
    };
  }

  rows(view: LibraryView, start: number, count: number): readonly IndexedRow[] {
    const { folders, assets } = this.#order(view);
    const rows: IndexedRow[] = folders.slice(start, start + count).map((row) => ({ kind: 'folder', row }));
    const from = Math.max(0, start - folders.length);
    for (const asset of assets.slice(from, from + count - rows.length)) rows.push({ kind: 'asset', asset });
    return rows;
  }

  position(view: LibraryView, assetId: string): number | null {
    const { folders, assets } = this.#order(view);
    const place = assets.findIndex((entry) => entry.assetId === assetId);
    return place < 0 ? null : folders.length + place;
  }

  assetsOf(view: LibraryView): readonly IndexedAsset[] {
    return this.#order(view).assets;
  }

  below(prefix: string): KeysBelow {
    return {
      assets: this.#list.byName().filter((entry) => entry.key.startsWith(prefix)),
      markers: [...this.#markers.keys()].filter((key) => key.startsWith(prefix)),
    };
  }

  hasFolder(prefix: string): boolean {
    return this.#folders.has(prefix);
  }

  foldersIn(prefix: string): readonly FolderRow[] {
    return sortFolders(this.#folders.childrenOf(prefix));
  }

  totals(): IndexTotals {
    const now = this.#deps.now();
    const viewCounts: Record<SmartView, number> = { all: 0, images: 0, videos: 0, audio: 0, generated: 0, recent: 0 };
    let totalBytes = 0;
    for (const entry of this.#entries.values()) {
      totalBytes += entry.size;
      for (const view of SMART_VIEWS) if (inSmartView(view, entry, now)) viewCounts[view] += 1;
    }
    const topFolders = sortFolders(this.#folders.childrenOf(''));
    return { objectCount: this.#entries.size, totalBytes, viewCounts, topFolders };
  }

  #enterListed(object: RemoteObject, askedAt: number): boolean {
    if (object.key.endsWith('/') && object.size === 0) return this.#enterMarker(object.key);
    const entry = this.#entryFor(this.#deps.assetIdOf(object.key), object.key);
    entry.seenIn = this.#scan;
    const known = entry.remote;
    if (known !== null && entry.enteredAt > askedAt) return false;
    if (known !== null && isSameObject(known, object)) return false;
    entry.remote = object;
    if (known === null) entry.setFacts(this.#deps.factsOf(entry.key));
    entry.derive();
    return true;
  }

  #enterMarker(key: string): boolean {
    const isNew = !this.#markers.has(key);
    if (isNew) this.#folders.addMarker(key);
    this.#markers.set(key, this.#scan);
    return isNew;
  }

  /** The entry of an asset. R2 takes keys that differ in normalisation alone for one object: the last spelling is its key. */
  #entryFor(assetId: string, key: string): IndexEntry {
    const known = this.#entries.get(assetId);
    if (known?.key === key) return known;
    const entry = new IndexEntry(assetId, key);
    if (known !== undefined) {
      entry.remote = known.remote;
      entry.pending = known.pending;
      entry.setFacts(known.facts);
      this.#remove(known);
    }
    this.#entries.set(assetId, entry);
    this.#list.add(entry);
    this.#folders.addAsset(key);
    return entry;
  }

  #dropRemote(entry: IndexEntry): void {
    entry.remote = null;
    if (entry.pending === null) this.#remove(entry);
    else entry.derive();
  }

  #remove(entry: IndexEntry): void {
    this.#list.remove(entry);
    this.#entries.delete(entry.assetId);
    this.#folders.removeAsset(entry.key);
  }

  #dropMarker(key: string): void {
    this.#markers.delete(key);
    this.#folders.removeMarker(key);
  }

  #changed(): void {
    this.#revision = this.#deps.nextRevision();
    this.#orders.clear();
  }

  #order(view: LibraryView): ViewOrder {
    return this.#orders.order(view, () => orderView(view, this.#list.byName(), this.#folders, this.#deps.now()));
  }
}
