import { failure, retryAfter, type Failure, type FailureCode } from '../../../../shared/failure';
import { redact } from '../redact';

/** The permission that a call takes, in the dashboard's words; null where any valid token will do. */
export type Needs = 'Workers R2 Storage: Read' | 'Workers R2 Storage: Edit' | null;

/** An answer of Cloudflare's API that is no success. */
export interface Refusal {
  readonly status: number;
  readonly host: string;
  readonly errors: readonly { readonly code: number; readonly message: string }[];
  readonly retryAfterSeconds: number | null;
}

/**
 * R2's codes are those of developers.cloudflare.com/r2/api/error-codes; those below 10000 are the API's own, documented nowhere
 * and seen in cloudflare/workers-sdk and favonia/cloudflare-ddns#897.
 */
const BY_CODE: Readonly<Record<number, FailureCode>> = {
  1000: 'api-token-refused', // Invalid API Token
  1001: 'api-token-refused', // Missing or malformed token
  6003: 'api-token-refused', // Invalid request headers: not even the form of a token
  6111: 'api-token-refused',
  9106: 'api-token-refused',
  9107: 'api-token-refused',
  10000: 'api-token-permission', // "Authentication error": a valid token that may not do this, or not in this account
  10003: 'api-token-permission',
  10042: 'not-entitled',
  10004: 'bucket-name-taken',
  10073: 'bucket-name-taken',
  10005: 'invalid-bucket-name',
  10006: 'no-such-bucket',
  10058: 'rate-limited',
  971: 'rate-limited',
};

/** No CORS policy: an answer, not an error. */
export const NO_CORS_POLICY = 10_059;

export function hasCode({ errors }: Refusal, code: number): boolean {
  return errors.some((error) => error.code === code);
}

/** A refusal in the app's words; names the permission that was missing. */
export function failureOfRefusal(refusal: Refusal, asked: { readonly needs: Needs; readonly bucket: string }): Failure {
  const { status, host, errors, retryAfterSeconds } = refusal;
  const said = errors.map(({ code, message }) => `${code}: ${message}`).join('; ');
  const detail = redact(`HTTP ${status}${said === '' ? '' : ` ${said}`}`);
  const code = codeOf(refusal);
  const permission = asked.needs ?? 'Workers R2 Storage: Read';
  const cause = failure(code, { host, bucket: asked.bucket, permission, status }, detail);
  return code === 'rate-limited' && retryAfterSeconds !== null ? retryAfter(cause, retryAfterSeconds * 1000) : cause;
}

function codeOf({ status, errors }: Refusal): FailureCode {
  // 9109 is said of unknown tokens and of missing rights alike; only the words tell.
  if (errors.some(({ code, message }) => code === 9109 && /token/i.test(message))) return 'api-token-refused';
  for (const { code } of errors) {
    const known = BY_CODE[code];
    if (known !== undefined) return known;
  }
  if (status === 401) return 'api-token-refused';
  if (status === 403) return 'api-token-permission';
  if (status === 404) return 'no-such-bucket';
  if (status === 429) return 'rate-limited';
  return status >= 500 ? 'server-error' : 'unexpected-reply';
}
