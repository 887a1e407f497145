import path from 'node:path';
import { FailureError, fail } from '../../../shared/failure';
import { normalizeKey } from '../../../shared/keys';
import {
  connectionOfSelection,
  EMPTY_LIBRARY,
  type AssetDetails,
  type AssetRow,
  type CopyTarget,
  type DeletedObjects,
  type LibraryPage,
  type LibrarySelection,
  type LibraryState,
  type LibraryView,
  type LibraryViewSummary,
  type Renamed,
  type SelectionSize,
  type TargetFolder,
} from '../../../shared/library';
import { isAbort } from '../store/abort';
import type { TransferHooks } from '../transfers/hooks';
import { assetIdOf } from './asset-id';
import { AssetMemoryFile } from './asset-memory-file';
import { assetRow, assetSource, inBucket } from './asset-row';
import type { AssetSource } from './asset-source';
import { BucketLibrary } from './bucket-library';
import { planCopies, planFolder, renamedKey, type PlannedCopy } from './copy-plan';
import { Deletions } from './deletions';
import type { Library, LibraryDeps, ResolvedObject } from './library';
import type { IndexedAsset, RemoteObject } from './library-index';
import { readFileText, readObjectText, type ObjectText } from './object-text';
import { selectedObjects } from './selected-objects';
import { selected } from './selection';
import { Throttle } from './throttle';
import { uploadHooks } from './upload-hooks';

const PUBLISH_EVERY_MS = 100;

export function createLibrary(deps: LibraryDeps): Library {
  return new BucketLibraries(deps);
}

/** The library over the buckets of all connections; one of them is on show. */
class BucketLibraries implements Library {
  readonly hooks: TransferHooks;
  readonly memory: AssetMemoryFile;
  readonly #deps: LibraryDeps;
  readonly #buckets = new Map<string, BucketLibrary>();
  readonly #publishing: Throttle;
  readonly #deletions: Deletions;
  readonly #ended = new AbortController();
  #shown: string | null = null;
  #revision = 0;

  constructor(deps: LibraryDeps) {
    this.#deps = deps;
    this.memory = new AssetMemoryFile(path.join(deps.cacheDir, 'assets.ndjson'));
    this.memory.onProbe((assetId) => this.#probed(assetId));
    this.#publishing = new Throttle(PUBLISH_EVERY_MS, () => {
      if (!this.#ended.signal.aborted) deps.publish(this.state());
    });
    this.#deletions = new Deletions(() => this.#publishing.ask());
    this.hooks = uploadHooks(
      (connectionId) => this.#bucket(connectionId).index,
      this.memory,
      () => this.#publishing.ask(),
    );
  }

