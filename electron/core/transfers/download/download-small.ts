import type { Verification } from '../../../../shared/transfer';
import type { DownloadJob, DownloadOutcome, NameTaken } from './download-job';
import { lookAnew, verify } from './download-checks';
import { choosePlace, type Free } from './download-place';
import { fetchSpan } from './download-ranges';
import { proofFor } from './file-proof';
import { PartFile } from './part-file';
import type { DownloadRecord, Fingerprint } from '../journal/records';
import { isFailure } from '../store-questions';

/** Up to here an object is in memory as a whole before a file of it is begun; after a break it is fetched once again. */
const SMALL_BYTES = 1024 * 1024;

/** Buffers of small downloads that have ended, for the next ones: fresh memory costs more than all that is done with it. */
const spare: Buffer[] = [];
const MOST_SPARE = 16;

export function isSmall({ zip, size, partPath, arrived, etag }: DownloadRecord): boolean {
  return zip === null && size <= SMALL_BYTES && partPath === null && arrived === null && etag !== '';
}

interface Received {
  readonly bytes: Uint8Array;
  readonly verified: Verification;
}

/**
 * Fetches a small object into memory, proves it, and only then writes it: what costs time here are the questions to the file
 * system, so it is asked no more than it must be. `place`: as it was found just now.
 */
export async function downloadSmall(place: Free, job: DownloadJob, signal: AbortSignal): Promise<DownloadOutcome> {
  try {
    const { size } = job.record();
    const buffer = spare.pop() ?? Buffer.allocUnsafeSlow(SMALL_BYTES);
    const bytes = buffer.subarray(0, size);
    const proof = await proofFor(job, job.record(), signal);
    const take = (chunk: Uint8Array, position: number): Promise<void> => {
      bytes.set(chunk, position);
      return Promise.resolve();
    };
    await fetchSpan(job, [0, size], take, signal);
    await proof.update(bytes);
    const verified = await verify(size, proof, job.record());
    const { folder, localPath } = job.record();
    const part = await PartFile.create(folder, localPath);
    const outcome = await keep(part, { bytes, verified }, place, job, signal);
    // Where something has failed, a write of it may still be under way.
    if (spare.length < MOST_SPARE) spare.push(buffer);
    return outcome;
  } catch (error) {
    if (isFailure(error, 'object-changed', 'invalid-range')) await lookAnew(job, signal);
    throw error;
  }
}

/** Written and given its name. Should another file have got that meanwhile, it waits as a part for what a person says. */
async function keep(
  part: PartFile,
  { bytes, verified }: Received,
  found: Free,
  job: DownloadJob,
  signal: AbortSignal,
): Promise<DownloadOutcome> {
  let wanted = false;
  try {
    const file = await write(part, bytes, job);
    // The name is taken only while it is free, so that a place which was free need not be looked at twice.
    let place: Free | NameTaken = found.replaces ? await choosePlace(job, signal) : found;
    while (place.kind === 'free') {
      await job.mark({ whole: { file, verified } });
      const { localPath } = job.record();
      wanted = await part.giveName(localPath, place.replaces);
      if (wanted) return { kind: 'fetched', verified, localPath };
      place = await choosePlace(job, signal);
    }
    wanted = place.kind === 'taken';
    // What has the name is known to be another's.
    if (wanted) job.note({ whole: null });
    return place;
  } finally {
    if (!wanted) {
      await part.discard();
      job.note({ partPath: null, whole: null });
    }
  }
}

/** The record knows of the file before it has a name, as the part that it is or was. */
async function write(part: PartFile, bytes: Uint8Array, job: DownloadJob): Promise<Fingerprint> {
  const [, file] = await Promise.all([job.mark({ partPath: part.path }), writeAll(part, bytes)]);
  return file;
}

/** Not forced to the disk, which would cost more than to fetch it again (docs/decisions/0008-wire.md). */
async function writeAll(part: PartFile, bytes: Uint8Array): Promise<Fingerprint> {
  if (bytes.length > 0) await part.append(bytes);
  return part.seal({ lasting: false });
}
