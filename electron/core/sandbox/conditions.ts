import type { IncomingHttpHeaders } from 'node:http';
import { S3Error } from './errors';
import type { StoredObject } from './state';

const seconds = (time: number): number => Math.floor(time / 1000);

function matches(header: string, etag: string): boolean {
  return header
    .split(',')
    .map((one) => one.trim().replace(/^W\//, '').replace(/^"|"$/g, ''))
    .some((one) => one === '*' || one === etag);
}

/**
 * How a request's If-* headers come out: RFC 9110's order, with R2's two ways of its own, both after miniflare's copy of its
 * gateway: "unmodified since" wants a time strictly later than the object's, and an absent object has neither been modified
 * nor matched.
 */
function evaluate(
  headers: IncomingHttpHeaders,
  prefix: '' | 'x-amz-copy-source-',
  object: StoredObject | undefined,
): 'holds' | 'failed' | 'not modified' {
  const header = (name: string): string | undefined => {
    const value = headers[prefix + name];
    return value === undefined ? undefined : String(value);
  };
  const time = (name: string): number | undefined => {
    const parsed = Date.parse(header(name) ?? '');
    return Number.isNaN(parsed) ? undefined : seconds(parsed);
  };
  const [match, noneMatch] = [header('if-match'), header('if-none-match')];
  const [modifiedSince, unmodifiedSince] = [time('if-modified-since'), time('if-unmodified-since')];
  if (object === undefined) return match === undefined && modifiedSince === undefined ? 'holds' : 'failed';
  const modified = seconds(object.modified);
  if (match !== undefined && !matches(match, object.etag)) return 'failed';
  if (match === undefined && unmodifiedSince !== undefined && modified >= unmodifiedSince) return 'failed';
  if (noneMatch !== undefined) return matches(noneMatch, object.etag) ? 'not modified' : 'holds';
  return modifiedSince !== undefined && modified <= modifiedSince ? 'not modified' : 'holds';
}

/** For a read: true means 304. */
export function isNotModified(headers: IncomingHttpHeaders, object: StoredObject): boolean {
  const outcome = evaluate(headers, '', object);
  if (outcome === 'failed') throw new S3Error('PreconditionFailed');
  return outcome === 'not modified';
}

/** For a write, and for the source of a copy: whatever does not hold is a refusal. */
export function requireConditions(
  headers: IncomingHttpHeaders,
  object: StoredObject | undefined,
  prefix: '' | 'x-amz-copy-source-' = '',
): void {
  if (evaluate(headers, prefix, object) !== 'holds') throw new S3Error('PreconditionFailed');
}

export interface ByteRange {
  /** Both included. */
  readonly start: number;
  readonly end: number;
}

/** R2 takes one range and refuses what does not parse, where HTTP would have it ignored. The text really ends in `.'`. */
export function parseRange(header: string, size: number): ByteRange {
  const match = /^bytes=(?:(\d+)-(\d+)?|-(\d+))$/.exec(header);
  if (match === null) {
    throw new S3Error(
      'InvalidArgument',
      "range must be in format 'bytes=start-end', 'bytes=start-' or 'bytes=-suffix'.'",
    );
  }
  const [, first, last, suffix] = match;
  if (first !== undefined && last !== undefined && Number(first) > Number(last)) {
    throw new S3Error('InvalidArgument', 'range must be positive.');
  }
  const start = first === undefined ? Math.max(size - Number(suffix), 0) : Number(first);
  if (start >= size) throw new S3Error('InvalidRange');
  return { start, end: Math.min(last === undefined ? size - 1 : Number(last), size - 1) };
}
