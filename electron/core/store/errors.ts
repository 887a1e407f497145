import { failure, FailureError, retryAfter, type Failure, type FailureCode } from '../../../shared/failure';
import { rowOf } from '../../../shared/row-of';
import { abortError, isAbort } from './abort';
import { failureOfNetwork } from './network-errors';
import { redact } from './redact';

export interface ErrorContext {
  readonly host: string;
  readonly bucket: string;
  /** The object that was asked for; null for the bucket itself. */
  readonly key: string | null;
  /** What an unmet precondition (412) means here. */
  readonly precondition: 'already-exists' | 'object-changed';
}

/** R2's codes (developers.cloudflare.com/r2/api/error-codes), and those of other S3 servers that differ. */
const BY_S3_CODE: Readonly<Record<string, FailureCode | 'precondition'>> = {
  Unauthorized: 'unknown-key',
  InvalidAccessKeyId: 'unknown-key',
  ExpiredToken: 'unknown-key',
  InvalidToken: 'unknown-key',
  SignatureDoesNotMatch: 'wrong-secret',
  AccessDenied: 'access-denied',
  ObjectLockedByBucketPolicy: 'access-denied',
  NotEntitled: 'not-entitled',
  RequestTimeTooSkewed: 'clock-skew',
  ExpiredRequest: 'request-expired',
  NoSuchBucket: 'no-such-bucket',
  InvalidBucketName: 'invalid-bucket-name',
  NoSuchKey: 'no-such-key',
  InvalidObjectName: 'invalid-key',
  KeyTooLongError: 'invalid-key',
  NoSuchUpload: 'no-such-upload',
  // A part that has gone missing, or was changed: the parts are listed and sent again.
  InvalidPart: 'damaged-in-transit',
  PreconditionFailed: 'precondition',
  EntityTooLarge: 'too-large',
  MetadataTooLarge: 'metadata-too-large',
  InvalidRange: 'invalid-range',
  IncompleteBody: 'connection-lost',
  ClientDisconnect: 'connection-lost',
  RequestTimeout: 'timeout',
  InvalidDigest: 'damaged-in-transit',
  BadDigest: 'damaged-in-transit',
  XAmzContentSHA256Mismatch: 'damaged-in-transit',
  TooManyRequests: 'rate-limited',
  SlowDown: 'rate-limited',
  InternalError: 'server-error',
  ServiceUnavailable: 'server-error',
  NotImplemented: 'not-implemented',
};

/** For answers without a code: to HEAD there is no body, and Cloudflare's edge answers with HTML. */
function codeOfStatus(status: number, key: string | null): FailureCode | 'precondition' {
  if (status < 400) return 'not-an-s3-server';
  if (status === 401) return 'unknown-key';
  if (status === 403) return 'access-denied';
  if (status === 404) return key === null ? 'no-such-bucket' : 'no-such-key';
  if (status === 408) return 'timeout';
  if (status === 412) return 'precondition';
  if (status === 413) return 'too-large';
  if (status === 416) return 'invalid-range';
  if (status === 429) return 'rate-limited';
  // 501 too: R2 has answered a HEAD with it now and then (neiliro/neiliro#290); a refusal for good comes with its code.
  return status >= 500 ? 'server-error' : 'unexpected-reply';
}

/** What an S3 server answered instead of what was asked for. */
export interface S3Answer {
  readonly status: number;
  /** As it stands in the XML; null where there was none. */
  readonly code: string | null;
  readonly message: string;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
}

export function failureOfAnswer(answer: S3Answer, context: ErrorContext): Failure {
  const code = codeOfAnswer(answer, context);
  const cause = failure(code, paramsOf(answer, context), redact(detailOf(answer)));
  const wait = retryAfterMs(answer.headers);
  return wait !== null && cause.retry.kind === 'backoff' ? retryAfter(cause, wait) : cause;
}

function codeOfAnswer(answer: S3Answer, context: ErrorContext): FailureCode {
  const found = (answer.code === null ? undefined : rowOf(BY_S3_CODE, answer.code)) ?? codeWithoutRow(answer, context);
  return found === 'precondition' ? context.precondition : found;
}

