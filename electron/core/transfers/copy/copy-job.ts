import { R2_LIMITS } from '../../../../shared/r2';
import type { Verification } from '../../../../shared/transfer';
import type { ObjectStore, WriteCondition } from '../../store/object-store';
import type { BufferPool } from '../buffer-pool';
import type { CopyRecord } from '../journal/records';
import type { RunProgress } from '../queue/run-progress';

export type CopyPatch = Partial<
  Pick<CopyRecord, 'size' | 'contentType' | 'source' | 'attempted' | 'expected' | 'beginning' | 'multipart' | 'step'>
>;

/** How large objects are copied on the server. */
export interface CopyLimits {
  /** Bytes; what is larger goes in parts. */
  readonly inPartsAbove: number;
  /** Bytes of one part, where 10,000 of them suffice. */
  readonly partBytes: number;
}

/** R2's, with parts large enough for few requests and small enough for each to be answered in time. */
export const R2_COPIES: CopyLimits = { inPartsAbove: R2_LIMITS.maxPutBytes, partBytes: 256 * 1024 * 1024 };

/** One try at one copy: what it may use, and how it tells what it has done. */
export interface CopyJob {
  /** As it stands now, after all patches. */
  record(): CopyRecord;
  readonly source: ObjectStore;
  readonly target: ObjectStore;
  /** Whether an ETag says anything of the bytes, on both servers. */
  etagTells(etag: string): boolean;
  /** The target's server can read the source by itself; else the bytes go through here. */
  readonly onServer: boolean;
  readonly limits: CopyLimits;
  readonly condition: WriteCondition;
  readonly buffers: BufferPool;
  readonly progress: RunProgress;
  /** Parts under way at once, as the target's server bears it now. */
  readonly partsAbreast: number;
  /** ms since 1970. */
  readonly now: () => number;
  /** Written soon: good for what can be found out again. */
  note(patch: CopyPatch): void;
  /** Outlives a kill of the process once it resolves: for what must be known before the next step. */
  mark(patch: CopyPatch): Promise<void>;
  /** Outlives a power cut once it resolves. */
  save(patch: CopyPatch): Promise<void>;
  /** Multipart uploads that began since `since` (ms since 1970) without our learning their ids are removed. */
  removeStrays(since: number, signal: AbortSignal): Promise<void>;
  /** The begun multipart upload is of no more use: it is forgotten here and removed from the bucket. */
  abandonMultipart(): void;
}

/** The target as its server acknowledged it, and what is known of its bytes by then. */
export interface Made {
  readonly etag: string;
  readonly verified: Verification;
}
