import type { Failure, FailureCode } from '../../../../shared/failure';

/**
 * Whom a failure concerns. `item`: this one alone. `away`: the way to the server, so all of the connection, and it passes by
 * itself. `held`: all of the connection, and a person must mend it. `doubt`: one of these; the server itself is asked.
 */
export type Scope = 'item' | 'away' | 'held' | 'doubt';

const CERTAIN: Readonly<Partial<Record<FailureCode, Scope>>> = {
  offline: 'away',
  'host-not-found': 'away',
  'connection-refused': 'away',
  'rate-limited': 'away',
  'secrets-unreadable': 'held',
  'secrets-unavailable': 'held',
  'secrets-locked': 'held',
  'sandbox-failed': 'held',
  'proxy-unsupported': 'held',
  'proxy-login': 'held',
  'proxy-unreachable': 'away',
};

/** What the bucket's own answer to a small question means, if it is a failure. */
const OF_ANSWER: Readonly<Partial<Record<FailureCode, 'away' | 'held'>>> = {
  'connection-lost': 'away',
  timeout: 'away',
  'server-error': 'away',
  // A hotel's login page, a proxy that opens TLS: it passes when the machine is in another network.
  tls: 'away',
  'not-an-s3-server': 'away',
  'access-denied': 'held',
  'unknown-key': 'held',
  'wrong-secret': 'held',
  'key-id-shape': 'held',
  'not-entitled': 'held',
  'no-such-bucket': 'held',
  'clock-skew': 'held',
};

/** What the failure of an item's try tells of its connection. */
export function scopeOf(cause: Failure): Scope {
  return CERTAIN[cause.code] ?? (OF_ANSWER[cause.code] === undefined ? 'item' : 'doubt');
}

/** What the answer to the question whether a bucket can be listed says of its connection; null is a page of the list. */
export function verdictOf(answer: Failure | null): 'well' | 'away' | 'held' {
  if (answer === null) return 'well';
  const certain = CERTAIN[answer.code];
  if (certain === 'away' || certain === 'held') return certain;
  // A server that knows no such question has answered all the same.
  return OF_ANSWER[answer.code] ?? 'well';
}
