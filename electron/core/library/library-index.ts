import type { FolderRow, LibraryView, LibraryViewSummary, SmartView } from '../../../shared/library';
import type { MediaKind } from '../../../shared/media';
import type { GenerationFacts } from '../../../shared/generation';
import type { TransferItem } from '../../../shared/transfer';

/** An object as it is in the bucket. */
export interface RemoteObject {
  readonly key: string;
  /** Bytes. */
  readonly size: number;
  readonly etag: string;
  /** ms since 1970. */
  readonly modified: number;
  readonly contentType: string;
  /** Names the content in addresses and caches: the ETag, or what the local file was called by while it was uploaded. */
  readonly version: string;
}

/** An upload that will make an object. */
export interface PendingUpload {
  readonly item: TransferItem;
  readonly version: string;
}

/** What the index knows of one asset: in the bucket, on its way there, or both. */
export interface IndexedAsset {
  readonly assetId: string;
  readonly key: string;
  readonly name: string;
  readonly media: MediaKind;
  /** Of the object in the bucket; of the file on its way where there is none yet. Bytes. */
  readonly size: number;
  /** ms since 1970; for an upload, when it was added. */
  readonly modified: number;
  readonly version: string;
  readonly contentType: string;
  readonly remote: RemoteObject | null;
  readonly pending: PendingUpload | null;
  readonly facts: GenerationFacts | null;
}

export type IndexedRow =
  { readonly kind: 'folder'; readonly row: FolderRow } | { readonly kind: 'asset'; readonly asset: IndexedAsset };

/** What a folder selection means: a marker is a zero-byte key that only makes a folder. */
export interface KeysBelow {
  readonly assets: readonly IndexedAsset[];
  readonly markers: readonly string[];
}

export interface IndexTotals {
  readonly objectCount: number;
  readonly totalBytes: number;
  readonly viewCounts: Readonly<Record<SmartView, number>>;
  readonly topFolders: readonly FolderRow[];
}

/**
 * What is known of one bucket, in answerable form. Synchronous: an answer takes milliseconds, from memory as from a local
 * database. A scan enters page by page between `beginScan` and `endScan`; what the app does itself is entered meanwhile and
 * wins over pages that were asked for before it.
 */
export interface LibraryIndex {
  /** Grows with each change that rows, orders or counts show. */
  readonly revision: number;

  beginScan(): void;
  /** Stands for the moment a page is asked for; goes back in with the page. */
  moment(): number;
  enterPage(objects: readonly RemoteObject[], askedAt: number): void;
  /** `complete`: what no page named is no longer in the bucket. */
  endScan(outcome: 'complete' | 'broken-off'): void;

  enterUploads(uploads: readonly PendingUpload[]): void;
  /** An object that is known to be in the bucket now; ends the upload `transferId` that made it, if one did. */
  enterObject(assetId: string, object: RemoteObject, transferId: string | null): void;
  dropUpload(assetId: string, transferId: string): void;
  dropKeys(keys: readonly string[]): void;
  /** Facts or dimensions of something became known. */
  touch(keys: readonly string[]): void;

  find(assetId: string): IndexedAsset | null;
  summary(view: LibraryView): LibraryViewSummary;
  rows(view: LibraryView, start: number, count: number): readonly IndexedRow[];
  /** 0-based; null when the view does not hold the asset. */
  position(view: LibraryView, assetId: string): number | null;
  /** The assets of a view, without its folders. */
  assetsOf(view: LibraryView): readonly IndexedAsset[];
  below(prefix: string): KeysBelow;
  /** Whether there is anything below this prefix, which ends with its slash. */
  hasFolder(prefix: string): boolean;
  /** The folders directly in a folder, by name. */
  foldersIn(prefix: string): readonly FolderRow[];
  totals(): IndexTotals;
}
