import { failure, FailureError, type Failure, type FailureCode } from '../../../shared/failure';
import { redact } from './redact';

/** Node's and OpenSSL's names for what goes wrong on the way to a server. */
const BY_CODE: Readonly<Record<string, FailureCode>> = {
  ENOTFOUND: 'host-not-found',
  EAI_AGAIN: 'offline',
  ENETUNREACH: 'offline',
  ENETDOWN: 'offline',
  EHOSTUNREACH: 'offline',
  EHOSTDOWN: 'offline',
  EADDRNOTAVAIL: 'offline',
  ECONNREFUSED: 'connection-refused',
  ECONNRESET: 'connection-lost',
  ECONNABORTED: 'connection-lost',
  EPIPE: 'connection-lost',
  ERR_STREAM_PREMATURE_CLOSE: 'connection-lost',
  ETIMEDOUT: 'timeout',
  ESOCKETTIMEDOUT: 'timeout',
  // A handshake that the other side ends: a host outside the wildcard certificate, R2 enabled minutes ago, a proxy.
  EPROTO: 'tls',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'tls',
  SELF_SIGNED_CERT_IN_CHAIN: 'tls',
};

const BY_PREFIX: readonly (readonly [string, FailureCode])[] = [
  ['CERT_', 'tls'],
  ['ERR_TLS_', 'tls'],
  ['ERR_SSL_', 'tls'],
  ['UNABLE_TO_', 'tls'],
  ['HOSTNAME_MISMATCH', 'tls'],
  // The answer is no HTTP at all.
  ['HPE_', 'not-an-s3-server'],
];

const MAX_DEPTH = 5;

/** The failure of the way to `host` (or of the proxy on it), if the error or what caused it is one; null for all others. */
export function failureOfNetwork(error: unknown, host: string): Failure | null {
  const known = findFailure(error, 0);
  if (known !== null) return known;
  const found = findNetworkError(error, 0);
  return found === null ? null : failure(found.code, { host }, redact(found.detail));
}

/** What the way has told in our own words already, though a client may have wrapped it. */
function findFailure(error: unknown, depth: number): Failure | null {
  if (error instanceof FailureError) return error.failure;
  return error instanceof Error && depth < MAX_DEPTH ? findFailure(error.cause, depth + 1) : null;
}

function findNetworkError(error: unknown, depth: number): { code: FailureCode; detail: string } | null {
  if (!(error instanceof Error) || depth > MAX_DEPTH) return null;
  const own = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const code = codeOfName(own) ?? (error.name === 'TimeoutError' ? 'timeout' : null);
  if (code !== null) return { code, detail: own === '' ? error.message : `${own}: ${error.message}` };
  const inner = error instanceof AggregateError ? (error.errors[0] as unknown) : error.cause;
  return findNetworkError(inner, depth + 1);
}

function codeOfName(name: string): FailureCode | null {
  return BY_CODE[name] ?? BY_PREFIX.find(([prefix]) => name.startsWith(prefix))?.[1] ?? null;
}
