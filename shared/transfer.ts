import type { Failure, FailureCode } from './failure';

/** `pack`: objects become a ZIP file in their own bucket. */
export type TransferDirection = 'upload' | 'download' | 'copy' | 'pack';

/**
 * Where an upload came from; a generated or pasted one lies in the app's own outbox until it has arrived. `watched`: a watched
 * folder; `script`: a program on this computer, through the local API.
 */
export type TransferOrigin = 'files' | 'pasted' | 'generated' | 'library' | 'watched' | 'script';

export type TransferState =
  /** `movedBytes`: of an earlier try, where it is known to be still of use. */
  | { readonly kind: 'queued'; readonly movedBytes?: number }
  /** The key (for a download: the local name) is taken, and a person decides. */
  | {
      readonly kind: 'conflict';
      readonly existing: { readonly size: number; readonly modified: number };
      /** Of a download: when the object was changed last, ms since 1970. */
      readonly incoming?: number;
      /** They were compared, and are not proven to be the same. */
      readonly compared?: Compared;
    }
  | { readonly kind: 'moving'; readonly movedBytes: number; readonly bytesPerSecond: number }
  | { readonly kind: 'verifying'; readonly movedBytes: number }
  | { readonly kind: 'paused'; readonly movedBytes: number }
  /**
   * Tried, failed in a way that may pass, and tried again at `until` (ms since 1970); null: as soon as the connection or the
   * file that it needs is there again. `movedBytes`: what the next try need not move once more.
   */
  | {
      readonly kind: 'waiting';
      readonly until: number | null;
      readonly failure: Failure;
      readonly movedBytes: number;
    }
  | { readonly kind: 'failed'; readonly failure: Failure }
  | { readonly kind: 'done'; readonly finishedAt: number; readonly verified: Verification }
  /** Left alone on purpose, since the key was taken; `identical`: by the very same content. */
  | { readonly kind: 'skipped'; readonly identical?: boolean };

/** What came of a comparison that was to find two things the same; `unknown`: what the server tells does not say. */
export type Compared = 'different' | 'unknown';

export const CONFLICT_DECISIONS = ['replace', 'skip', 'skip-identical', 'keep-both'] as const;
/** What a person says to a taken key or local name; `skip-identical` asks again where the content differs, or may. */
export type ConflictDecision = (typeof CONFLICT_DECISIONS)[number];

/** A transfer that waits for an answer. */
export type Conflicted = TransferItem & { readonly state: { readonly kind: 'conflict' } };

export function isConflicted(item: TransferItem): item is Conflicted {
  return item.state.kind === 'conflict';
}

export interface ConflictQuestion {
  readonly item: Conflicted;
  /** How many more an answer for all is given for: those of the same direction. */
  readonly alike: number;
}

/** What proved that what arrived is what was sent. */
export type Verification = 'md5' | 'parts' | 'size';

export interface TransferItem {
  readonly id: string;
  readonly direction: TransferDirection;
  readonly origin: TransferOrigin;
  readonly connectionId: string;
  readonly bucket: string;
  /** The server that the bucket is on: another may have one of the same name. Of what an older version began it is not known. */
  readonly server?: string;
  readonly key: string;
  /** The library's id for connection and key: names the tile and its picture. */
  readonly assetId: string;
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  readonly contentType: string;
  /** The local file: read from when uploading, written to when downloading; '' for what goes from bucket to bucket. */
  readonly localPath: string;
  /** Where a copy or a move comes from; null for what goes between this machine and a bucket. */
  readonly copy: CopiedFrom | null;
  readonly addedAt: number;
  /** The local file had changed since the upload began, and all of it was begun anew. */
  readonly beganAnew?: true;
  /** Of a picture that becomes another one on its way. */
  readonly conversion?: ConversionStory;
  /** Of a picture or film that is to lose its place on its way. */
  readonly location?: LocationStory;
  /** A ZIP file that is made of so many objects, on this machine or in their bucket; what breaks off begins anew. */
  readonly zipped?: number;
  readonly state: TransferState;
}

/** Whether an upload is of a person's own file, which lies where they put it. */
export function isOwnFile({ origin }: TransferItem): boolean {
  return origin === 'files' || origin === 'watched';
}

export interface CopiedFrom {
  /** The source is removed once its copy is proven. */
  readonly move: boolean;
  readonly connectionId: string;
  readonly bucket: string;
  readonly key: string;
  /** It is the object itself, which gets other headers. */
  readonly edits?: true;
}

/** What has a whole connection stand still: told once, and not at each of its transfers. */
export type ConnectionTrouble =
  /** Out of reach: asked again at `until` (ms since 1970), null while it is being asked. All goes on by itself. */
  | { readonly kind: 'away'; readonly connectionId: string; readonly failure: Failure; readonly until: number | null }
  /** A person must mend it (keys, bucket). */
  | { readonly kind: 'held'; readonly connectionId: string; readonly failure: Failure };

export type ConversionStory =
  | { readonly kind: 'planned' }
  | { readonly kind: 'made'; readonly fromName: string; readonly fromSize: number }
  /** It could not be converted, and goes as it is. */
  | { readonly kind: 'original'; readonly code: FailureCode };

export type LocationStory =
  | { readonly kind: 'planned' }
  | { readonly kind: 'removed' }
  /** It names no place, and goes as it is. */
  | { readonly kind: 'nothing' }
  /** It cannot be told whether it names one, and it goes as it is. */
  | { readonly kind: 'kept'; readonly code: FailureCode };

export interface TransferSummary {
  readonly counts: Readonly<Record<TransferState['kind'], number>>;
  /** Bytes of all that is not skipped or failed, counted since the list was last idle, so that a bar never runs back. */
  readonly totalBytes: number;
  readonly movedBytes: number;
  readonly bytesPerSecond: number;
  /** null while it cannot be told. */
  readonly secondsLeft: number | null;
  /** The whole queue stands still on request. */
  readonly paused: boolean;
  readonly troubles: readonly ConnectionTrouble[];
}

export const EMPTY_TRANSFER_SUMMARY: TransferSummary = {
  counts: { queued: 0, conflict: 0, moving: 0, verifying: 0, paused: 0, waiting: 0, failed: 0, done: 0, skipped: 0 },
  totalBytes: 0,
  movedBytes: 0,
  bytesPerSecond: 0,
  secondsLeft: null,
  paused: false,
  troubles: [],
};

export const TRANSFER_FILTERS = ['all', 'active', 'failed', 'done'] as const;
/** What of the list is looked at; `active` is what is neither done nor failed, in the order in which it is done. */
export type TransferFilter = (typeof TRANSFER_FILTERS)[number];

export const QUEUE_MOVES = ['first', 'up', 'down', 'last'] as const;
/** Where something that waits goes in the queue. */
export type QueueMove = (typeof QUEUE_MOVES)[number];

/** All of the queue, or some of it. */
export type TransferSelection = 'all' | readonly string[];

/** What `transfers.add` made of the paths it was given. */
export interface AddedTransfers {
  readonly added: number;
  readonly totalBytes: number;
  /** Hidden files and folders that were left out: by choice, and not among the skipped. */
  readonly hidden: number;
  /** Files whose names could not stay as they are: characters were replaced, or the end of them. */
  readonly mended: number;
  /** Files that were found and left out, with the reason, at most 100 of them; `skippedCount` tells them all. */
  readonly skipped: readonly { readonly path: string; readonly failure: Failure }[];
  readonly skippedCount: number;
  /** Of a download: what the disk has free, where that is less than what was added. Bytes. */
  readonly freeBytes?: number;
}
