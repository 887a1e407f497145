import type { placeOf } from '../place';
import type { CopyRecord, DownloadRecord, TransferRecord, UploadRecord } from './records';

/**
 * A record under another key: what was begun under the old one is none of it. Only of a file whose key was not settled yet, an earlier
 * attempt went to the key that its content makes.
 */
export function withKey(record: Exclude<TransferRecord, DownloadRecord>, key: string): TransferRecord {
  if (record.direction === 'pack') return { ...record, key, beginning: null, expected: null };
  const anew = { key, beginning: null, multipart: null };
  if (record.direction === 'copy') return { ...record, ...anew, attempted: false };
  return { ...record, ...anew, attempted: record.attempted && record.naming !== null, naming: null };
}

/**
 * A record whose connection leads to another bucket: what was begun or proven in the one before is none of it. Parts that lie
 * there stay, since no connection need lead to them any more: R2 ends such uploads after seven days.
 */
export function withPlace(record: UploadRecord | CopyRecord, place: ReturnType<typeof placeOf>): TransferRecord {
  const anew = { ...place, attempted: false, beginning: null, multipart: null };
  if (record.direction === 'upload') return { ...record, ...anew };
  return { ...record, ...anew, expected: null, step: { kind: 'copying' } };
}

/** A record when what has its key has turned out to be another's. */
export function withoutAttempt(record: TransferRecord): TransferRecord {
  if (record.direction === 'download') return record;
  if (record.direction === 'pack') return record.expected === null ? record : { ...record, expected: null };
  return record.attempted ? { ...record, attempted: false } : record;
}

/** A record whose begun multipart upload is forgotten. */
export function withoutMultipart(record: Exclude<TransferRecord, DownloadRecord>): TransferRecord {
  if (record.direction === 'pack') return { ...record, beginning: null };
  return { ...record, beginning: null, multipart: null };
}
