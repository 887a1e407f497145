import type { Verification } from '../../../../shared/transfer';
import { Arrived } from './arrived';
import { PrefixNotes } from './arrived-notes';
import { lookAnew, verify } from './download-checks';
import type { DownloadJob, DownloadOutcome } from './download-job';
import { choosePlace, namedBefore, removeHolder } from './download-place';
import { fetchRanges, fetchSpan, mayNeedRanges, PROBE_BYTES, rangesAbreast } from './download-ranges';
import { downloadSmall, isSmall } from './download-small';
import { growingProofFor } from './file-proof';
import { isMd5Etag } from '../md5/md5';
import { PartFile, removeQuietly } from './part-file';
import type { GrowingProof } from './proof-in-order';
import { isFailure } from '../store-questions';
import { makeZip } from '../zip/zip';
import { readZipList, type ZipListOf } from '../zip/zip-lists';

/** Fetches an object into `<name>.part`, goes on where an earlier try ended, proves it, and gives it its name. */
export async function download(job: DownloadJob, signal: AbortSignal): Promise<DownloadOutcome> {
  const named = await namedBefore(job.record());
  if (named !== null) return named;
  await removeHolder(job.record());
  // Asked before the first byte, and again when the last is here.
  const place = await choosePlace(job, signal);
  if (place.kind !== 'free') return place;
  if (isSmall(job.record())) return downloadSmall(place, job, signal);
  const part = await openPart(job, signal);
  try {
    const verified = await fetchInto(part, job, signal);
    return await settle(part, verified, job, signal);
  } catch (error) {
    await tidy(error, part, job, signal);
    throw error;
  } finally {
    await part.close();
  }
}

/** Makes what is left of a failed try fit for the next one, or removes it. */
async function tidy(error: unknown, part: PartFile, job: DownloadJob, signal: AbortSignal): Promise<void> {
  if (isFailure(error, 'object-changed') && part.length > 0) job.note({ beganAnew: true });
  if (isFailure(error, 'object-changed', 'invalid-range', 'verification-failed')) await startOver(part, job);
  if (isFailure(error, 'object-changed', 'invalid-range') && job.record().zip === null) await lookAnew(job, signal);
  // On a full disk the room goes to what fits.
  if (isFailure(error, 'verification-failed', 'no-such-key', 'list-damaged', 'disk-full')) {
    await part.discard();
    job.note({ partPath: null, arrived: null });
  }
}

async function openPart(job: DownloadJob, signal: AbortSignal): Promise<PartFile> {
  const { folder, localPath, partPath } = job.record();
  if (partPath !== null) return PartFile.reopen(folder, partPath);
  const part = await PartFile.create(folder, localPath);
  try {
    await job.mark({ partPath: part.path });
    // Cancelled meanwhile, so that nobody else knows of it.
    if (job.record().partPath !== part.path) signal.throwIfAborted();
    return part;
  } catch (error) {
    await part.discard();
    throw error;
  }
}

async function fetchInto(part: PartFile, job: DownloadJob, signal: AbortSignal): Promise<Verification> {
  const { zip } = job.record();
  if (zip !== null) return writeZip(part, zip, job, signal);
  // Without an ETag nothing says that what is here belongs to what would come.
  if (job.record().etag === '') {
    await startOver(part, job);
    await lookAnew(job, signal);
  }
  if (part.length > job.record().size || isUncertain(part, job)) await startOver(part, job);
  const proof = await growingProofFor(part, job, job.record(), signal);
  try {
    const { arrived, size } = job.record();
    job.progress.found(arrived === null ? part.length : new Arrived(arrived, part.length).bytes);
    if (arrived === null) await receive(part, proof, job, signal);
    else await fetchRanges(part, proof, null, job, signal);
    job.progress.verifying();
    await proof.finish(size);
    return await verify(part.length, proof, job.record());
  } finally {
    await proof.stop();
  }
}

/** A ZIP file has no middle to go on from: each try begins it anew. */
async function writeZip(part: PartFile, list: ZipListOf, job: DownloadJob, signal: AbortSignal): Promise<Verification> {
  await part.empty();
  job.progress.restart();
  const append = async (
    bytes: AsyncIterable<Buffer>,
    source: { readonly allProven: boolean },
  ): Promise<Verification> => {
    for await (const chunk of bytes) await part.append(chunk);
    return source.allProven ? 'md5' : 'size';
  };
  // Nothing of it is kept for the next try: one that fails has moved nothing.
  const progress = { moved: (bytes: number) => job.progress.sending(bytes) };
  const verified = await makeZip(await readZipList(list), { ...job, progress }, append, signal);
  job.progress.verifying();
  return verified;
}

/** A power cut may have left zeros there that no ETag would refute: of such an object only what was noted counts. */
function isUncertain(part: PartFile, job: DownloadJob): boolean {
  const { arrived, etag } = job.record();
  return arrived === null && part.length > 0 && !isMd5Etag(etag);
}

/** One stream goes on at the end of what is here; where its answers are slow to begin, several ranges take over. */
async function receive(part: PartFile, proof: GrowingProof, job: DownloadJob, signal: AbortSignal): Promise<void> {
  const { size, etag } = job.record();
  if (part.length === size && size > 0) return;
  const notes = isMd5Etag(etag) ? null : new PrefixNotes(part, job);
  const append = async (bytes: Uint8Array, position: number): Promise<void> => {
    // Hashed while the disk writes.
    await both(part.append(bytes), proof.grow(bytes, position));
    notes?.reach(part.length);
  };
  try {
    if (mayNeedRanges(size - part.length)) {
      const firstByteMs = await fetchSpan(job, [part.length, part.length + PROBE_BYTES], append, signal);
      if (rangesAbreast(firstByteMs, job.filesMoving()) > 1) {
        await notes?.settle();
        await part.flush();
        await job.mark({ arrived: [[0, part.length]] });
        return await fetchRanges(part, proof, firstByteMs, job, signal);
      }
    }
    await fetchSpan(job, [part.length, size], append, signal);
  } finally {
    await notes?.settle();
  }
}

/** Waits for both, whatever comes of either: what they read holds other bytes afterwards. */
async function both(...work: readonly [Promise<void>, Promise<void>]): Promise<void> {
  await Promise.allSettled(work);
  await Promise.all(work);
}

/** Whole and proven: it gets its name, unless another file has got that meanwhile and a person must say which one stays. */
async function settle(
  part: PartFile,
  verified: Verification,
  job: DownloadJob,
  signal: AbortSignal,
): Promise<DownloadOutcome> {
  const { zip } = job.record();
  const file = await part.seal({ lasting: true });
  for (;;) {
    const place = await choosePlace(job, signal);
    if (place.kind === 'skipped') {
      await part.discard();
      job.note({ partPath: null });
    }
    if (place.kind !== 'free') {
      // What has the name is known to be another's.
      job.note({ whole: null });
      return place;
    }
    await job.mark({ whole: { file, verified } });
    const { localPath } = job.record();
    if (!(await part.giveName(localPath, place.replaces))) continue;
    if (zip !== null) await removeQuietly(zip.list);
    return { kind: 'fetched', verified, localPath };
  }
}

/** What is here is of no use. */
async function startOver(part: PartFile, job: DownloadJob): Promise<void> {
  await part.empty();
  job.progress.restart();
  job.note({ arrived: null, whole: null });
}
