import { rm } from 'node:fs/promises';
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
  type Namesakes,
  type Renamed,
  type SelectionSize,
  type TargetFolder,
} from '../../../shared/library';
import type { Provenance } from '../../../shared/provenance';
import { isAbort } from '../store/abort';
import type { ObjectHead } from '../store/object-store';
import type { TransferHooks } from '../transfers/hooks';
import { assetIdOf } from './asset-id';
import { assetRow, assetSource } from './asset-row';
import type { AssetSource } from './asset-source';
import { BucketLibrary } from './bucket-library';
import { planCopies, planFolder, renamedKey, type PlannedCopy } from './copy-plan';
import { Deletions } from './deletions';
import type { IndexCalls } from './index/index-client';
import type { Library, LibraryDeps } from './library';
import type { ResolvedObject } from './resolved-object';
import type { OpenSelection, TriedLink } from './index/library-index';
import type { IndexedAsset, RemoteObject } from './index/indexed-asset';
import type { KeptIndex } from './kept-index';
import type { Onlooker } from './media-answer';
import { PictureProvenance } from './picture-provenance';
import type { Probe, Probes } from './probes';
import { readFileText, readObjectText, type ObjectText } from './object-text';
import { othersOf } from './other-facts';
import { batchesOf, selectedObjects, withSelection } from './selected-objects';
import { Throttle } from './throttle';
import { uploadHooks } from './upload-hooks';

const PUBLISH_EVERY_MS = 100;

/** Revisions of one bucket's index; those of the next begin beyond. */
const REVISIONS_EACH = 2 ** 32;

export function createLibrary(deps: LibraryDeps): Library {
  return new BucketLibraries(deps);
}

/** The library over the buckets of all connections; one of them is on show. */
class BucketLibraries implements Library {
  readonly hooks: TransferHooks;
  readonly probes: Probes;
  readonly #deps: LibraryDeps;
  readonly #buckets = new Map<string, BucketLibrary>();
  readonly #publishing: Throttle;
  readonly #deletions: Deletions;
  readonly #provenance: PictureProvenance;
  readonly #ended = new AbortController();
  #shown: string | null = null;
  #made = 0;

