import type { DownloadRecord, TransferRecord } from './records';

/** A record under another key: what was begun under the old one is none of it. */
export function withKey(record: Exclude<TransferRecord, DownloadRecord>, key: string): TransferRecord {
  if (record.direction === 'pack') return { ...record, key, beginning: null, expected: null };
  const anew = { key, attempted: false, beginning: null, multipart: null };
  return record.direction === 'upload' ? { ...record, ...anew, naming: null } : { ...record, ...anew };
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
