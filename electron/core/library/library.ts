import type {
  AssetDetails,
  CopyTarget,
  DeletedObjects,
  LibraryPage,
  LibrarySelection,
  LibraryState,
  LibraryView,
  LibraryViewSummary,
  Namesakes,
  Renamed,
  SelectionSize,
  TargetFolder,
} from '../../../shared/library';
import type { GenerationFacts } from '../../../shared/generation';
import type { Provenance } from '../../../shared/provenance';
import type { TransferItem } from '../../../shared/transfer';
import type { ObjectStore } from '../store/object-store';
import type { TransferHooks } from '../transfers/hooks';
import type { Clock } from '../transfers/clock';
import type { AssetSource } from './asset-source';
import type { ResolvedObject } from './resolved-object';
import type { IndexLine } from './index/index-messages';
import type { TriedLink } from './index/library-index';
import type { Onlooker } from './media-answer';
import type { Probes } from './probes';
import type { PlannedCopy } from './copy-plan';

export interface LibraryDeps {
  /** Throws a `FailureError` where a connection cannot be used. */
  storeOf(connectionId: string): ObjectStore | Promise<ObjectStore>;
  /** False for what is no connection, or is just being removed: nothing is asked of its index, which would be made for it. */
  knows(connectionId: string): boolean;
  /** Whether a transfer went to the bucket that its connection stands for now. */
  isInItsBucket(item: TransferItem): boolean;
  /** Called at most ten times a second. */
  publish(slice: LibraryState): void;
  factsOf(connectionId: string, key: string): GenerationFacts | null;
  transferOfAsset(assetId: string): TransferItem | null;
  readonly clock: Clock;
  /** A folder of the library's own; it may be emptied at any time between two runs. */
  readonly cacheDir: string;
  /** Starts the thread of an index. */
  startIndex(): IndexLine;
  /** Told of what went wrong and was mended. */
  report(error: Error): void;
}

/** The pictures, films and files of the buckets, as they are known here. */
export interface Library {
  /** For the transfer queue: uploads are tiles from the moment they are queued. */
  readonly hooks: TransferHooks;
  /** What the decoder found out about assets; the thumbnailer writes it. */
  readonly probes: Probes;
  state(): LibraryState;
  /** Begins to take up what is known of a bucket, which will be on show; asks nothing of it. */
  prepare(connectionId: string): void;
  /** Someone is back at the window and may search: what that needs is taken up again where it was given back. */
  wake(): void;
  /** Makes a connection the one on show and reads its bucket; answers once the scan has begun. */
  open(connectionId: string): Promise<void>;
  /** Opens a connection that has changed: what is being read by its old keys is read by the new ones. */
  reopen(connectionId: string): Promise<void>;
  /** No connection is on show. */
  leave(): Promise<void>;
  /** Reads a bucket whole, on from where an earlier reading was broken off. */
  refresh(connectionId: string): Promise<void>;
  /** A person looks at a view of a bucket (`isAsked`: and wants it read again), so what is old in it is read. */
  look(view: LibraryView, isAsked: boolean): Promise<void>;
  /** Ends the reading of a bucket; what it found stays. */
  stopScan(connectionId: string): Promise<void>;
  /** Stops work for a connection that is gone or changed, and forgets what was known of it. */
  forget(connectionId: string): Promise<void>;
  /** Generation facts of a key became known or were forgotten. */
  factsChanged(connectionId: string, key: string): void;
  /** Public links were opened, or could not be. */
  linksTried(connectionId: string, tried: readonly TriedLink[]): void;
  /** What was seen of public links holds no more: they are made otherwise now. */
  forgetLinks(connectionId: string): void;

  summary(view: LibraryView): Promise<LibraryViewSummary>;
  rows(view: LibraryView, start: number, count: number): Promise<LibraryPage>;
  position(view: LibraryView, assetId: string): Promise<number | null>;
  /** The first row from a place on, and round the end, whose name begins with a text. */
  seek(view: LibraryView, text: string, from: number): Promise<number | null>;
  /** The other files in its folder that go by the name of an asset, as far as the bucket is known. */
  namesakes(connectionId: string, assetId: string): Promise<Namesakes>;
  details(connectionId: string, assetId: string): Promise<AssetDetails>;
  /** What a picture's file says of how it was made; asked of the bucket once for each content. null where the app made it itself. */
  provenance(connectionId: string, assetId: string): Promise<Provenance | null>;
  /** Looks at the bytes of an asset as they pass, for the same. */
  passing(source: AssetSource): Onlooker | null;
  /** The objects in the bucket that a selection means; uploads that have not arrived are not among them. */
  resolve(selection: LibrarySelection): Promise<readonly ResolvedObject[]>;
  /** The objects that a selection means, in batches, from the bucket itself where it has not been read to its end. */
  objectsIn(selection: LibrarySelection, signal: AbortSignal): AsyncIterable<readonly ResolvedObject[]>;
  /** The uploads that a selection means, by transfer id: deleting such a tile is cancelling its upload. */
  uploadsIn(selection: LibrarySelection): Promise<readonly string[]>;
  /** `besides`: folders that are selected too, whose files belong to them. */
  measure(selection: LibrarySelection, besides?: readonly string[]): Promise<SelectionSize>;
  delete(selection: LibrarySelection): Promise<DeletedObjects>;
  /** Ends a deletion after its batch under way. */
  stopDelete(deletionId: string): void;
  /** Where each object of a selection would go; folders are read from the bucket. `besides` as above. */
  copyPlan(
    selection: LibrarySelection,
    target: CopyTarget,
    move: boolean,
    besides?: readonly string[],
  ): Promise<readonly PlannedCopy[]>;
  /** What another name means; empty when it has that name already. */
  renamePlan(connectionId: string, what: Renamed, newName: string): Promise<readonly PlannedCopy[]>;
  /** Those of the keys that are known to be in the bucket; one with a slash at its end means a folder with anything in it. */
  existing(connectionId: string, keys: readonly string[]): Promise<readonly string[]>;
  /** What a selection names that is not known any more: asset ids, or folders; nothing of one by rule. */
  gone(selection: LibrarySelection): Promise<readonly string[]>;
  folders(connectionId: string, prefix: string): Promise<readonly TargetFolder[]>;
  readText(connectionId: string, assetId: string): Promise<{ text: string; truncated: boolean }>;

  /**
   * Where the bytes of an asset are; null for one that is not known. `version`: of an object in the bucket and a file on its way to
   * take its place, the file is meant only where its own version, or its transfer, is named.
   */
  assetOf(assetId: string, version?: string | null): Promise<AssetSource | null>;
  /** px; null where the picture has not been looked at. */
  pictureSize(connectionId: string, assetId: string): Promise<{ width: number; height: number } | null>;
  /** Asks the bucket again for one asset that turned out to be another, or gone. */
  recheck(assetId: string): Promise<void>;
  close(): Promise<void>;
}
