import type { Verification } from '../../../../shared/transfer';
import type { ObjectHead, ObjectStore, WriteCondition } from '../../store/object-store';
import type { BufferPool } from '../buffer-pool';
import type { Clock } from '../clock';
import type { UploadedObject } from '../hooks';
import type { RunProgress } from '../queue/run-progress';
import type { UploadRecord } from '../journal/records';

export type UploadPatch = Partial<
  Pick<UploadRecord, 'size' | 'contentType' | 'attempted' | 'beginning' | 'multipart' | 'beganAnew'>
>;

/** One try at one file: what it may use, and how it tells what it has done. */
export interface UploadJob {
  /** As it stands now, after all patches. */
  record(): UploadRecord;
  readonly store: ObjectStore;
  readonly condition: WriteCondition;
  /** What is there already is to be skipped: then it is likely that something is, and asking costs less than sending. */
  readonly asksFirst: boolean;
  readonly buffers: BufferPool;
  /** Whether an ETag of this server says anything of the bytes. */
  etagTells(etag: string): boolean;
  /** The ETag of an object whose parts had all agreed; `agrees`: it is the MD5 of theirs. */
  sawComposite(etag: string, agrees: boolean): void;
  readonly clock: Clock;
  /** The source changed under the last try: wait until it stands still. */
  readonly waitsForRest: boolean;
  readonly progress: RunProgress;
  /** Parts under way at once. */
  readonly partsAbreast: number;
  /** Written soon: good for what can be found out again. */
  note(patch: UploadPatch): void;
  /** Outlives a kill of the process once it resolves: for what must be known before the next step. */
  mark(patch: UploadPatch): Promise<void>;
  /** Outlives a power cut once it resolves. */
  save(patch: UploadPatch): Promise<void>;
  /** Multipart uploads that began since `since` (ms since 1970) without our learning their ids are removed. */
  removeStrays(since: number, signal: AbortSignal): Promise<void>;
  /** The begun multipart upload is of no more use: it is forgotten here and removed from the bucket. */
  abandonMultipart(): void;
}

export type UploadOutcome =
  | { readonly kind: 'arrived'; readonly object: UploadedObject; readonly verified: Verification }
  /** Another object has the key; nothing of ours is left in the bucket but perhaps a multipart upload to go on with. */
  | { readonly kind: 'taken'; readonly existing: { readonly size: number; readonly modified: number } };

export function arrived(object: UploadedObject, verified: Verification): UploadOutcome {
  return { kind: 'arrived', object, verified };
}

export function taken(head: ObjectHead): UploadOutcome {
  return { kind: 'taken', existing: { size: head.size, modified: head.modified } };
}
