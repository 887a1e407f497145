import { addAbortSignal } from 'node:stream';
import { failure, FailureError } from '../../../shared/failure';
import { nameOfKey } from '../../../shared/keys';
import type { Verification } from '../../../shared/transfer';
import type { ObjectBody } from '../store/object-store';
import type { DownloadJob, DownloadOutcome } from './download-job';
import { choosePlace, namedBefore } from './download-place';
import { proofFor } from './file-proof';
import { PartFile } from './part-file';
import type { Proof } from './proof';
import type { DownloadRecord } from './records';
import { isFailure } from './store-questions';

/** Fetches an object into `<name>.part`, goes on where an earlier try ended, proves it, and gives it its name. */
export async function download(job: DownloadJob, signal: AbortSignal): Promise<DownloadOutcome> {
  const named = await namedBefore(job.record());
  if (named !== null) return named;
  // Asked before the first byte, and again when the last is here.
  const place = await choosePlace(job, signal);
  if (place.kind !== 'free') return place;
  const part = await openPart(job);
  try {
    return await settle(part, await fetchInto(part, job, signal), job, signal);
  } catch (error) {
    if (isFailure(error, 'object-changed', 'invalid-range', 'verification-failed')) await part.empty();
    if (isFailure(error, 'object-changed', 'invalid-range')) await lookAnew(job, signal);
    if (isFailure(error, 'disk-full', 'verification-failed', 'no-such-key')) {
      await part.discard();
      job.note({ partPath: null });
    }
    throw error;
  } finally {
    await part.close();
  }
}

async function openPart(job: DownloadJob): Promise<PartFile> {
  const { folder, localPath, partPath } = job.record();
  if (partPath !== null) return PartFile.reopen(folder, partPath);
  const part = await PartFile.create(folder, localPath);
  try {
    await job.mark({ partPath: part.path });
    return part;
  } catch (error) {
    await part.discard();
    throw error;
  }
}

async function fetchInto(part: PartFile, job: DownloadJob, signal: AbortSignal): Promise<Verification> {
  // Without an ETag nothing says that what is here belongs to what would come.
  if (job.record().etag === '') {
    await part.empty();
    await lookAnew(job, signal);
  }
  const { size } = job.record();
  if (part.length > size) await part.empty();
  job.progress.found(part.length);
  const proof = await proofFor(job.store, job.record(), signal);
  for await (const bytes of part.read(0, part.length)) proof.update(bytes);
  if (part.length < size || size === 0) await receive(part, proof, job, signal);
  job.progress.verifying();
  return verify(part, proof, job.record());
}

async function receive(part: PartFile, proof: Proof, job: DownloadJob, signal: AbortSignal): Promise<void> {
  const { key, size, etag } = job.record();
  const range = part.length === 0 ? null : { start: part.length, end: size - 1 };
  const body = await job.store.get(key, { range, ifMatch: etag }, signal);
  const stream = addAbortSignal(signal, body.stream);
  try {
    learn(job, body);
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      proof.update(chunk);
      await part.append(chunk);
      job.progress.moved(chunk.length);
    }
  } finally {
    stream.destroy();
  }
  if (part.length < body.size) throw new FailureError(failure('connection-lost', { key }, 'the answer ended early'));
}

/** The listing that the download was queued from may be older than the object. */
function learn(job: DownloadJob, body: ObjectBody): void {
  const { size, contentType } = job.record();
  if (body.size === size && body.contentType === contentType) return;
  job.note({ size: body.size, contentType: body.contentType });
}

function verify(part: PartFile, proof: Proof, record: DownloadRecord): Verification {
  const { key, size } = record;
  const verdict = proof.verdict();
  if (part.length === size && verdict === 'unknown') return 'size';
  if (part.length === size && verdict === 'proven') return 'md5';
  const detail = `${part.length} bytes of ${size}, ${proof.detail()}`;
  throw new FailureError(failure('verification-failed', { name: nameOfKey(key), key }, detail));
}

/** Whole and proven: it gets its name, unless another file has got that meanwhile and a person must say which one stays. */
async function settle(
  part: PartFile,
  verified: Verification,
  job: DownloadJob,
  signal: AbortSignal,
): Promise<DownloadOutcome> {
  const file = await part.seal();
  for (;;) {
    const place = await choosePlace(job, signal);
    if (place.kind === 'skipped') {
      await part.discard();
      job.note({ partPath: null });
    }
    if (place.kind !== 'free') return place;
    await job.mark({ whole: { file, verified } });
    const { localPath } = job.record();
    if (await part.giveName(localPath, place.replaces)) return { kind: 'fetched', verified, localPath };
  }
}

/** The object is another one by now: the next try fetches that, from its beginning. */
async function lookAnew(job: DownloadJob, signal: AbortSignal): Promise<void> {
  const head = await job.store.head(job.record().key, signal);
  job.note({ size: head.size, etag: head.etag, modified: head.modified, contentType: head.contentType });
  job.progress.restart();
}
