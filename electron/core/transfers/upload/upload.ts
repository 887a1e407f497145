import { basename } from 'node:path';
import { failure, FailureError } from '../../../../shared/failure';
import { nameOfKey } from '../../../../shared/keys';
import type { StoredPart } from '../../store/object-store';
import { begunParts } from '../begun-parts';
import { pause } from '../clock';
import { detectContentType, SNIFFED_BYTES } from './content-type';
import { MULTIPART_FROM_BYTES } from '../part-plan';
import { sourcePathOf } from './own-files';
import type { UploadRecord } from '../journal/records';
import { compare } from './same-content';
import { isSame, SourceFile } from '../source-file';
import { headOrNull } from '../store-questions';
import { sendParts } from './upload-parts';
import { sendWhole } from './upload-whole';
import { arrived, taken, type UploadJob, type UploadOutcome } from './upload-job';

/** A file smaller than this is sent without asking whether its key is free, where the server says so as well. */
const ASK_FROM_BYTES = 4 * 1024 * 1024;
/** How long a source must stand still that changed under the last try. */
const REST_MS = 1000;

/**
 * One try at one file. What was sent is proven to be what was read, or the try throws: `FailureError` for what may be expected,
 * AbortError when `signal` fires. Begun multipart uploads stay in the record, for the next try to go on with.
 */
export async function upload(job: UploadJob, signal: AbortSignal): Promise<UploadOutcome> {
  const source = await SourceFile.open(sourcePathOf(job.record()));
  try {
    ensureLooked(job.record(), source);
    if (job.waitsForRest) {
      await pause(job.clock, REST_MS, signal);
      await source.ensureUnchanged();
    }
    const begun = await begunPartsOf(source, job, signal);
    const known = await lookFirst(job, source, begun !== null, signal);
    if (known !== null) return known;
    if (source.size < MULTIPART_FROM_BYTES) {
      return await sendWhole(job, source, (head) => describe(job, source, head), signal);
    }
    await describe(job, source, await source.head(SNIFFED_BYTES));
    return await sendParts(job, source, begun ?? [], signal);
  } finally {
    await source.close();
  }
}

/** Where there was nothing to take out of a file, it must be that file still. */
function ensureLooked({ cleaned }: UploadRecord, { path, fingerprint }: SourceFile): void {
  if (cleaned?.kind !== 'nothing' || isSame(cleaned.source, fingerprint)) return;
  throw new FailureError(failure('file-changed', { name: basename(path) }));
}

/** Size and type as the file is now, told from its first bytes. */
async function describe(job: UploadJob, source: SourceFile, head: Uint8Array): Promise<void> {
  const { size, contentType, typeIsKnown, key } = job.record();
  const type = typeIsKnown ? contentType : await detectContentType(nameOfKey(key), head.subarray(0, SNIFFED_BYTES));
  if (type !== contentType || size !== source.size) job.note({ size: source.size, contentType: type });
}

/** The parts of this very file that an earlier try got through; null when there is nothing to go on with. */
async function begunPartsOf(
  source: SourceFile,
  job: UploadJob,
  signal: AbortSignal,
): Promise<readonly StoredPart[] | null> {
  const { multipart } = job.record();
  if (multipart === null || isSame(multipart.source, source.fingerprint)) return begunParts(job.store, job, signal);
  job.abandonMultipart();
  job.note({ beganAnew: true });
  return null;
}

/** Answers before anything is sent, when the object is there already: our own of an earlier try, or another's. */
async function lookFirst(
  job: UploadJob,
  source: SourceFile,
  goesOn: boolean,
  signal: AbortSignal,
): Promise<UploadOutcome | null> {
  const { attempted, key } = job.record();
  const mayBeOurs = attempted && !goesOn;
  const small = source.size < ASK_FROM_BYTES && !job.asksFirst;
  if (!mayBeOurs && (job.condition === 'none' || (small && job.store.decidesAbsent))) return null;
  const head = await headOrNull(job.store, key, signal);
  if (head === null) return null;
  // After an answer that was lost, that tells our own object from another's.
  if (mayBeOurs && (await compare(source, key, head, job, signal)) === 'same') return arrived(head, 'md5');
  return job.condition === 'absent' ? taken(head) : null;
}
