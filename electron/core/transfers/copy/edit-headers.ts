import { failure, FailureError } from '../../../../shared/failure';
import { edited, sameHeaders, type EditableHeaders, type HeaderEdit } from '../../../../shared/header-edit';
import { nameOfKey } from '../../../../shared/keys';
import { metadataProblem } from '../../../../shared/upload-rules';
import type { ObjectHead } from '../../store/object-store';
import { begunParts } from '../begun-parts';
import type { CopyJob } from './copy-job';
import { copyInPartsOnServer } from './copy-parts';
import { proofOfHeads } from './copy-proof';
import { copyWhole, headersOf } from './copy-whole';
import { arrived, type UploadOutcome } from '../upload/upload-job';

/**
 * One try at giving an object other headers: S3 has no such request, so that its server copies it onto itself. What is written
 * to it meanwhile is not lost, since the copy is refused then, and the next try edits what is there by that time. One that has
 * its headers already (an earlier try whose answer was lost, too) is left as it is. Nothing is ever removed.
 */
export async function editHeaders(job: CopyJob, edit: HeaderEdit, signal: AbortSignal): Promise<UploadOutcome> {
  const { source: from } = job.record();
  const head = await job.source.head(from.key, signal);
  const wanted = edited(head, edit);
  if (sameHeaders(head, wanted)) {
    if (job.record().multipart !== null) job.abandonMultipart();
    return arrived(head, job.etagTells(head.etag) ? 'md5' : 'size');
  }
  if (metadataProblem(wanted.metadata) === 'too-large')
    throw new FailureError(failure('metadata-too-large', { name: nameOfKey(from.key), key: from.key }));
  noteSource(job, head, wanted.contentType);
  const made = await copyOntoItself(job, head, signal);
  job.progress.verifying();
  const now = await job.target.head(from.key, signal);
  const verified = now.etag === made.etag ? proofOfHeads(head, now, made.verified, job.etagTells) : null;
  if (verified === null || !sameHeaders(now, wanted)) throw notAsSent(from.key, wanted, now);
  return arrived(now, verified);
}

/** Parts that were made of other content are of no use. */
function noteSource(job: CopyJob, { etag, size }: ObjectHead, contentType: string): void {
  const { source } = job.record();
  if (source.etag !== '' && source.etag !== etag) job.abandonMultipart();
  job.note({ source: { ...source, etag }, size, contentType });
}

async function copyOntoItself(job: CopyJob, head: ObjectHead, signal: AbortSignal) {
  if (head.size <= job.limits.inPartsAbove) return copyWhole(job, head, signal, headersOf(job, head));
  return copyInPartsOnServer(job, head, (await begunParts(job.target, job, signal)) ?? [], signal);
}

/** Names the first header that is another than the one that was asked for; never a value, which may be private. */
function notAsSent(key: string, wanted: EditableHeaders, now: EditableHeaders): FailureError {
  const type = now.contentType === wanted.contentType ? null : 'Content-Type';
  const cache = now.cacheControl === wanted.cacheControl ? null : 'Cache-Control';
  const detail = `not as it was sent: ${type ?? cache ?? 'metadata or content'}`;
  return new FailureError(failure('verification-failed', { name: nameOfKey(key), key }, detail));
}
