import { failure, FailureError } from '../../../shared/failure';
import type { ErrorContext } from './errors';
import type { DeleteAnswer } from './object-store';

/** Reading what an S3 server answers, apart from the client that asks. */

/** An ETag as it is compared: without quotes, and without the mark of an answer that was compressed on the way. */
export function bareEtag(etag: string): string {
  return etag.replace(/^W\//, '').replace(/^"(.*)"$/, '$1');
}

/**
 * A key out of a listing with `encoding-type=url`, which S3 servers write like a form: `+` for a blank, `%2B` for a plus. Asked
 * for since XML has no word for control characters, and its parsers trim blanks. Servers that ignore it say so by leaving it out.
 */
export function listedKey(text: string, encoding: string): string {
  if (encoding !== 'url' || !/[+%]/.test(text)) return text;
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}

/** Fails for an answer that is none of an S3 server's although its status is good: a login page, another kind of server. */
export function mustHave<T>(value: T | undefined | null, what: string, context: ErrorContext): T {
  if (value !== undefined && value !== null && value !== '') return value;
  const { host, bucket } = context;
  throw new FailureError(failure('not-an-s3-server', { host, bucket }, `The answer has no ${what}`));
}

/** `bytes 0-9/1234` → 1234; null when it is not told. */
export function totalOfRange(contentRange: string | undefined): number | null {
  const total = /\/(\d+)$/.exec(contentRange ?? '')?.[1];
  return total === undefined ? null : Number(total);
}

/** True when a key can stand in a DeleteObjects document: XML 1.0 has no word for the other control characters. */
export function fitsXml(key: string): boolean {
  return !/[\u0000-\u001f\u007f-\u009f\ufffe\uffff]|^\s|\s$/.test(key);
}

export interface BatchReply {
  readonly deleted: readonly string[];
  readonly failed: readonly { readonly key: string; readonly code: string; readonly message: string }[];
}

/**
 * Each key's own answer in a batch. A key that is named nowhere is gone when the reply counts as many as were asked (a server
 * may spell it in another normalisation), and is not proven gone otherwise.
 */
export function answersOfBatch(
  keys: readonly string[],
  reply: BatchReply,
  failureOfKey: (key: string, code: string, message: string) => Extract<DeleteAnswer, { deleted: false }>['failure'],
): DeleteAnswer[] {
  const failed = new Map(reply.failed.map((one) => [one.key, one]));
  const deleted = new Set(reply.deleted);
  const complete = reply.deleted.length + reply.failed.length >= keys.length;
  return keys.map((key) => {
    const error = failed.get(key);
    if (error !== undefined) return { key, deleted: false, failure: failureOfKey(key, error.code, error.message) };
    if (deleted.has(key) || (complete && failed.size === 0)) return { key, deleted: true };
    return {
      key,
      deleted: false,
      failure: failure('unexpected-reply', { key }, 'The reply does not name this object'),
    };
  });
}
