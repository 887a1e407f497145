import type { IncomingHttpHeaders } from 'node:http';
import { demand } from './errors';
import type { Content } from './tables';

type Kept = Pick<Content, 'etag' | 'modified'>;
type Prefix = '' | 'x-amz-copy-source-';

const seconds = (time: number): number => Math.floor(time / 1000);

function matches(header: string, etag: string): boolean {
  return header.split(',').some((one) => ['*', etag].includes(one.trim().replace(/^(W\/)?"?|"$/g, '')));
}

/**
 * How a request's If-* headers come out: RFC 9110's order, with R2's two ways of its own, both after miniflare's copy of its
 * gateway: "unmodified since" wants a time strictly later than the object's, and an absent object has neither been modified
 * nor matched.
 */
function evaluate(headers: IncomingHttpHeaders, prefix: Prefix, object: Kept | undefined) {
  const header = (name: string): string | undefined => headers[prefix + name]?.toString();
  const time = (name: string): number => seconds(Date.parse(header(name) ?? ''));
  const [match, noneMatch] = [header('if-match'), header('if-none-match')];
  const [modifiedSince, unmodifiedSince] = [time('if-modified-since'), time('if-unmodified-since')];
  if (object === undefined) return match === undefined && Number.isNaN(modifiedSince) ? 'holds' : 'failed';
  const modified = seconds(object.modified);
  if (match === undefined ? modified >= unmodifiedSince : !matches(match, object.etag)) return 'failed';
  const same = noneMatch === undefined ? modified <= modifiedSince : matches(noneMatch, object.etag);
  return same ? 'not modified' : 'holds';
}

/** For a read: true means 304. */
export function isNotModified(headers: IncomingHttpHeaders, object: Kept): boolean {
  const outcome = evaluate(headers, '', object);
  demand(outcome !== 'failed', 'PreconditionFailed');
  return outcome === 'not modified';
}

/** For a write, and for the source of a copy: whatever does not hold is a refusal. */
export function requireConditions(headers: IncomingHttpHeaders, object: Kept | undefined, prefix: Prefix = ''): void {
  demand(evaluate(headers, prefix, object) === 'holds', 'PreconditionFailed');
}

export type OnMalformed = 'refuse' | 'overlook';

/** R2 takes one range and refuses what does not parse, where HTTP has it overlooked. The text really ends in `.'`. */
export function parseRange(header: string | undefined, size: number, onMalformed: OnMalformed = 'refuse') {
  const [, first, last, suffix] = /^bytes=(?:(\d+)-(\d+)?|-(\d+))$/.exec(header ?? '') ?? [];
  const forms = "'bytes=start-end', 'bytes=start-' or 'bytes=-suffix'.'";
  const backwards = Number(first) > Number(last);
  const isRange = (first !== undefined || suffix !== undefined) && !backwards;
  if (header === undefined || (!isRange && onMalformed === 'overlook')) return undefined;
  demand(isRange, 'InvalidArgument', backwards ? 'range must be positive.' : `range must be in format ${forms}`);
  const start = Number(first ?? Math.max(size - Number(suffix), 0));
  demand(start < size, 'InvalidRange');
  return { start, end: Math.min(Number(last ?? size), size - 1) };
}