function codeWithoutRow(answer: S3Answer, context: ErrorContext): FailureCode | 'precondition' {
  // R2 for an id and a secret that are swapped, or a pasted blank: "Credential access key has length 64, should be 32".
  if (/access key has length \d+/i.test(answer.message)) return 'key-id-shape';
  if (answer.code !== null) return answer.status >= 500 ? 'server-error' : codeOfUnknownCode(answer.status, context);
  const html = (answer.headers['content-type'] ?? '').toLowerCase().startsWith('text/html');
  // A login page, a proxy or an ordinary web server; above 500 it is Cloudflare's edge in front of R2.
  return html && answer.status < 500 && answer.status !== 429
    ? 'not-an-s3-server'
    : codeOfStatus(answer.status, context.key);
}

/** A refusal whose code is in no table: its kind by status, without reading "no such object" into an unknown 404. */
function codeOfUnknownCode(status: number, context: ErrorContext): FailureCode | 'precondition' {
  return status === 404 ? 'unexpected-reply' : codeOfStatus(status, context.key);
}

function paramsOf(answer: S3Answer, context: ErrorContext): Failure['params'] {
  const { host, bucket, key } = context;
  return { host, bucket, ...(key === null ? {} : { key }), status: answer.status };
}

function detailOf(answer: S3Answer): string {
  const name = answer.code ?? `HTTP ${answer.status}`;
  return answer.message === '' ? name : `${name}: ${answer.message}`;
}

/** Milliseconds that `Retry-After` asks for; a date is held against the server's own clock. At most an hour. */
function retryAfterMs(headers: Readonly<Record<string, string>>): number | null {
  const value = headers['retry-after']?.trim();
  if (value === undefined || value === '') return null;
  const ms = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.parse(headers['date'] ?? '');
  return Number.isFinite(ms) && ms >= 0 ? Math.min(ms, 3_600_000) : null;
}

/** An error of the S3 client, as a failure; null for what is no expected failure (a bug). */
export function failureOf(error: unknown, context: ErrorContext): Failure | null {
  if (error instanceof FailureError) return error.failure;
  const answer = answerOf(error);
  return answer === null ? failureOfNetwork(error, context.host) : failureOfAnswer(answer, context);
}

/** What to throw in place of an error of the S3 client: an AbortError, a FailureError, or a bug as it is. */
export function thrownFor(error: unknown, context: ErrorContext, signal: AbortSignal): unknown {
  if (isAbort(error)) return error;
  if (signal.aborted) return abortError(signal);
  const cause = failureOf(error, context);
  return cause === null || error instanceof FailureError ? error : new FailureError(cause);
}

const NO_CODE = new Set(['', 'Error', 'Unknown', 'UnknownError', 'NotFound', 'SyntaxError', 'TypeError']);

/** Reads the server's answer out of an SDK error, which carries it in `$response`; null when there was none. */
function answerOf(error: unknown): S3Answer | null {
  if (!(error instanceof Error)) return null;
  const response = property(error, '$response');
  const status = property(response, 'statusCode') ?? property(property(error, '$metadata'), 'httpStatusCode');
  // A connection that breaks in the middle of a good answer is the network's failure, not an answer.
  if (typeof status !== 'number' || (status < 400 && failureOfNetwork(error, '') !== null)) return null;
  // S3 may begin a 200 and then fail; a name in the table is then its code, any other the parser's.
  const named = rowOf(BY_S3_CODE, error.name) !== undefined || (status >= 300 && !NO_CODE.has(error.name));
  return {
    status,
    code: named ? error.name : null,
    message: named ? error.message : '',
    headers: textHeaders(property(response, 'headers')),
  };
}

function property(from: unknown, name: string): unknown {
  return typeof from === 'object' && from !== null ? (from as Readonly<Record<string, unknown>>)[name] : undefined;
}

function textHeaders(headers: unknown): Readonly<Record<string, string>> {
  if (typeof headers !== 'object' || headers === null) return {};
  const entries = Object.entries(headers).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return Object.fromEntries(entries.map(([name, value]) => [name.toLowerCase(), value]));
}