  constructor(deps: LibraryDeps) {
    this.#deps = deps;
    this.probes = {
      probe: async (assetId, version) => this.#probe(assetId, version),
      rememberProbe: (assetId, version, probe) => this.#rememberProbe(assetId, version, probe),
    };
    this.#publishing = new Throttle(PUBLISH_EVERY_MS, () => {
      if (!this.#ended.signal.aborted) deps.publish(this.state());
    });
    this.#deletions = new Deletions(() => this.#publishing.ask());
    const indexOf = (connectionId: string): KeptIndex => this.#bucket(connectionId).index;
    this.#provenance = new PictureProvenance({
      indexOf,
      storeOf: (connectionId) => this.#bucket(connectionId).store(),
    });
    const uploads = uploadHooks(indexOf, (connectionId, key) => deps.factsOf(connectionId, key));
    this.hooks = {
      ...uploads,
      uploadsQueued: (items) => {
        uploads.uploadsQueued(items);
        this.#provenance.uploadsQueued(items);
      },
    };
  }

  state(): LibraryState {
    const deleting = this.#deletions.all;
    if (this.#shown === null) return { ...EMPTY_LIBRARY, deleting };
    const { index, reading } = this.#bucket(this.#shown);
    const { revision, objectCount, totalBytes, infrequentBytes, viewCounts, topFolders } = index.totals;
    const connectionId = this.#shown;
    const counts = { objectCount, totalBytes, infrequentBytes, viewCounts, folders: topFolders };
    return { connectionId, revision, scan: reading.state, ...counts, deleting };
  }

  async open(connectionId: string): Promise<void> {
    const before = this.#shown;
    this.#shown = connectionId;
    if (before !== null && before !== connectionId) await this.#bucket(before).reading.leave();
    if (!this.#ended.signal.aborted) await this.#bucket(connectionId).reading.begin();
  }

  async leave(): Promise<void> {
    const before = this.#shown;
    this.#shown = null;
    this.#publishing.ask();
    if (before !== null) await this.#bucket(before).reading.leave();
  }

  refresh(connectionId: string): Promise<void> {
    if (!this.#ended.signal.aborted) this.#asked(connectionId).reading.readAll();
    return Promise.resolve();
  }

  async look({ connectionId, scope }: LibraryView, isAsked: boolean): Promise<void> {
    if (this.#ended.signal.aborted || connectionId !== this.#shown) return;
    await this.#bucket(connectionId).reading.look(scope.kind === 'folder' ? scope.prefix : null, isAsked);
  }

  async stopScan(connectionId: string): Promise<void> {
    await this.#asked(connectionId).reading.stop();
  }

  async forget(connectionId: string): Promise<void> {
    const bucket = this.#buckets.get(connectionId);
    this.#buckets.delete(connectionId);
    if (this.#shown === connectionId) this.#shown = null;
    this.#publishing.ask();
    await bucket?.close();
    // Its thread may still be writing a last file.
    await rm(this.#dirOf(connectionId), { recursive: true, force: true, maxRetries: 10 });
  }

  factsChanged(connectionId: string, key: string): void {
    const facts = this.#deps.factsOf(connectionId, key);
    this.#bucket(connectionId).index.tell((calls) => calls.enterFacts(key, facts));
  }

  summary(view: LibraryView): Promise<LibraryViewSummary> {
    return this.#calls(view.connectionId).summary(view);
  }

  async rows(view: LibraryView, start: number, count: number): Promise<LibraryPage> {
    const { revision, rows } = await this.#calls(view.connectionId).rows(view, start, count);
    return { revision, rows: rows.map((row) => (row.kind === 'folder' ? row.row : this.#row(row.asset))) };
  }

  position(view: LibraryView, assetId: string): Promise<number | null> {
    return this.#calls(view.connectionId).position(view, assetId);
  }

  seek(view: LibraryView, text: string, from: number): Promise<number | null> {
    return this.#calls(view.connectionId).seek(view, text, from);
  }

  async namesakes(connectionId: string, assetId: string): Promise<Namesakes> {
    const { count, assets } = await this.#calls(connectionId).namesakes(assetId);
    return { count, rows: assets.map((asset) => this.#row(asset)) };
  }

  async details(connectionId: string, assetId: string): Promise<AssetDetails> {
    const asset = (await this.#calls(connectionId).find(assetId)) ?? fail('not-found');
    const { key, facts: generation } = asset;
    if (asset.remote === null) {
      const { size, modified, contentType } = asset;
      const unset = { etag: '', cacheControl: null, metadata: {}, others: othersOf(undefined) };
      return { assetId, key, size, modified, contentType, ...unset, generation };
    }
    const { others, ...head } = await this.#head(connectionId, asset.remote);
    return { assetId, key, ...head, others: othersOf(others), generation };
  }

  provenance(connectionId: string, assetId: string): Promise<Provenance | null> {
    return this.#provenance.of(connectionId, assetId, this.#ended.signal);
  }

  passing(source: AssetSource): Onlooker | null {
    return this.#provenance.passing(source);
  }

  async resolve(selection: LibrarySelection): Promise<readonly ResolvedObject[]> {
    const calls = this.#calls(connectionOfSelection(selection));
    const all: ResolvedObject[] = [];
    for await (const batch of withSelection(calls, selection, (opened) => batchesOf(calls, opened))) all.push(...batch);
    return all;
  }

  objectsIn(selection: LibrarySelection, signal: AbortSignal): AsyncIterable<readonly ResolvedObject[]> {
    return selectedObjects(this.#asked(connectionOfSelection(selection)), selection, signal);
  }

  async uploadsIn(selection: LibrarySelection): Promise<readonly string[]> {
    return (await this.#look(selection)).uploads;
  }

  async measure(selection: LibrarySelection): Promise<SelectionSize> {
    const { count, totalBytes } = await this.#look(selection);
    return { count, totalBytes };
  }

  async delete(selection: LibrarySelection): Promise<DeletedObjects> {
    const connectionId = connectionOfSelection(selection);
    const { index } = this.#asked(connectionId);
    const { calls } = index;
    const store = await this.#asked(connectionId).store();
    const opened = await calls.openSelection(selection);
    const gone = (keys: readonly string[]) => index.tell((now) => now.dropKeys(keys));
    const order = {
      ...{ connectionId, store, gone, markers: opened.markers },
      total: opened.count - opened.uploads.length,
      objects: keysOf(batchesOf(calls, opened)),
    };
    try {
      return await this.#deletions.run(order, this.#ended.signal);
    } finally {
      // After the last of the dropped keys: who asks next is answered without them.
      await calls.closeSelection(opened.id);
    }
  }

  stopDelete(deletionId: string): void {
    this.#deletions.stop(deletionId);
  }

  async copyPlan(selection: LibrarySelection, target: CopyTarget, move: boolean): Promise<readonly PlannedCopy[]> {
    const connectionId = connectionOfSelection(selection);
    const deps = {
      store: await this.#asked(connectionId).store(),
      resolve: (some: LibrarySelection) => this.resolve(some),
      exists: async (key: string) => (await this.existing(connectionId, [key])).length > 0,
    };
    return planCopies(deps, selection, target, move, this.#ended.signal);
  }

  async renamePlan(connectionId: string, what: Renamed, newName: string): Promise<readonly PlannedCopy[]> {
    if (what.kind === 'folder') {
      const targetKey = renamedKey(what.prefix, newName);
      if (targetKey === normalizeKey(what.prefix)) return [];
      return planFolder(await this.#asked(connectionId).store(), what.prefix, targetKey, this.#ended.signal);
    }
    const remote = (await this.#calls(connectionId).find(what.assetId))?.remote ?? fail('not-found');
    const targetKey = renamedKey(remote.key, newName);
    if (targetKey === normalizeKey(remote.key)) return [];
    return [{ key: remote.key, size: remote.size, etag: remote.etag, targetKey }];
  }

  forgetLinks(connectionId: string): void {
    this.#asked(connectionId).index.tell((calls) => calls.forgetLinks());
  }

  existing(connectionId: string, keys: readonly string[]): Promise<readonly string[]> {
    return this.#calls(connectionId).existing(keys);
  }

  gone(selection: LibrarySelection): Promise<readonly string[]> {
    return this.#calls(connectionOfSelection(selection)).gone(selection);
  }

  linksTried(connectionId: string, tried: readonly TriedLink[]): void {
    this.#bucket(connectionId).index.tell((calls) => calls.enterLinks(tried));
  }

  async folders(connectionId: string, prefix: string): Promise<readonly TargetFolder[]> {
    return this.#asked(connectionId).folders(prefix, this.#ended.signal);
  }

  async readText(connectionId: string, assetId: string): Promise<ObjectText> {
    const bucket = this.#asked(connectionId);
    const { remote, pending } = (await bucket.index.calls.find(assetId)) ?? fail('not-found');
    if (remote !== null) return readObjectText(await bucket.store(), remote, this.#ended.signal);
    return pending === null ? fail('not-found') : readFileText(pending.item.localPath);
  }

  async assetOf(assetId: string): Promise<AssetSource | null> {
    const found = await this.#find(assetId);
    return found === null ? null : assetSource(found.connectionId, found.asset);
  }

  async pictureSize(connectionId: string, assetId: string): Promise<{ width: number; height: number } | null> {
    const probe = (await this.#asked(connectionId).index.calls.find(assetId))?.probe;
    if (probe?.kind !== 'seen' || probe.width === null || probe.height === null) return null;
    return { width: probe.width, height: probe.height };
  }

  async recheck(assetId: string): Promise<void> {
    const source = await this.assetOf(assetId);
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
    await Promise.all([...this.#buckets.values()].map((bucket) => bucket.close()));
    this.#publishing.stop();
  }

  #bucket(connectionId: string): BucketLibrary {
    const known = this.#buckets.get(connectionId);
    if (known !== undefined) return known;
    const made = new BucketLibrary({
      connectionId,
      library: this.#deps,
      dir: this.#dirOf(connectionId),
      firstRevision: (this.#made += 1) * REVISIONS_EACH,
      changed: () => this.#publishing.ask(),
    });
    this.#buckets.set(connectionId, made);
    return made;
  }

  /** Named by a hash: an id may hold what a file name may not. */
  #dirOf(connectionId: string): string {
    return path.join(this.#deps.cacheDir, 'index', assetIdOf(connectionId, ''));
  }

  /** For what a page asks. Fails with `no-connection`. */
  #asked(connectionId: string): BucketLibrary {
    return this.#deps.knows?.(connectionId) === false ? fail('no-connection') : this.#bucket(connectionId);
  }

  #calls(connectionId: string): IndexCalls {
    return this.#asked(connectionId).index.calls;
  }

  async #look(selection: LibrarySelection): Promise<OpenSelection> {
    const calls = this.#calls(connectionOfSelection(selection));
    const opened = await calls.openSelection(selection);
    await calls.closeSelection(opened.id);
    return opened;
  }

  /** Asks the bucket for one object, and enters what it says. */
  async #head(connectionId: string, known: Pick<RemoteObject, 'key' | 'etag'>): Promise<ObjectHead> {
    const bucket = this.#bucket(connectionId);
    try {
      const head = await (await bucket.store()).head(known.key, this.#ended.signal);
      if (head.etag !== known.etag) await bucket.enterHead(known.key, head);
      return head;
    } catch (error) {
      if (error instanceof FailureError && error.failure.code === 'no-such-key')
        await bucket.index.calls.dropKeys([known.key]);
      throw error;
    }
  }

  #row(asset: IndexedAsset): AssetRow {
    const latest = asset.pending === null ? null : this.#deps.transferOfAsset(asset.assetId);
    return assetRow(asset, latest);
  }

  /** An asset of whatever bucket: an address names no connection. The one on show is asked first. */
  async #find(assetId: string): Promise<{ readonly connectionId: string; readonly asset: IndexedAsset } | null> {
    const shownFirst = [...this.#buckets.keys()].sort((a) => (a === this.#shown ? -1 : 0));
    for (const connectionId of shownFirst) {
      // Being removed just now.
      if (this.#deps.knows?.(connectionId) === false) continue;
      const asset = await this.#calls(connectionId).find(assetId);
      if (asset !== null) return { connectionId, asset };
    }
    return null;
  }

  async #probe(assetId: string, version: string): Promise<Probe | null> {
    const found = await this.#find(assetId);
    return found?.asset.version === version ? found.asset.probe : null;
  }

  #rememberProbe(assetId: string, version: string, probe: Probe): void {
    for (const { index } of this.#buckets.values()) index.tell((calls) => calls.enterProbe(assetId, version, probe));
  }
}

async function* keysOf(batches: AsyncIterable<readonly ResolvedObject[]>): AsyncGenerator<readonly string[]> {
  for await (const batch of batches) yield batch.map(({ key }) => key);
}
