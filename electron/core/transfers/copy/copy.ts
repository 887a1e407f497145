import { failure, FailureError } from '../../../../shared/failure';
import { contentTypeOfName } from '../../../../shared/media';
import type { ObjectHead, StoredPart } from '../../store/object-store';
import { begunParts } from '../begun-parts';
import type { CopyJob, Made } from './copy-job';
import { copyInPartsOnServer, streamInParts } from './copy-parts';
import { isMaybeItself, proofOfHeads, provenCopy, wrongCopy } from './copy-proof';
import { copyWhole, streamWhole } from './copy-whole';
import { MULTIPART_FROM_BYTES } from '../part-plan';
import { headOrNull, isFailure, removeOwn } from '../store-questions';
import { arrived, taken, type UploadOutcome } from '../upload/upload-job';

/**
 * One try at one copy or move. The target is proven to be what the source is, and that is in the journal, before the source of a
 * move is removed; each step can be gone on from after a kill. Throws `FailureError` for what may be expected, AbortError when
 * `signal` fires.
 */
export async function copy(job: CopyJob, signal: AbortSignal): Promise<UploadOutcome> {
  const outcome = (await provenBefore(job, signal)) ?? (await makeTarget(job, signal));
  if (outcome.kind === 'taken' || !job.record().move) return outcome;
  if (job.record().step.kind === 'copying')
    await job.save({ step: { kind: 'proven', etag: outcome.object.etag, verified: outcome.verified } });
  signal.throwIfAborted();
  await removeSource(job, signal);
  return outcome;
}

/** What an earlier try has proven, if it still stands; a target that has gone since then is made anew. */
async function provenBefore(job: CopyJob, signal: AbortSignal): Promise<UploadOutcome | null> {
  const { step, key } = job.record();
  if (step.kind === 'copying') return null;
  const head = await headOrNull(job.target, key, signal);
  if (head?.etag === step.etag) return arrived(objectOf(job, head), step.verified);
  job.note({ step: { kind: 'copying' }, attempted: false, expected: null });
  return null;
}

async function makeTarget(job: CopyJob, signal: AbortSignal): Promise<UploadOutcome> {
  const source = await describe(job, signal);
  const begun = await begunParts(job.target, job, signal);
  const known = await look(job, source, begun !== null, signal);
  if (known !== null) return known;
  try {
    return await prove(job, source, await send(job, source, begun ?? [], signal), signal);
  } catch (error) {
    if (!isFailure(error, 'already-exists', 'object-changed')) throw error;
    return await whoseIsIt(job, source, error, signal);
  }
}

/** The source as it is now. One that has changed since it was chosen, or since an earlier try, is copied as it is now. */
async function describe(job: CopyJob, signal: AbortSignal): Promise<ObjectHead> {
  const { source, size, contentType, key } = job.record();
  const head = await job.source.head(source.key, signal);
  const type = head.contentType === '' ? contentTypeOfName(key) : head.contentType;
  const isOther = head.etag !== source.etag;
  if (isOther) job.abandonMultipart();
  if (isOther || head.size !== size || type !== contentType) {
    const anew = isOther ? { source: { ...source, etag: head.etag }, attempted: false, expected: null } : {};
    job.note({ size: head.size, contentType: type, ...anew });
  }
  return head;
}

/**
 * Answers before anything is sent, when something is there already: our own copy of an earlier try, or another object. Always
 * asked, since R2's condition on a copy's target is a beta and other servers have none; what is written between this question
 * and the copy, by another and on such a server, is not seen.
 */
async function look(
  job: CopyJob,
  source: ObjectHead,
  goesOn: boolean,
  signal: AbortSignal,
): Promise<UploadOutcome | null> {
  const { attempted, key } = job.record();
  const head = await headOrNull(job.target, key, signal);
  if (head === null) return null;
  if (!attempted && isMaybeItself(job.record(), source, head))
    throw new FailureError(failure('same-object', { key, name: key }));
  const proof = attempted && !goesOn ? await provenCopy(job, source, head, signal) : null;
  if (proof !== null) return arrived(objectOf(job, head), proof);
  return job.condition === 'absent' ? taken(head) : null;
}

function send(job: CopyJob, source: ObjectHead, begun: readonly StoredPart[], signal: AbortSignal): Promise<Made> {
  if (job.onServer) {
    const large = source.size > job.limits.inPartsAbove;
    return large ? copyInPartsOnServer(job, source, begun, signal) : copyWhole(job, source, signal);
  }
  const large = source.size >= MULTIPART_FROM_BYTES;
  return large ? streamInParts(job, source, begun, signal) : streamWhole(job, source, signal);
}

/** What the server says of the target, held against the source. A copy that is wrong is removed, if it is still ours. */
async function prove(job: CopyJob, source: ObjectHead, made: Made, signal: AbortSignal): Promise<UploadOutcome> {
  const { key } = job.record();
  job.progress.verifying();
  const head = await job.target.head(key, signal);
  const proof = head.etag === made.etag ? proofOfHeads(source, head, made.verified, job.etagTells) : null;
  if (proof !== null) return arrived(objectOf(job, head), proof);
  await removeOwn(job.target, key, made.etag, signal);
  throw wrongCopy(key, `${head.size} bytes with ETag ${head.etag} of ${source.size} with ETag ${source.etag}`);
}

/** A condition was not met: the key has been taken meanwhile, by another or by a request of our own, or the source is another. */
async function whoseIsIt(
  job: CopyJob,
  source: ObjectHead,
  refused: FailureError,
  signal: AbortSignal,
): Promise<UploadOutcome> {
  const head = job.condition === 'absent' ? await headOrNull(job.target, job.record().key, signal) : null;
  if (head === null) throw refused;
  const proof = await provenCopy(job, source, head, signal);
  return proof === null ? taken(head) : arrived(objectOf(job, head), proof);
}

/**
 * The last step of a move. A source that was written to since it was copied stays. S3 has no condition on a delete that R2
 * documents: what is written between this question and the delete is not seen.
 */
async function removeSource(job: CopyJob, signal: AbortSignal): Promise<void> {
  const { source } = job.record();
  const head = await headOrNull(job.source, source.key, signal);
  // Gone by a request of an earlier try whose answer was lost.
  if (head === null) return;
  if (head.etag !== source.etag) {
    job.note({ step: { kind: 'copying' }, attempted: false, expected: null });
    throw new FailureError(failure('source-changed', { name: source.key, key: source.key }));
  }
  await job.source.delete(source.key, signal);
}

function objectOf(job: CopyJob, head: ObjectHead): ObjectHead {
  return { ...head, contentType: job.record().contentType };
}
