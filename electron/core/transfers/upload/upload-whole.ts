import { failure, FailureError } from '../../../../shared/failure';
import { nameOfKey } from '../../../../shared/keys';
import type { Lease } from '../buffer-pool';
import { isMd5Etag, md5Of, type Md5 } from '../md5/md5';
import type { SourceFile } from '../source-file';
import { headOrNull, isFailure, removeOwn } from '../store-questions';
import { arrived, taken, type UploadJob, type UploadOutcome } from './upload-job';

/** A small file in one PUT: in memory as a whole and unchanged before anything is sent. `describe` is given its bytes before. */
export async function sendWhole(
  job: UploadJob,
  source: SourceFile,
  describe: (bytes: Uint8Array) => Promise<void>,
  signal: AbortSignal,
): Promise<UploadOutcome> {
  job.progress.restart();
  const lease = await job.buffers.take(source.size, signal);
  let sent = false;
  try {
    await source.read(lease.bytes, 0);
    await source.ensureUnchanged();
    await describe(lease.bytes);
    const outcome = await put(job, lease, await md5Of(lease.bytes), signal);
    sent = true;
    return outcome;
  } finally {
    lease.giveBack(sent);
  }
}

async function put(job: UploadJob, lease: Lease, md5: Md5, signal: AbortSignal): Promise<UploadOutcome> {
  const { key, contentType, headers, attempted } = job.record();
  // An earlier request may have got through although its answer was lost.
  let mayBeOurs = attempted || lease.bytes.length === 0;
  if (job.condition === 'absent') await job.mark({ attempted: true });
  let takenBack = false;
  const onSent = (bytes: number): void => {
    // Sent once more, and so not for the first time.
    if (bytes > 0 && takenBack) mayBeOurs = true;
    takenBack ||= bytes < 0;
    job.progress.sending(bytes);
  };
  const options = { ...headers, contentType, contentMd5: md5.base64, condition: job.condition, onSent };
  try {
    const { etag } = await job.store.put(key, lease.bytes, options, signal);
    return await verify(job, etag, md5, lease.bytes.length, signal);
  } catch (error) {
    if (!isFailure(error, 'already-exists')) throw error;
    return await whoseIsIt(job, mayBeOurs ? md5.hex : null, error, signal);
  }
}

async function verify(
  job: UploadJob,
  etag: string,
  md5: Md5,
  size: number,
  signal: AbortSignal,
): Promise<UploadOutcome> {
  const { key, contentType } = job.record();
  if (etag === md5.hex) {
    job.progress.arrived(size);
    return arrived({ etag, size, modified: job.clock.now(), contentType }, 'md5');
  }
  job.progress.verifying();
  const head = await headOrNull(job.store, key, signal);
  if (head !== null && head.size === size) {
    // The answer was wrong, not the object.
    if (head.etag === md5.hex) return arrived({ ...head, contentType }, 'md5');
    if (!isMd5Etag(etag)) return arrived({ ...head, contentType }, 'size');
  }
  await removeOwn(job.store, key, etag, signal);
  throw new FailureError(failure('verification-failed', { name: nameOfKey(key), key }, `ETag ${etag}, MD5 ${md5.hex}`));
}

/** `ours`: the ETag of what an earlier request of ours may have put there; null when there was none. */
async function whoseIsIt(
  job: UploadJob,
  ours: string | null,
  refused: FailureError,
  signal: AbortSignal,
): Promise<UploadOutcome> {
  const head = await headOrNull(job.store, job.record().key, signal);
  if (head === null) throw refused;
  return head.etag === ours ? arrived(head, 'md5') : taken(head);
}
