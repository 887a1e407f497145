import { createHash } from 'node:crypto';
import { failure, FailureError } from '../../../../shared/failure';
import { nameOfKey, normalizeKey } from '../../../../shared/keys';
import type { Verification } from '../../../../shared/transfer';
import type { ObjectHead } from '../../store/object-store';
import type { CopyJob } from './copy-job';
import { isMd5Etag } from '../md5/md5';
import { readObject } from './read-object';
import type { CopyRecord } from '../journal/records';

/**
 * Whether two objects may be one: R2 takes names that differ in normalisation alone for one, some stores those that differ in
 * case, and two connections can lead to one bucket. Then there is nothing to copy, and above all nothing to remove.
 */
export function isMaybeItself(record: CopyRecord, source: ObjectHead, target: ObjectHead): boolean {
  return (
    folded(record.source.key) === folded(record.key) &&
    source.etag === target.etag &&
    source.size === target.size &&
    source.modified === target.modified
  );
}

function folded(key: string): string {
  return normalizeKey(key).toLowerCase();
}

/** What two heads prove of a copy; null when they prove it wrong. `fallback`: what is known where their ETags do not tell. */
export function proofOfHeads(
  source: ObjectHead,
  target: ObjectHead,
  fallback: Verification,
  etagTells: CopyJob['etagTells'],
): Verification | null {
  if (target.size !== source.size) return null;
  if (target.etag === source.etag) return etagTells(target.etag) ? 'md5' : fallback;
  return isMd5Etag(target.etag) && isMd5Etag(source.etag) ? null : fallback;
}

/**
 * Whether an object is the copy that an earlier try has made: after an answer that was lost, that tells our own from another's.
 * Null when it is not, or cannot be proven.
 */
export async function provenCopy(
  job: CopyJob,
  source: ObjectHead,
  target: ObjectHead,
  signal: AbortSignal,
): Promise<Verification | null> {
  const { expected } = job.record();
  if (target.size !== source.size || !job.etagTells(target.etag)) return null;
  if (target.etag === source.etag) return 'md5';
  if (target.etag === expected) return 'parts';
  if (isMd5Etag(source.etag) || !isMd5Etag(target.etag)) return null;
  // The server has made one piece of what was uploaded in parts, with another ETag: the bytes themselves tell.
  const hash = createHash('md5');
  const { source: from } = job.record();
  await readObject(
    job.source,
    { key: from.key, etag: source.etag, range: null },
    (chunk) => hash.update(chunk),
    signal,
  );
  return hash.digest('hex') === target.etag ? 'md5' : null;
}

export function wrongCopy(key: string, detail: string): FailureError {
  return new FailureError(failure('verification-failed', { name: nameOfKey(key), key }, detail));
}
