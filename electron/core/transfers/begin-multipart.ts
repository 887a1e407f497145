import type { BegunMultipart } from '../store/object-store';

/** What beginning a multipart upload needs of the try at a file or an object. */
export interface MultipartBeginner<Multipart> {
  record(): { readonly beginning: number | null };
  readonly now: () => number;
  note(patch: { readonly beginning: null }): void;
  mark(patch: { readonly beginning: number }): Promise<void>;
  save(patch: { readonly multipart: Multipart; readonly beginning?: null }): Promise<void>;
  /** Multipart uploads that began since `since` (ms since 1970) without our learning their ids are removed. */
  removeStrays(since: number, signal: AbortSignal): Promise<void>;
}

/** Begins one and keeps it, so that at no moment, with whatever is lost or killed, the server holds one that is never found again. */
export async function beginMultipart<Multipart>(
  job: MultipartBeginner<Multipart>,
  begin: (signal: AbortSignal) => Promise<BegunMultipart>,
  kept: (uploadId: string) => Multipart,
  signal: AbortSignal,
): Promise<string> {
  // What an earlier try has begun is looked for as well, however long ago that was.
  const earlier = job.record().beginning;
  if (earlier === null) await job.mark({ beginning: job.now() });
  signal.throwIfAborted();
  // Not broken off: what begins without our learning its id has to be looked for.
  const { uploadId, requests } = await begin(new AbortController().signal);
  await job.save({ multipart: kept(uploadId), ...(requests === 1 && earlier === null ? { beginning: null } : {}) });
  signal.throwIfAborted();
  await removeStrays(job, signal);
  return uploadId;
}

/** What the server may have begun without our hearing of it would cost storage, and bar the bucket's removal. */
export async function removeStrays(
  job: Pick<MultipartBeginner<never>, 'record' | 'note' | 'removeStrays'>,
  signal: AbortSignal,
): Promise<void> {
  const { beginning } = job.record();
  if (beginning === null) return;
  await job.removeStrays(beginning, signal);
  job.note({ beginning: null });
}
