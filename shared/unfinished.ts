/** A multipart upload that was begun in a bucket and neither finished nor removed: it costs storage and shows nowhere else. */
export interface UnfinishedUpload {
  readonly key: string;
  readonly uploadId: string;
  /** ms since 1970, by the server's clock. */
  readonly begunAt: number;
  /** Bytes that have arrived; null where that was not asked (the first 100 are). */
  readonly bytes: number | null;
  /** `queue`: of a transfer in this app, which goes on with it or removes it. `other`: of another program, or another machine. */
  readonly owner: 'queue' | 'other';
}

export interface UnfinishedUploads {
  /** In the order of their keys, at most 1,000. */
  readonly uploads: readonly UnfinishedUpload[];
  /** There are more than these. */
  readonly more: boolean;
}

/** What became of the uploads that were to be removed. */
export interface AbortedUploads {
  readonly aborted: number;
  /** Left alone: by now a transfer of this app goes on with them. */
  readonly kept: number;
  readonly failed: number;
}