  state(): LibraryState {
    const deleting = this.#deletions.all;
    if (this.#shown === null) return { ...EMPTY_LIBRARY, revision: this.#revision, deleting };
    const { index, scanState } = this.#bucket(this.#shown);
    const { objectCount, totalBytes, viewCounts, topFolders } = index.totals();
    const { revision } = index;
    const connectionId = this.#shown;
    const counts = { objectCount, totalBytes, viewCounts, folders: topFolders };
    return { connectionId, revision, scan: scanState, ...counts, deleting };
  }

  async open(connectionId: string): Promise<void> {
    const before = this.#shown;
    this.#shown = connectionId;
    if (before !== null && before !== connectionId) await this.#bucket(before).stopScan();
    await this.refresh(connectionId);
  }

  async leave(): Promise<void> {
    const before = this.#shown;
    this.#shown = null;
    this.#publishing.ask();
    if (before !== null) await this.#bucket(before).stopScan();
  }

  async refresh(connectionId: string): Promise<void> {
    await this.memory.ready();
    if (!this.#ended.signal.aborted) this.#bucket(connectionId).startScan();
  }

  async forget(connectionId: string): Promise<void> {
    const bucket = this.#buckets.get(connectionId);
    this.#buckets.delete(connectionId);
    if (this.#shown === connectionId) this.#shown = null;
    this.#publishing.ask();
    await bucket?.stopScan();
  }

  factsChanged(connectionId: string, key: string): void {
    this.#bucket(connectionId).index.touch([key]);
    this.#publishing.ask();
  }

  summary(view: LibraryView): LibraryViewSummary {
    return this.#bucket(view.connectionId).index.summary(view);
  }

  rows(view: LibraryView, start: number, count: number): LibraryPage {
    const { index } = this.#bucket(view.connectionId);
    const rows = index.rows(view, start, count);
    const shown = rows.map((row) => (row.kind === 'folder' ? row.row : this.#row(row.asset)));
    return { revision: index.revision, rows: shown };
  }

  position(view: LibraryView, assetId: string): number | null {
    return this.#bucket(view.connectionId).index.position(view, assetId);
  }

  async details(connectionId: string, assetId: string): Promise<AssetDetails> {
    const asset = this.#bucket(connectionId).index.find(assetId) ?? fail('not-found');
    const { key, facts: generation } = asset;
    if (asset.remote === null) {
      const { size, modified, contentType } = asset;
      return { assetId, key, size, modified, contentType, etag: '', cacheControl: null, metadata: {}, generation };
    }
    const { size, modified, contentType, etag, cacheControl, metadata } = await this.#head(connectionId, asset.remote);
    return { assetId, key, size, modified, contentType, etag, cacheControl, metadata, generation };
  }

  resolve(selection: LibrarySelection): readonly ResolvedObject[] {
    return inBucket(this.#selected(selection).assets);
  }

  objectsIn(selection: LibrarySelection, signal: AbortSignal): AsyncIterable<readonly ResolvedObject[]> {
    return selectedObjects(this.#bucket(connectionOfSelection(selection)), selection, signal);
  }

  uploadsIn(selection: LibrarySelection): readonly string[] {
    return this.#selected(selection).assets.flatMap(({ pending }) => (pending === null ? [] : [pending.item.id]));
  }

  measure(selection: LibrarySelection): SelectionSize {
    const { assets } = this.#selected(selection);
    return { count: assets.length, totalBytes: assets.reduce((sum, { size }) => sum + size, 0) };
  }

  async delete(selection: LibrarySelection): Promise<DeletedObjects> {
    const connectionId = connectionOfSelection(selection);
    const { index } = this.#bucket(connectionId);
    const { assets, markers } = this.#selected(selection);
    const objects = inBucket(assets).map(({ key }) => key);
    const store = await this.#bucket(connectionId).store();
    const gone = (keys: readonly string[]) => index.dropKeys(keys);
    return this.#deletions.run({ connectionId, store, objects, markers, gone }, this.#ended.signal);
  }

  stopDelete(deletionId: string): void {
    this.#deletions.stop(deletionId);
  }

  async copyPlan(selection: LibrarySelection, target: CopyTarget, move: boolean): Promise<readonly PlannedCopy[]> {
    const connectionId = connectionOfSelection(selection);
    const deps = {
      store: await this.#bucket(connectionId).store(),
      resolve: (some: LibrarySelection) => this.resolve(some),
      exists: (key: string) => this.exists(connectionId, key),
    };
    return planCopies(deps, selection, target, move, this.#ended.signal);
  }

  async renamePlan(connectionId: string, what: Renamed, newName: string): Promise<readonly PlannedCopy[]> {
    if (what.kind === 'folder') {
      const targetKey = renamedKey(what.prefix, newName);
      if (targetKey === normalizeKey(what.prefix)) return [];
      return planFolder(await this.#bucket(connectionId).store(), what.prefix, targetKey, this.#ended.signal);
    }
    const remote = this.#bucket(connectionId).index.find(what.assetId)?.remote ?? fail('not-found');
    const targetKey = renamedKey(remote.key, newName);
    if (targetKey === normalizeKey(remote.key)) return [];
    return [{ key: remote.key, size: remote.size, etag: remote.etag, targetKey }];
  }

  exists(connectionId: string, key: string): boolean {
    const { index } = this.#bucket(connectionId);
    return key.endsWith('/')
      ? index.hasFolder(key)
      : (index.find(assetIdOf(connectionId, key))?.remote ?? null) !== null;
  }

  async folders(connectionId: string, prefix: string): Promise<readonly TargetFolder[]> {
    return this.#bucket(connectionId).folders(prefix, this.#ended.signal);
  }

  async readText(connectionId: string, assetId: string): Promise<ObjectText> {
    const bucket = this.#bucket(connectionId);
    const { remote, pending } = bucket.index.find(assetId) ?? fail('not-found');
    if (remote !== null) return readObjectText(await bucket.store(), remote, this.#ended.signal);
    return pending === null ? fail('not-found') : readFileText(pending.item.localPath);
  }

  assetOf(assetId: string): AssetSource | null {
    for (const [connectionId, { index }] of this.#buckets) {
      const asset = index.find(assetId);
      if (asset !== null) return assetSource(connectionId, asset);
    }
    return null;
  }

  async recheck(assetId: string): Promise<void> {
    const source = this.assetOf(assetId);
    if (source?.kind !== 'remote') return;
    try {
      await this.#head(source.connectionId, source);
    } catch (error) {
      if (!(error instanceof FailureError) && !isAbort(error)) throw error;
    }
  }

  async close(): Promise<void> {
    this.#ended.abort();
    this.#publishing.stop();
    await Promise.all([...this.#buckets.values()].map((bucket) => bucket.stopScan()));
    this.#publishing.stop();
    await this.memory.close();
  }

  #bucket(connectionId: string): BucketLibrary {
    const known = this.#buckets.get(connectionId);
    if (known !== undefined) return known;
    const made = new BucketLibrary({
      connectionId,
      library: this.#deps,
      memory: this.memory,
      nextRevision: () => (this.#revision += 1),
      changed: () => this.#publishing.ask(),
    });
    this.#buckets.set(connectionId, made);
    return made;
  }

  #selected(selection: LibrarySelection) {
    return selected(this.#bucket(connectionOfSelection(selection)).index, selection);
  }

  /** Asks the bucket for one object, and enters what it says. */
  async #head(connectionId: string, known: Pick<RemoteObject, 'key' | 'etag'>) {
    const bucket = this.#bucket(connectionId);
    const assetId = assetIdOf(connectionId, known.key);
    try {
      const head = await (await bucket.store()).head(known.key, this.#ended.signal);
      if (head.etag !== known.etag) bucket.index.enterObject(assetId, bucket.headed(assetId, known.key, head), null);
      return head;
    } catch (error) {
      if (error instanceof FailureError && error.failure.code === 'no-such-key') bucket.index.dropKeys([known.key]);
      throw error;
    } finally {
      this.#publishing.ask();
    }
  }

  #row(asset: IndexedAsset): AssetRow {
    const latest = asset.pending === null ? null : this.#deps.transferOfAsset(asset.assetId);
    return assetRow(asset, this.memory.probe(asset.assetId, asset.version), latest);
  }

  #probed(assetId: string): void {
    for (const { index } of this.#buckets.values()) {
      const asset = index.find(assetId);
      if (asset !== null) index.touch([asset.key]);
    }
    this.#publishing.ask();
  }
}
