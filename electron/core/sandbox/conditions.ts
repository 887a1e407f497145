import type { IncomingHttpHeaders } from 'node:http';
import { demand } from './errors';

/**
 * Refuses if If-Match does not hold; true if If-None-Match does not, which is a 304 for a read. The ETag is that of the object, if
 * there is one: what is not there matches nothing.
 */
export function isExcluded(headers: IncomingHttpHeaders, etag: string | undefined, prefix = ''): boolean {
  const matches = (header: string): boolean => {
    const bare = header.replace(/\s|(W\/)?"/g, '').split(',');
    return etag !== undefined && bare.some((one) => one === '*' || one === etag);
  };
  const [match, noneMatch] = [headers[`${prefix}if-match`], headers[`${prefix}if-none-match`]];
  demand(match === undefined || matches(String(match)), 'PreconditionFailed');
  return noneMatch !== undefined && matches(String(noneMatch));
}

/** R2 takes one range and refuses what does not parse, where HTTP has it overlooked. The text really ends in `.'`. */
export function parseRange(header: string | undefined, size: number) {
  const [, first, last, suffix] = /^bytes=(?:(\d+)-(\d+)?|-(\d+))$/.exec(header ?? 'bytes=0-') ?? [];
  const forms = "'bytes=start-end', 'bytes=start-' or 'bytes=-suffix'.'";
  demand(first !== undefined || suffix !== undefined, 'InvalidArgument', `range must be in format ${forms}`);
  demand(!(Number(first) > Number(last)), 'InvalidArgument', 'range must be positive.');
  const start = Number(first ?? Math.max(size - Number(suffix), 0));
  demand(start < size || header === undefined, 'InvalidRange');
  return { start, end: Math.min(Number(last ?? size), size - 1) };
}
