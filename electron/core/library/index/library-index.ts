import type {
  FolderRow,
  LibrarySelection,
  LibraryView,
  LibraryViewSummary,
  SelectionSize,
  SmartView,
} from '../../../../shared/library';
import type { GenerationFacts } from '../../../../shared/generation';
import type { FoundProvenance } from '../found-provenance';
import type { Probe } from '../probes';
import type { ResolvedObject } from '../resolved-object';
import type { IndexedAsset, ListedEntry, PendingUpload, RemoteObject } from './indexed-asset';
import type { IndexedNamesakes } from './namesakes';

export type IndexedRow =
  { readonly kind: 'folder'; readonly row: FolderRow } | { readonly kind: 'asset'; readonly asset: IndexedAsset };

export interface IndexTotals {
  /** The state of the index that they were counted at. */
  readonly revision: number;
  readonly objectCount: number;
  readonly totalBytes: number;
  /** Of these in Infrequent Access. */
  readonly infrequentBytes: number;
  readonly viewCounts: Readonly<Record<SmartView, number>>;
  readonly topFolders: readonly FolderRow[];
}

/** What a page of a listing speaks of: all keys with this prefix after one and up to another, both as the listing orders them. */
export interface ListedRange {
  readonly prefix: string;
  /** '' for the first page. */
  readonly after: string;
  /** The last key of the page; null for the last page, which goes to the end. */
  readonly through: string | null;
  /** `direct`: a listing with a delimiter, which tells nothing of what lies in folders below. */
  readonly depth: 'all' | 'direct';
}

/** A public link that was tried. */
export interface TriedLink {
  readonly key: string;
  readonly opens: boolean;
}

/** A selection as it was at one moment; what is deleted meanwhile drops out of its batches. */
export interface OpenSelection extends SelectionSize {
  readonly id: number;
  /** The uploads in it, by transfer id. */
  readonly uploads: readonly string[];
  /** Markers of the folders in it. */
  readonly markers: readonly string[];
}

/**
 * What is known of one bucket, in answerable form. Every method is one synchronous step on the index's own thread, and answers
 * there in milliseconds. Pages of a listing come in any order; what the app does itself is entered meanwhile and wins over pages
 * that were asked for before it.
 */
export interface LibraryIndex {
  /** A page of a listing: what it names is in the bucket, what else is known in its range is gone. */
  enterPage(range: ListedRange, objects: readonly ListedEntry[], askedAt: number): void;
  /** All pages that were requested so far have arrived, or never will. */
  pagesDone(): void;
  enterUploads(uploads: readonly PendingUpload[]): void;
  /** An object that is known to be in the bucket now; ends the upload `transferId` that made it, if one did. */
  enterObject(object: RemoteObject, facts: GenerationFacts | null, transferId: string | null): void;
  dropUpload(assetId: string, transferId: string): void;
  dropKeys(keys: readonly string[]): void;
  /** Everything in a folder that the bucket does not have any more. */
  dropFolder(prefix: string, askedAt: number): void;
  /** What a key's picture was made from became known, or was forgotten. */
  enterFacts(key: string, facts: GenerationFacts | null): void;
  /** What the decoder found in one version of an asset. */
  enterProbe(assetId: string, version: string, probe: Probe): void;
  /** What the file of one version says of how it was made. */
  enterFound(assetId: string, found: FoundProvenance): void;
  /** What came of opening public links, as anyone would. */
  enterLinks(tried: readonly TriedLink[]): void;
  /** No link has been seen to open. */
  forgetLinks(): void;

  find(assetId: string): IndexedAsset | null;
  namesakes(assetId: string): IndexedNamesakes;
  summary(view: LibraryView): LibraryViewSummary;
  rows(view: LibraryView, start: number, count: number): IndexedPage;
  /** 0-based; null when the view does not hold the asset. */
  position(view: LibraryView, assetId: string): number | null;
  /** The first row from a place on, and round the end, whose name begins with a text, however it is written. */
  seek(view: LibraryView, text: string, from: number): number | null;
  /** Those of the keys that are known to be in the bucket; a key that ends with a slash means a folder with anything below it. */
  existing(keys: readonly string[]): readonly string[];
  /** What a selection names that is not known any more: asset ids, or folders; nothing of one by rule. */
  gone(selection: LibrarySelection): readonly string[];
  /** The folders directly in a folder, by name. */
  foldersIn(prefix: string): readonly FolderRow[];
  totals(): IndexTotals;

  /** `besides`: folders whose assets are left out. */
  openSelection(selection: LibrarySelection, besides?: readonly string[]): OpenSelection;
  /** The objects among `count` rows from `start`; fewer where some are uploads or gone. */
  readSelection(id: number, start: number, count: number): readonly ResolvedObject[];
  closeSelection(id: number): void;

  /** Has what searches go through in memory, before somebody types. */
  wake(): void;

  /** A text that is kept with the index, in the same order with the changes around it; null where there is none. */
  note(name: string): string | null;
  setNote(name: string, value: string | null): void;
}

export interface IndexedPage {
  readonly revision: number;
  readonly rows: readonly IndexedRow[];
}
