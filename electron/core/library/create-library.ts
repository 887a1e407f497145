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
import type { TransferHooks } from '../transfers/hooks';
import { assetRow } from './asset-row';
import type { AssetSource } from './asset-source';
import { Buckets } from './buckets';
import type { PlannedCopy } from './copy-plan';
import { Deletions } from './deletions';
import type { IndexedAsset } from './index/indexed-asset';
import type { TriedLink } from './index/library-index';
import type { KeptIndex } from './kept-index';
import type { Library, LibraryDeps } from './library';
import type { Onlooker } from './media-answer';
import type { ObjectText } from './object-text';
import { PictureProvenance } from './picture-provenance';
import type { Probes } from './probes';
import type { ResolvedObject } from './resolved-object';
import { Selections } from './selections';
import { SingleAssets } from './single-assets';
import { Throttle } from './throttle';
import { uploadHooks } from './upload-hooks';

const PUBLISH_EVERY_MS = 100;

/** Builds the library; no bucket is read before one is opened. */
export function createLibrary(deps: LibraryDeps): Library {
  return new BucketLibraries(deps);
}

/** The library over the buckets of all connections; one of them is on show. */
class BucketLibraries implements Library {
  readonly hooks: TransferHooks;
  readonly probes: Probes;
  readonly #deps: LibraryDeps;
  readonly #publishing: Throttle;
  readonly #buckets: Buckets;
  readonly #deletions: Deletions;
  readonly #selections: Selections;
  readonly #assets: SingleAssets;
  readonly #provenance: PictureProvenance;
  readonly #ended = new AbortController();

