import type { Failure, FailureCode } from './failure';
import type { MediaKind } from './media';
import type { GenerationFacts } from './generation';
import type { AddedTransfers, TransferItem } from './transfer';
import type { ViewFilters } from './view-filters';

export const SMART_VIEWS = ['all', 'images', 'videos', 'audio', 'generated', 'recent', 'large', 'unlinked'] as const;
/** `large`: of `LARGE_BYTES` or more. `unlinked`: whose public link has not been seen to open; where there is none, all. */
export type SmartView = (typeof SMART_VIEWS)[number];

/** From this size on an object stands in the view Large: 100 MB, as sizes are shown. */
export const LARGE_BYTES = 100_000_000;

export type LibraryScope =
  /** One folder and the folders in it; '' is the top. */
  { readonly kind: 'folder'; readonly prefix: string } | { readonly kind: 'smart'; readonly view: SmartView };

export type SortField = 'name' | 'date' | 'size' | 'kind';

/** A question to the index; its answer is an order of rows, asked for in ranges. */
export interface LibraryView {
  readonly connectionId: string;
  readonly scope: LibraryScope;
  /** Parts of a name, a prompt, a model or a seed; '' for all. Searches below the folder too. */
  readonly search: string;
  /** Empty for all. */
  readonly kinds: readonly MediaKind[];
  readonly filters: ViewFilters;
  /** Shows all that is below a folder instead of one level with its folders. Means nothing to smart views. */
  readonly flat: boolean;
  readonly sort: { readonly field: SortField; readonly direction: 'asc' | 'desc' };
}

export type LibraryRow = FolderRow | AssetRow;

export interface FolderRow {
  readonly kind: 'folder';
  /** With its slash at the end. */
  readonly prefix: string;
  readonly name: string;
  /** Objects anywhere below it. */
  readonly count: number;
}

export interface AssetRow {
  readonly kind: 'asset';
  /** Hash of connection and key: the same before, during and after the upload. */
  readonly assetId: string;
  readonly key: string;
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** ms since 1970: the object's last-modified, or the local file's until it has arrived. */
  readonly modified: number;
  readonly media: MediaKind;
  /** Names the content: ETag of the object, or a fingerprint of the local file. Goes into the picture's address. */
  readonly version: string;
  /** Pixels and ms, once the decoder has seen it. */
  readonly width: number | null;
  readonly height: number | null;
  readonly durationMs: number | null;
  /** ThumbHash of its small picture, Base64: shown until that is there; null before one was made. */
  readonly blur: string | null;
  readonly generated: { readonly provider: string; readonly model: string } | null;
  /** The transfer under way that makes this object; null once it is in the bucket. */
  readonly transfer: TransferItem | null;
}

export interface LibraryPage {
  /** The index's state that the rows were read at. */
  readonly revision: number;
  readonly rows: readonly LibraryRow[];
}

/** Other files in the folder of one that go by its name. */
export interface Namesakes {
  readonly count: number;
  /** The newest of them, newest first; at most 50. */
  readonly rows: readonly AssetRow[];
}

export interface LibraryViewSummary {
  readonly revision: number;
  readonly rowCount: number;
  readonly objectCount: number;
  readonly totalBytes: number;
}

/** What is known of a bucket: never "empty" when it could not be read. */
export type ScanState =
  | { readonly kind: 'never' }
  | ({ readonly kind: 'scanning' } & PartlyRead)
  | { readonly kind: 'complete'; readonly at: number; readonly requests: number }
  /** By a person, or because nobody has said yet that so large a bucket is to be read; it goes on when it is asked for. */
  | ({ readonly kind: 'stopped'; readonly by: 'person' | 'size' } & PartlyRead)
  /** What was known before stays on show. */
  | { readonly kind: 'failed'; readonly failure: Failure; readonly knownAt: number | null };

export interface PartlyRead {
  readonly found: number;
  /** That have been answered. */
  readonly requests: number;
  /** About how many more there will be; null where nothing is known to judge it by. */
  readonly left: number | null;
  /** When the whole bucket was read last, ms since 1970; null: never, and all counts are of a part. */
  readonly knownAt: number | null;
}

/** When the whole bucket was known last; null where what is on show is a part of it at best. */
export function wholeSince(scan: ScanState): number | null {
  switch (scan.kind) {
    case 'never':
      return null;
    case 'complete':
      return scan.at;
    case 'scanning':
    case 'stopped':
    case 'failed':
      return scan.knownAt;
  }
}

/** A bucket of so many pages is read whole as cheaply as a folder of it. */
export const FEW_PAGES = 5;

export interface LibraryState {
  readonly connectionId: string | null;
  /** Grows with each change of the index; the page then asks its ranges again. */
  readonly revision: number;
  readonly scan: ScanState;
  readonly objectCount: number;
  readonly totalBytes: number;
  /** Of these in Infrequent Access, as the listings told. */
  readonly infrequentBytes: number;
  readonly viewCounts: Readonly<Record<SmartView, number>>;
  /** The folders at the top, with what they hold. */
  readonly folders: readonly FolderRow[];
  /** What is being deleted just now, in whatever bucket. */
  readonly deleting: readonly Deletion[];
}

