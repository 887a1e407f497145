import { classTotals, OPERATION_NAMES, type BucketDay } from '../../../shared/usage';

const COLUMNS = ['day', 'server', 'bucket', 'class_a', 'class_b', 'free', 'not_billed', 'bytes_read', 'bytes_stored'];

/** The days as a table for spreadsheets (RFC 4180): a row for each day and bucket, a column for each operation. */
export function usageCsv(days: readonly BucketDay[]): string {
  const rows = days
    .toSorted((a, b) => compare(a.day, b.day) || compare(a.host, b.host) || compare(a.bucket, b.bucket))
    .map((one) => {
      const { A, B, free } = classTotals([one]);
      const counts = OPERATION_NAMES.map((name) => one.counts[name] ?? 0);
      return [one.day, one.host, one.bucket, A, B, free, one.unbilled, one.readBytes, one.storedBytes ?? '', ...counts];
    });
  return [[...COLUMNS, ...OPERATION_NAMES], ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

function cell(value: string | number): string {
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
