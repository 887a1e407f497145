import type { TransferItem } from '../../../shared/transfer';

/** What the queue tells the rest of the house; called synchronously, must not throw, and must not wait. */
export interface TransferHooks {
  /** Uploads are in the queue: their tiles can appear. */
  uploadsQueued(items: readonly TransferItem[]): void;
  /** An upload has arrived and is verified. */
  uploadDone(item: TransferItem, object: UploadedObject): void;
  /** An upload is off the list without having arrived (cancelled, skipped, its key changed). */
  uploadGone(item: TransferItem): void;
  /** An upload cannot go on by itself. */
  uploadFailed(item: TransferItem): void;
  /** A copy has arrived and is proven; where it was a move, its source is gone from its bucket. */
  copyDone(item: TransferItem, object: UploadedObject): void;
  /** A ZIP file of objects is in their bucket, whole. */
  packDone(item: TransferItem, object: UploadedObject): void;
}

export interface UploadedObject {
  readonly etag: string;
  /** Bytes. */
  readonly size: number;
  /** ms since 1970. */
  readonly modified: number;
  readonly contentType: string;
}
