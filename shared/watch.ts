import type { Failure } from './failure';

export const WATCHED_KINDS = ['media', 'all'] as const;
/** What of a folder is uploaded: pictures and videos, or everything. */
export type WatchedKinds = (typeof WATCHED_KINDS)[number];

export const AFTER_UPLOADS = ['keep', 'move', 'trash'] as const;
/** What becomes of a file once its object is verified; `move`: into the subfolder `MOVED_FOLDER`, which is not watched. */
export type AfterUpload = (typeof AFTER_UPLOADS)[number];

export const MOVED_FOLDER = 'Uploaded';

export const WATCH_RULES = ['identical-or-both', 'replace', 'skip', 'settings'] as const;
/** What happens where a key is taken; `identical-or-both`: left out where the content is the same, else beside it. */
export type WatchRule = (typeof WATCH_RULES)[number];

/** How long a file must stand still to be taken for finished, seconds. */
export const REST_SECONDS = { min: 1, max: 600, usual: 3 } as const;

export interface WatchedFolderSettings {
  /** Absolute. */
  readonly path: string;
  readonly connectionId: string;
  /** Uploaded into: '' or with its slash at the end. */
  readonly prefix: string;
  /** null: names as the settings for all uploads say. */
  readonly template: string | null;
  readonly subfolders: boolean;
  readonly kinds: WatchedKinds;
  /** Hidden files, and names that programs give to what is not finished (`.part`, `.tmp`), come along too. */
  readonly hiddenFiles: boolean;
  readonly restSeconds: number;
  readonly rule: WatchRule;
  readonly after: AfterUpload;
}

/** What becomes of the files that lie in a folder when it is added. */
export type ExistingFiles = 'leave' | 'upload';

export interface WatchedFolder extends WatchedFolderSettings {
  readonly id: string;
  /** ms since 1970. */
  readonly addedAt: number;
  readonly paused: boolean;
}

export type WatchState =
  | { readonly kind: 'watching' }
  /** The folder is not there, or closed to the app: it is looked for again by itself. */
  | { readonly kind: 'waiting'; readonly failure: Failure }
  | { readonly kind: 'paused' }
  /** Its bucket is not connected any more: a person must choose another. */
  | { readonly kind: 'stopped' };

export interface WatchedFolderInfo extends WatchedFolder {
  readonly state: WatchState;
  /** What hinders some files; it is tried again by itself. */
  readonly problem: Failure | null;
  /** Files that are still growing, or have only just stopped. */
  readonly growing: number;
  /** Files in the queue of transfers. */
  readonly underWay: number;
  /** Files that have arrived since the folder was added. */
  readonly arrived: number;
}

/** What came last from a watched folder. */
export interface WatchNews {
  readonly folderId: string;
  /** Files in a row, without a minute's rest between them. */
  readonly count: number;
  /** ms since 1970. */
  readonly at: number;
}

export interface WatchStateSlice {
  readonly folders: readonly WatchedFolderInfo[];
  readonly news: WatchNews | null;
}

export const EMPTY_WATCH: WatchStateSlice = { folders: [], news: null };

/** What a new folder begins with. */
export const NEW_WATCH: Omit<WatchedFolderSettings, 'path' | 'connectionId'> = {
  prefix: '',
  template: null,
  subfolders: true,
  kinds: 'media',
  hiddenFiles: false,
  restSeconds: REST_SECONDS.usual,
  rule: 'identical-or-both',
  after: 'keep',
};