  constructor(deps: LibraryDeps) {
    this.#deps = deps;
    this.#publishing = new Throttle(PUBLISH_EVERY_MS, () => {
      if (!this.#ended.signal.aborted) deps.publish(this.state());
    });
    const changed = () => this.#publishing.ask();
    this.#buckets = new Buckets(deps, changed);
    this.#deletions = new Deletions(changed);
    this.#selections = new Selections(this.#buckets, this.#deletions, this.#ended.signal);
    this.#assets = new SingleAssets(this.#buckets, this.#ended.signal);
    this.probes = this.#assets.probes;
    const indexOf = (connectionId: string): KeptIndex => this.#buckets.of(connectionId).index;
    this.#provenance = new PictureProvenance({
      callsOf: (connectionId) => this.#buckets.calls(connectionId),
      tell: (connectionId, change) => this.#buckets.tell(connectionId, change),
      storeOf: (connectionId) => this.#buckets.of(connectionId).store(),
    });
    const uploads = uploadHooks(
      indexOf,
      (connectionId, key) => deps.factsOf(connectionId, key),
      (item) => !deps.isInItsBucket(item),
    );
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
    const { shown: connectionId } = this.#buckets;
    if (connectionId === null) return { ...EMPTY_LIBRARY, deleting };
    const { index, reading } = this.#buckets.of(connectionId);
    const { revision, objectCount, totalBytes, infrequentBytes, viewCounts, topFolders } = index.totals;
    const counts = { objectCount, totalBytes, infrequentBytes, viewCounts, folders: topFolders };
    return { connectionId, revision, scan: reading.state, ...counts, deleting };
  }

  prepare(connectionId: string): void {
    this.#buckets.of(connectionId);
  }

  wake(): void {
    const { shown } = this.#buckets;
    if (shown !== null) this.#buckets.of(shown).index.tell((calls) => calls.wake());
  }

  async open(connectionId: string): Promise<void> {
    const before = this.#buckets.shown;
    this.#buckets.shown = connectionId;
    if (before !== null && before !== connectionId) await this.#buckets.of(before).reading.leave();
    // Perhaps yet another one has been opened meanwhile.
    const isShown = this.#buckets.shown === connectionId;
    if (isShown && !this.#ended.signal.aborted) await this.#buckets.of(connectionId).reading.begin();
  }

  async reopen(connectionId: string): Promise<void> {
    const before = this.#buckets.shown;
    await this.#buckets.of(connectionId).reading.leave();
    // Else another one has been opened meanwhile, or none is on show any more.
    if (this.#buckets.shown === before) await this.open(connectionId);
  }

  async leave(): Promise<void> {
    const before = this.#buckets.shown;
    this.#buckets.shown = null;
    this.#publishing.ask();
    if (before !== null) await this.#buckets.of(before).reading.leave();
  }

  refresh(connectionId: string): Promise<void> {
    if (!this.#ended.signal.aborted) this.#buckets.asked(connectionId).reading.readAll();
    return Promise.resolve();
  }

  async look({ connectionId, scope }: LibraryView, isAsked: boolean): Promise<void> {
    if (this.#ended.signal.aborted || connectionId !== this.#buckets.shown) return;
    await this.#buckets.of(connectionId).reading.look(scope.kind === 'folder' ? scope.prefix : null, isAsked);
  }

  async stopScan(connectionId: string): Promise<void> {
    await this.#buckets.asked(connectionId).reading.stop();
  }

  forget(connectionId: string): Promise<void> {
    return this.#buckets.forget(connectionId);
  }

  factsChanged(connectionId: string, key: string): void {
    const facts = this.#deps.factsOf(connectionId, key);
    this.#buckets.tell(connectionId, (calls) => calls.enterFacts(key, facts));
  }

  linksTried(connectionId: string, tried: readonly TriedLink[]): void {
    this.#buckets.tell(connectionId, (calls) => calls.enterLinks(tried));
  }

  forgetLinks(connectionId: string): void {
    this.#buckets.asked(connectionId).index.tell((calls) => calls.forgetLinks());
  }

  summary(view: LibraryView): Promise<LibraryViewSummary> {
    return this.#buckets.calls(view.connectionId).summary(view);
  }

  async rows(view: LibraryView, start: number, count: number): Promise<LibraryPage> {
    const { revision, rows } = await this.#buckets.calls(view.connectionId).rows(view, start, count);
    return { revision, rows: rows.map((row) => (row.kind === 'folder' ? row.row : this.#row(row.asset))) };
  }

  position(view: LibraryView, assetId: string): Promise<number | null> {
    return this.#buckets.calls(view.connectionId).position(view, assetId);
  }

  seek(view: LibraryView, text: string, from: number): Promise<number | null> {
    return this.#buckets.calls(view.connectionId).seek(view, text, from);
  }

  async namesakes(connectionId: string, assetId: string): Promise<Namesakes> {
    const { count, assets } = await this.#buckets.calls(connectionId).namesakes(assetId);
    return { count, rows: assets.map((asset) => this.#row(asset)) };
  }

  existing(connectionId: string, keys: readonly string[]): Promise<readonly string[]> {
    return this.#buckets.calls(connectionId).existing(keys);
  }

  gone(selection: LibrarySelection): Promise<readonly string[]> {
    return this.#buckets.calls(connectionOfSelection(selection)).gone(selection);
  }

  async folders(connectionId: string, prefix: string): Promise<readonly TargetFolder[]> {
    return this.#buckets.asked(connectionId).folders(prefix, this.#ended.signal);
  }

  resolve(selection: LibrarySelection): Promise<readonly ResolvedObject[]> {
    return this.#selections.resolve(selection);
  }

  objectsIn(selection: LibrarySelection, signal: AbortSignal): AsyncIterable<readonly ResolvedObject[]> {
    return this.#selections.objectsIn(selection, signal);
  }

  async uploadsIn(selection: LibrarySelection): Promise<readonly string[]> {
    return (await this.#selections.look(selection)).uploads;
  }

  async measure(selection: LibrarySelection, besides: readonly string[] = []): Promise<SelectionSize> {
    const { count, totalBytes } = await this.#selections.look(selection, besides);
    return { count, totalBytes };
  }

  delete(selection: LibrarySelection): Promise<DeletedObjects> {
    return this.#selections.delete(selection);
  }

  stopDelete(deletionId: string): void {
    this.#deletions.stop(deletionId);
  }

  copyPlan(
    selection: LibrarySelection,
    target: CopyTarget,
    move: boolean,
    besides: readonly string[] = [],
  ): Promise<readonly PlannedCopy[]> {
    return this.#selections.copyPlan(selection, target, move, besides);
  }

  renamePlan(connectionId: string, what: Renamed, newName: string): Promise<readonly PlannedCopy[]> {
    return this.#selections.renamePlan(connectionId, what, newName);
  }

  details(connectionId: string, assetId: string): Promise<AssetDetails> {
    return this.#assets.details(connectionId, assetId);
  }

  provenance(connectionId: string, assetId: string): Promise<Provenance | null> {
    return this.#provenance.of(connectionId, assetId, this.#ended.signal);
  }

  passing(source: AssetSource): Onlooker | null {
    return this.#provenance.passing(source);
  }

  readText(connectionId: string, assetId: string): Promise<ObjectText> {
    return this.#assets.readText(connectionId, assetId);
  }

  assetOf(assetId: string, version: string | null = null): Promise<AssetSource | null> {
    return this.#assets.source(assetId, version);
  }

  pictureSize(connectionId: string, assetId: string): Promise<{ width: number; height: number } | null> {
    return this.#assets.pictureSize(connectionId, assetId);
  }

  recheck(assetId: string): Promise<void> {
    return this.#assets.recheck(assetId);
  }

  async close(): Promise<void> {
    this.#ended.abort();
    this.#publishing.stop();
    await this.#buckets.close();
    this.#publishing.stop();
  }

  #row(asset: IndexedAsset): AssetRow {
    const latest = asset.pending === null ? null : this.#deps.transferOfAsset(asset.assetId);
    return assetRow(asset, latest);
  }
}
