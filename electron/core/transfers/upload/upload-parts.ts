import { failure, FailureError } from '../../../../shared/failure';
import { nameOfKey } from '../../../../shared/keys';
import type { Verification } from '../../../../shared/transfer';
import { beginMultipart, removeStrays } from '../begin-multipart';
import type { ObjectHead, StoredPart } from '../../store/object-store';
import { compositeEtag, isMd5Etag, type Md5 } from '../md5/md5';
import { eachOf } from '../each-of';
import { partAt, planParts, planWithPartSize, type PartPlan } from '../part-plan';
import { PartMd5s } from './part-md5s';
import type { SourceFile } from '../source-file';
import { headOrNull, isFailure, removeOwn } from '../store-questions';
import { arrived, taken, type UploadJob, type UploadOutcome } from './upload-job';

interface PartsRun {
  readonly job: UploadJob;
  readonly source: SourceFile;
  readonly plan: PartPlan;
  readonly md5s: PartMd5s;
  readonly uploadId: string;
  /** By part number. */
  readonly begun: ReadonlyMap<number, StoredPart>;
  readonly sent: SentPart[];
}

interface SentPart {
  readonly partNumber: number;
  readonly etag: string;
  readonly md5: Md5;
}

/** A large file in equal parts; of those that `begun` lists, what still is what the file says is not sent again. */
export async function sendParts(
  job: UploadJob,
  source: SourceFile,
  begun: readonly StoredPart[],
  signal: AbortSignal,
): Promise<UploadOutcome> {
  const { uploadId, plan } = await multipartOf(job, source, signal);
  const byNumber = new Map(begun.map((part) => [part.partNumber, part]));
  const md5s = new PartMd5s(source, plan);
  const run: PartsRun = { job, source, plan, md5s, uploadId, begun: byNumber, sent: [] };
  try {
    await eachOf(plan.count, job.partsAbreast, signal, (index) => sendPart(run, index + 1, signal));
  } finally {
    await md5s.settled();
  }
  await source.ensureUnchanged();
  return complete(run, signal);
}

async function multipartOf(
  job: UploadJob,
  source: SourceFile,
  signal: AbortSignal,
): Promise<{ readonly uploadId: string; readonly plan: PartPlan }> {
  await removeStrays(job, signal);
  const { multipart, key, contentType, headers: given } = job.record();
  if (multipart !== null) {
    return { uploadId: multipart.uploadId, plan: planWithPartSize(source.size, multipart.partSize) };
  }
  job.progress.restart();
  const plan = planParts(source.size);
  const headers = { ...given, contentType };
  const uploadId = await beginMultipart(
    { ...job, now: () => job.clock.now() },
    (unbroken) => job.store.createMultipart(key, headers, unbroken),
    (id) => ({ uploadId: id, partSize: plan.partSize, source: source.fingerprint }),
    signal,
  );
  return { uploadId, plan };
}

async function sendPart(run: PartsRun, partNumber: number, signal: AbortSignal): Promise<void> {
  const { job, source, plan } = run;
  const { offset, length } = partAt(plan, partNumber);
  const md5 = await run.md5s.of(partNumber);
  const known = run.begun.get(partNumber);
  if (known?.size === length && known.etag === md5.hex) {
    job.progress.found(length);
    run.sent.push({ partNumber, etag: known.etag, md5 });
    return;
  }
  const lease = await job.buffers.take(length, signal);
  let sent = false;
  try {
    await source.read(lease.bytes, offset);
    await source.ensureUnchanged();
    const etag = await etagOfPart(run, partNumber, lease.bytes, md5, signal);
    run.sent.push({ partNumber, etag, md5 });
    sent = true;
  } finally {
    lease.giveBack(sent);
  }
}

/** Sent with the MD5 of what was in the file a moment ago: the server refuses what is not that. */
async function etagOfPart(
  run: PartsRun,
  partNumber: number,
  body: Uint8Array,
  md5: Md5,
  signal: AbortSignal,
): Promise<string> {
  const { job, uploadId } = run;
  const { key } = job.record();
  const onSent = (bytes: number): void => job.progress.sending(bytes);
  const part = { key, uploadId, partNumber, body, contentMd5: md5.base64, onSent };
  const { etag } = await job.store.uploadPart(part, signal);
  if (isMd5Etag(etag) && etag !== md5.hex) {
    throw verificationFailed(key, `part ${partNumber}: ETag ${etag}, MD5 ${md5.hex}`);
  }
  job.progress.arrived(body.length);
  return etag;
}

async function complete(run: PartsRun, signal: AbortSignal): Promise<UploadOutcome> {
  const { job, plan, uploadId, sent } = run;
  const { key } = job.record();
  sent.sort((a, b) => a.partNumber - b.partNumber);
  const parts = sent.map(({ partNumber, etag }) => ({ partNumber, etag }));
  job.progress.verifying();
  await job.mark({ attempted: true });
  try {
    const { etag } = await job.store.completeMultipart({ key, uploadId, parts, condition: job.condition }, signal);
    job.note({ multipart: null });
    return await verify(run, etag, signal);
  } catch (error) {
    if (!isFailure(error, 'already-exists')) throw error;
    // R2 ends an upload whose condition failed; other servers keep it.
    job.abandonMultipart();
    const head = await headOrNull(job.store, key, signal);
    if (head === null) throw error;
    // A first answer was lost, and to the second request the server said that the key is taken: by ourselves.
    const own = head.size === plan.size && head.etag === compositeEtag(sent.map((part) => part.md5));
    return own ? arrived({ ...head, contentType: job.record().contentType }, 'md5') : taken(head);
  }
}

async function verify(run: PartsRun, etag: string, signal: AbortSignal): Promise<UploadOutcome> {
  const { job, plan } = run;
  const { key, contentType } = job.record();
  const head: ObjectHead = await job.store.head(key, signal);
  if (head.size !== plan.size) {
    await removeOwn(job.store, key, etag, signal);
    throw verificationFailed(key, `${head.size} bytes arrived of ${plan.size}`);
  }
  return arrived({ etag, size: plan.size, modified: head.modified, contentType }, proofOf(run, etag));
}

/** A composite ETag that differs condemns nothing where every part has agreed: rclone has met such ETags on R2. */
function proofOf({ job, sent }: PartsRun, etag: string): Verification {
  const agrees = compositeEtag(sent.map((part) => part.md5)) === etag;
  if (!agrees && sent.some((part) => part.etag !== part.md5.hex)) return 'size';
  job.sawComposite(etag, agrees);
  return agrees ? 'md5' : 'parts';
}

function verificationFailed(key: string, detail: string): FailureError {
  return new FailureError(failure('verification-failed', { name: nameOfKey(key), key }, detail));
}