/** Objects on their way out, batch by batch. */
export interface Deletion {
  readonly id: string;
  readonly connectionId: string;
  readonly total: number;
  /** Gone by now. */
  readonly done: number;
  readonly failed: number;
  /** A person has asked for it to end. */
  readonly stopping: boolean;
}

export const EMPTY_LIBRARY: LibraryState = {
  connectionId: null,
  revision: 0,
  scan: { kind: 'never' },
  objectCount: 0,
  totalBytes: 0,
  infrequentBytes: 0,
  viewCounts: { all: 0, images: 0, videos: 0, audio: 0, generated: 0, recent: 0, large: 0, unlinked: 0 },
  folders: [],
  deleting: [],
};

/** Which objects an action means: some by name, or all of a view but a few. */
export type LibrarySelection =
  | { readonly kind: 'assets'; readonly connectionId: string; readonly assetIds: readonly string[] }
  /** All below these folders, each with its slash. */
  | { readonly kind: 'folders'; readonly connectionId: string; readonly prefixes: readonly string[] }
  | { readonly kind: 'view'; readonly view: LibraryView; readonly except: readonly string[] };

/** The connection that a selection speaks of. */
export function connectionOfSelection(selection: LibrarySelection): string {
  return selection.kind === 'view' ? selection.view.connectionId : selection.connectionId;
}

/** How much an action would touch. */
export interface SelectionSize {
  readonly count: number;
  readonly totalBytes: number;
}

export type OtherHeader = 'contentDisposition' | 'contentEncoding' | 'contentLanguage' | 'expires' | 'storageClass';

/** The facts of one object as HeadObject gives them, and what the app itself knows. */
export interface AssetDetails {
  readonly assetId: string;
  readonly key: string;
  readonly size: number;
  readonly modified: number;
  readonly contentType: string;
  readonly etag: string;
  readonly cacheControl: string | null;
  readonly metadata: Readonly<Record<string, string>>;
  /** Headers that few objects have; null where they are not set. */
  readonly others: Readonly<Record<OtherHeader, string | null>>;
  readonly generation: GenerationFacts | null;
  /** Why its content will never have a picture; null where it has one, or nobody has tried. */
  readonly noPicture: FailureCode | null;
}

export interface DeletedObjects {
  readonly deleted: number;
  /** The first 100 of those that are still there; `failedCount` tells them all. */
  readonly failed: readonly { readonly key: string; readonly failure: Failure }[];
  readonly failedCount: number;
  /** A person ended it before all were asked for. */
  readonly stopped: boolean;
}

/** At most this many links are opened in the browser at once. */
export const MAX_OPENED = 30;

/** Where copies and moves go. */
export interface CopyTarget {
  readonly connectionId: string;
  /** With its slash at the end; '' for the top. */
  readonly prefix: string;
}

/** A move on its way. */
export interface MovedTransfers extends AddedTransfers {
  /** Names it for `library.undoMove`; null where it cannot be taken back. */
  readonly undoId: string | null;
}

export type UndoOutcome =
  /** Objects are on their way back, or have never left. */
  | { readonly kind: 'undone'; readonly count: number }
  /** Something else lies where this one was. Nothing was done. */
  | { readonly kind: 'taken'; readonly key: string }
  /** This one is another by now, or gone. Nothing was done. */
  | { readonly kind: 'changed'; readonly key: string }
  /** Too much has been moved since, or the app was started again. */
  | { readonly kind: 'forgotten' };

/** At most this many files, and this many bytes of them, are fetched to be dragged out of the window; more is a download. */
export const DRAG_LIMITS = { files: 100, bytes: 200_000_000 } as const;

export type StagedDrag =
  /** The files lie on this machine, proven. */
  | { readonly kind: 'staged'; readonly stageId: string; readonly count: number }
  /** More than `DRAG_LIMITS`: nothing was fetched. */
  | { readonly kind: 'too-much' };

/** What gets another name: an object, or a folder with all in it. */
export type Renamed =
  { readonly kind: 'asset'; readonly assetId: string } | { readonly kind: 'folder'; readonly prefix: string };

/** A folder to choose as a target. */
export interface TargetFolder {
  readonly prefix: string;
  readonly name: string;
}

/** Addresses of pictures and media for the page: an id and a version, never a path or a key. */
export interface DocumentPages {
  readonly count: number;
  /** Of the first page, points. */
  readonly width: number;
  readonly height: number;
}

export const mediaUrls = {
  thumb: (row: Pick<AssetRow, 'assetId' | 'version'>): string =>
    `media://thumb/${row.assetId}?v=${encodeURIComponent(row.version)}`,
  file: (row: Pick<AssetRow, 'assetId' | 'version'>): string =>
    `media://file/${row.assetId}?v=${encodeURIComponent(row.version)}`,
  /** A page (from 1) of what Chromium does not show by itself, drawn large enough to be read. */
  page: (row: Pick<AssetRow, 'assetId' | 'version'>, page: number): string =>
    `media://page/${row.assetId}?v=${encodeURIComponent(row.version)}&n=${page}`,
  /** The picture of a generation task that is in the outbox or further. */
  task: (taskId: string): string => `media://task/${taskId}`,
  /** What is there of a picture that is being made; `preview` counts them. */
  taskPreview: (taskId: string, preview: number): string => `media://task/${taskId}?p=${preview}`,
};
