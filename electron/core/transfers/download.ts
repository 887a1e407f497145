import { createHash, type Hash } from 'node:crypto';
import { addAbortSignal } from 'node:stream';
import { failure, FailureError } from '../../../shared/failure';
import { nameOfKey } from '../../../shared/keys';
import type { Verification } from '../../../shared/transfer';
import type { ObjectBody, ObjectStore } from '../store/object-store';
import { isMd5Etag } from './md5';
import { PartFile } from './part-file';
import type { DownloadRecord } from './records';
import type { RunProgress } from './run-progress';
import { isFailure } from './store-questions';

export type DownloadPatch = Partial<Pick<DownloadRecord, 'size' | 'etag' | 'contentType' | 'localPath' | 'partPath'>>;

/** One try at one object: what it may use, and how it tells what it has done. */
export interface DownloadJob {
  /** As it stands now, after all patches. */
  record(): DownloadRecord;
  readonly store: ObjectStore;
  readonly progress: RunProgress;
  /** Written soon. */
  note(patch: DownloadPatch): void;
  /** Outlives a kill of the process once it resolves. */
  mark(patch: DownloadPatch): Promise<void>;
}

export interface Downloaded {
  readonly kind: 'fetched';
  readonly verified: Verification;
  readonly localPath: string;
}

/** Fetches an object into `<name>.part`, goes on where an earlier try ended, proves it, and gives it its name. */
export async function download(job: DownloadJob, signal: AbortSignal): Promise<Downloaded> {
  const part = await openPart(job);
  try {
    return await fetchInto(part, job, signal);
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
  const { part, target } = await PartFile.create(folder, localPath);
  try {
    await job.mark({ partPath: part.path, localPath: target });
    return part;
  } catch (error) {
    await part.discard();
    throw error;
  }
}

async function fetchInto(part: PartFile, job: DownloadJob, signal: AbortSignal): Promise<Downloaded> {
  const { size, etag } = job.record();
  // Without an ETag nothing says that what is here belongs to what would come.
  if (part.length > size || etag === '') await part.empty();
  job.progress.found(part.length);
  const hash = part.length === 0 ? createHash('md5') : await part.hash();
  if (part.length < size || size === 0) await receive(part, hash, job, signal);
  job.progress.verifying();
  const verified = verify(part, hash, job.record());
  return { kind: 'fetched', verified, localPath: await part.finish(job.record().localPath) };
}

async function receive(part: PartFile, hash: Hash, job: DownloadJob, signal: AbortSignal): Promise<void> {
  const { key, size, etag } = job.record();
  const range = part.length === 0 ? null : { start: part.length, end: size - 1 };
  const body = await job.store.get(key, { range, ifMatch: etag === '' ? null : etag }, signal);
  const stream = addAbortSignal(signal, body.stream);
  try {
    learn(job, body);
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      hash.update(chunk);
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
  const { size, etag, contentType } = job.record();
  if (body.size === size && body.etag === etag && body.contentType === contentType) return;
  job.note({ size: body.size, etag: body.etag, contentType: body.contentType });
}

function verify(part: PartFile, hash: Hash, record: DownloadRecord): Verification {
  const { key, size, etag } = record;
  const digest = hash.digest('hex');
  if (part.length === size && !isMd5Etag(etag)) return 'size';
  if (part.length === size && digest === etag) return 'md5';
  const detail = `${part.length} bytes of ${size}, MD5 ${digest}, ETag ${etag}`;
  throw new FailureError(failure('verification-failed', { name: nameOfKey(key), key }, detail));
}

/** The object is another one by now: the next try fetches that, from its beginning. */
async function lookAnew(job: DownloadJob, signal: AbortSignal): Promise<void> {
  const head = await job.store.head(job.record().key, signal);
  job.note({ size: head.size, etag: head.etag, contentType: head.contentType });
  job.progress.restart();
}
