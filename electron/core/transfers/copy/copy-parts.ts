import { beginMultipart, removeStrays } from '../begin-multipart';
import { drop } from '../../../../shared/drop';
import { failure, FailureError } from '../../../../shared/failure';
import { R2_LIMITS } from '../../../../shared/r2';
import type { Verification } from '../../../../shared/transfer';
import type { ObjectHead, StoredPart } from '../../store/object-store';
import type { CopyJob, Made } from './copy-job';
import { wrongCopy } from './copy-proof';
import { headersOf } from './copy-whole';
import { eachOf } from '../each-of';
import { compositeEtag, isMd5Etag, md5Of } from '../md5/md5';
import { partAt, planParts, planWithPartSize, type PartPlan } from '../part-plan';
import { readObjectInto } from './read-object';
import { WholeHash, type HashTurn } from './whole-hash';

interface PartsRun {
  readonly job: CopyJob;
  readonly source: ObjectHead;
  readonly plan: PartPlan;
  readonly uploadId: string;
  /** By part number. */
  readonly begun: ReadonlyMap<number, StoredPart>;
}

/** Makes part `partNumber` of the target and answers its ETag. */
type MakePart = (run: PartsRun, partNumber: number, signal: AbortSignal) => Promise<string>;

/** An object too large for one request, part by part and on the server. Parts that are there already are not made again. */
export async function copyInPartsOnServer(
  job: CopyJob,
  source: ObjectHead,
  begun: readonly StoredPart[],
  signal: AbortSignal,
): Promise<Made> {
  const run = await begin(job, source, planOnServer(job, source), begun, signal);
  const etags = await makeParts(run, copyPart, signal);
  // R2 knows no condition on the source of a part: what it was before and is after, it was in between.
  const now = await job.source.head(job.record().source.key, signal);
  if (now.etag !== source.etag) {
    job.abandonMultipart();
    throw new FailureError(failure('object-changed', { key: job.record().source.key }));
  }
  return complete(run, etags, 'size', signal);
}

/** A large object part by part through the memory of this machine, from one server to another. */
export async function streamInParts(
  job: CopyJob,
  source: ObjectHead,
  begun: readonly StoredPart[],
  signal: AbortSignal,
): Promise<Made> {
  const run = await begin(job, source, planParts(source.size), begun, signal);
  const whole = run.begun.size === 0 && isMd5Etag(source.etag) ? new WholeHash() : null;
  const etags = await makeParts(run, (_, partNumber) => streamPart(run, partNumber, whole, signal), signal);
  const digest = whole?.digest() ?? source.etag;
  if (digest !== source.etag) {
    job.abandonMultipart();
    throw wrongCopy(job.record().key, `MD5 ${digest} of what was read, ETag ${source.etag}`);
  }
  return complete(run, etags, whole === null ? 'parts' : 'md5', signal);
}

/** The parts that the source itself has, if this app has made it: then the ETag comes out the same. Else as few as is good. */
function planOnServer({ limits }: CopyJob, { size, etag }: ObjectHead): PartPlan {
  const own = planParts(size);
  return etag.endsWith(`-${own.count}`)
    ? own
    : planWithPartSize(size, Math.max(limits.partBytes, Math.ceil(size / R2_LIMITS.maxParts)));
}

async function begin(
  job: CopyJob,
  source: ObjectHead,
  fresh: PartPlan,
  begun: readonly StoredPart[],
  signal: AbortSignal,
): Promise<PartsRun> {
  await removeStrays(job, signal);
  const { multipart, key } = job.record();
  const byNumber = new Map(begun.map((part) => [part.partNumber, part]));
  if (multipart !== null) {
    const plan = planWithPartSize(source.size, multipart.partSize);
    return { job, source, plan, uploadId: multipart.uploadId, begun: byNumber };
  }
  job.progress.restart();
  const uploadId = await beginMultipart(
    job,
    (unbroken) => job.target.createMultipart(key, headersOf(job, source), unbroken),
    (id) => ({ uploadId: id, partSize: fresh.partSize }),
    signal,
  );
  return { job, source, plan: fresh, uploadId, begun: new Map() };
}

async function makeParts(run: PartsRun, make: MakePart, signal: AbortSignal): Promise<readonly string[]> {
  const etags: string[] = [];
  await eachOf(run.plan.count, run.job.partsAbreast, signal, async (index) => {
    const partNumber = index + 1;
    const { length } = partAt(run.plan, partNumber);
    const known = run.begun.get(partNumber);
    // A part of this upload can only have been made of this source: its upload is abandoned when the source changes.
    if (known?.size === length) run.job.progress.found(length);
    etags[index] = known?.size === length ? known.etag : await make(run, partNumber, signal);
  });
  return etags;
}

async function copyPart(run: PartsRun, partNumber: number, signal: AbortSignal): Promise<string> {
  const { job, plan, uploadId } = run;
  const { key, source } = job.record();
  const { offset, length } = partAt(plan, partNumber);
  const range = { start: offset, end: offset + length - 1 };
  const { etag } = await job.target.uploadPartCopy({ key, uploadId, partNumber, source, range }, signal);
  job.progress.copied(length);
  return etag;
}

async function streamPart(
  run: PartsRun,
  partNumber: number,
  whole: WholeHash | null,
  signal: AbortSignal,
): Promise<string> {
  const hash = whole?.turn() ?? null;
  try {
    return await readAndSend(run, partNumber, hash, signal);
  } finally {
    if (hash !== null) drop(hash(null));
  }
}

async function readAndSend(
  { job, plan, uploadId, source }: PartsRun,
  partNumber: number,
  hash: HashTurn | null,
  signal: AbortSignal,
): Promise<string> {
  const { key, source: from } = job.record();
  const { offset, length } = partAt(plan, partNumber);
  const lease = await job.buffers.take(length, signal);
  let sent = false;
  try {
    const range = { start: offset, end: offset + length - 1 };
    await readObjectInto(job.source, { key: from.key, etag: source.etag, range }, lease.bytes, signal);
    const hashed = hash?.(lease.bytes);
    const md5 = await md5Of(lease.bytes);
    const part = { key, uploadId, partNumber, body: lease.bytes, contentMd5: md5.base64 };
    const { etag } = await job.target.uploadPart(part, signal);
    if (isMd5Etag(etag) && etag !== md5.hex) throw wrongCopy(key, `part ${partNumber}: ETag ${etag}, MD5 ${md5.hex}`);
    await hashed;
    sent = true;
    job.progress.moved(length);
    return etag;
  } finally {
    lease.giveBack(sent);
  }
}

async function complete(
  run: PartsRun,
  etags: readonly string[],
  verified: Verification,
  signal: AbortSignal,
): Promise<Made> {
  const { job, uploadId } = run;
  const { key } = job.record();
  const expected = etags.every(isMd5Etag) ? compositeEtag(etags.map(asMd5)) : null;
  const parts = etags.map((etag, index) => ({ partNumber: index + 1, etag }));
  await job.mark({ attempted: true, expected });
  try {
    const { etag } = await job.target.completeMultipart({ key, uploadId, parts, condition: job.condition }, signal);
    job.note({ multipart: null });
    return { etag, verified: verified === 'size' && etag === expected ? 'parts' : verified };
  } catch (error) {
    // R2 ends an upload whose condition failed; other servers keep it.
    if (error instanceof FailureError && error.failure.code === 'already-exists') job.abandonMultipart();
    throw error;
  }
}

function asMd5(hex: string): { readonly hex: string; readonly base64: string } {
  return { hex, base64: Buffer.from(hex, 'hex').toString('base64') };
}
