import { failure, FailureError } from '../../../../shared/failure';
import { nameOfKey } from '../../../../shared/keys';
import type { Verification } from '../../../../shared/transfer';
import type { DownloadJob } from './download-job';
import type { Proof } from '../proof';
import type { DownloadRecord } from '../journal/records';

/** Throws `verification-failed` for `length` bytes that are not what the object is said to be. */
export async function verify(
  length: number,
  proof: Pick<Proof, 'verdict' | 'detail'>,
  record: DownloadRecord,
): Promise<Verification> {
  const { key, size } = record;
  const verdict = await proof.verdict();
  if (length === size && verdict === 'unknown') return 'size';
  if (length === size && verdict === 'proven') return 'md5';
  const detail = `${length} bytes of ${size}, ${proof.detail()}`;
  throw new FailureError(failure('verification-failed', { name: nameOfKey(key), key }, detail));
}

/** The object is another one by now: the next try fetches that, from its beginning. */
export async function lookAnew(job: DownloadJob, signal: AbortSignal): Promise<void> {
  const head = await job.store.head(job.record().key, signal);
  job.note({ size: head.size, etag: head.etag, modified: head.modified, contentType: head.contentType });
  job.progress.restart();
}
