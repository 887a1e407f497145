/**
 * An expected failure, as a value: what happened (`code`, `params`), what the other side said (`detail`, redacted, for the
 * curious), whether trying again can help, and the one action that does. The words stand in `renderer/i18n`, by code.
 */
export interface Failure {
  readonly code: FailureCode;
  readonly params: FailureParams;
  readonly detail: string | null;
  readonly retry: Retry;
  readonly action: FailureAction;
}

export type FailureParams = Readonly<Record<string, string | number>>;

export type Retry =
  | { readonly kind: 'never' }
  /** By itself, after a growing wait. */
  | { readonly kind: 'backoff' }
  /** Not before so many milliseconds, as the server asked (`Retry-After`). */
  | { readonly kind: 'after'; readonly ms: number }
  /** When a person has mended the cause. */
  | { readonly kind: 'when-mended' };

/** The one thing that helps; the page turns it into a button. */
export type FailureAction =
  | 'none'
  | 'retry'
  | 'edit-connection'
  | 'open-settings'
  | 'unlock-secrets'
  | 'choose-another-name'
  | 'choose-another-folder'
  | 'free-space'
  | 'set-public-domain'
  | 'open-dashboard-tokens'
  | 'open-dashboard-r2';

/** Every code with what to do about it. The one table: a new code needs a row here and words in each language. */
const RULES = {
  // The way to the server
  offline: ['backoff', 'retry'],
  'host-not-found': ['backoff', 'edit-connection'],
  'connection-refused': ['backoff', 'edit-connection'],
  'connection-lost': ['backoff', 'retry'],
  tls: ['when-mended', 'edit-connection'],
  timeout: ['backoff', 'retry'],
  'not-an-s3-server': ['when-mended', 'edit-connection'],
  'no-transformations': ['when-mended', 'none'],
  // Who is asking
  'key-id-shape': ['when-mended', 'edit-connection'],
  'unknown-key': ['when-mended', 'edit-connection'],
  'wrong-secret': ['when-mended', 'edit-connection'],
  'access-denied': ['when-mended', 'edit-connection'],
  'not-entitled': ['when-mended', 'open-dashboard-r2'],
  'clock-skew': ['when-mended', 'retry'],
  'proxy-unsupported': ['when-mended', 'retry'],
  'proxy-login': ['when-mended', 'retry'],
  'proxy-unreachable': ['backoff', 'retry'],
  'request-expired': ['backoff', 'retry'],
  'secrets-unreadable': ['when-mended', 'edit-connection'],
  'secrets-unavailable': ['when-mended', 'edit-connection'],
  'secrets-locked': ['when-mended', 'unlock-secrets'],
  'same-keys': ['when-mended', 'none'],
  'passphrase-wrong': ['when-mended', 'none'],
  'passphrase-wait': ['when-mended', 'none'],
  'api-token-refused': ['when-mended', 'open-dashboard-tokens'],
  'api-token-inactive': ['when-mended', 'open-dashboard-tokens'],
  'api-token-permission': ['when-mended', 'open-dashboard-tokens'],
  'api-token-missing': ['when-mended', 'edit-connection'],
  // What is asked for
  'other-jurisdiction': ['when-mended', 'edit-connection'],
  'no-such-bucket': ['when-mended', 'edit-connection'],
  'invalid-bucket-name': ['when-mended', 'choose-another-name'],
  'bucket-name-taken': ['when-mended', 'choose-another-name'],
  'no-such-key': ['never', 'none'],
  'invalid-key': ['when-mended', 'choose-another-name'],
  'no-such-upload': ['backoff', 'retry'],
  'already-exists': ['when-mended', 'choose-another-name'],
  'object-changed': ['backoff', 'retry'],
  'source-changed': ['when-mended', 'retry'],
  'bucket-changed': ['when-mended', 'edit-connection'],
  'same-object': ['never', 'none'],
  'into-itself': ['when-mended', 'none'],
  'too-large': ['never', 'none'],
  'metadata-too-large': ['never', 'none'],
  'invalid-range': ['never', 'none'],
  // How the server is
  'rate-limited': ['backoff', 'retry'],
  'server-error': ['backoff', 'retry'],
  'not-implemented': ['never', 'none'],
  'unexpected-reply': ['when-mended', 'retry'],
  // What arrived
  'damaged-in-transit': ['backoff', 'retry'],
  'verification-failed': ['when-mended', 'retry'],
  // Files here
  'file-missing': ['when-mended', 'retry'],
  'file-unreadable': ['when-mended', 'retry'],
  'file-changed': ['when-mended', 'retry'],
  'disk-full': ['when-mended', 'free-space'],
  'folder-unwritable': ['when-mended', 'choose-another-folder'],
  'nothing-to-add': ['never', 'none'],
  'list-damaged': ['never', 'none'],
  'folder-missing': ['when-mended', 'retry'],
  'folder-watched': ['when-mended', 'choose-another-folder'],
  'trash-refused': ['when-mended', 'retry'],
  // Pictures
  'not-a-picture': ['never', 'none'],
  'picture-too-large': ['never', 'none'],
  'animated-picture': ['never', 'none'],
  'not-converted': ['when-mended', 'retry'],
  'location-unclear': ['never', 'none'],
  'location-not-removed': ['when-mended', 'retry'],
  'unsupported-media': ['never', 'none'],
  'document-locked': ['never', 'none'],
  // Links
  'public-base-missing': ['when-mended', 'set-public-domain'],
  'public-base-is-s3-endpoint': ['when-mended', 'set-public-domain'],
  'not-public': ['when-mended', 'set-public-domain'],
  'cached-404': ['when-mended', 'none'],
  'cors-changed': ['when-mended', 'retry'],
  // Generation
  'provider-not-set-up': ['when-mended', 'open-settings'],
  'provider-unreachable': ['backoff', 'retry'],
  'provider-key-refused': ['when-mended', 'open-settings'],
  'provider-key-unreadable': ['when-mended', 'open-settings'],
  'provider-refused-prompt': ['never', 'none'],
  'provider-refused-input': ['when-mended', 'none'],
  'provider-job-failed': ['when-mended', 'retry'],
  'provider-job-gone': ['when-mended', 'retry'],
  'reference-not-a-picture': ['when-mended', 'none'],
  'program-not-found': ['when-mended', 'open-settings'],
  'program-needs-shell': ['when-mended', 'open-settings'],
  'program-failed': ['when-mended', 'retry'],
  'program-made-nothing': ['when-mended', 'open-settings'],
  'provider-quota': ['when-mended', 'retry'],
  'provider-bad-answer': ['when-mended', 'retry'],
  // The local API
  'port-taken': ['when-mended', 'none'],
  'local-token-unreadable': ['when-mended', 'none'],
  // The app itself
  'import-nothing-found': ['when-mended', 'none'],
  'invalid-input': ['never', 'none'],
  'no-connection': ['when-mended', 'edit-connection'],
  'not-found': ['never', 'none'],
  'sandbox-failed': ['when-mended', 'retry'],
  'update-untrusted': ['when-mended', 'none'],
  'update-failed': ['backoff', 'retry'],
  'update-not-installed': ['when-mended', 'none'],
  unexpected: ['when-mended', 'retry'],
} as const satisfies Record<string, readonly [Exclude<Retry['kind'], 'after'>, FailureAction]>;

export type FailureCode = keyof typeof RULES;

/** All codes, for tables of words and for tests. */
export const FAILURE_CODES = Object.keys(RULES) as FailureCode[];

/** Builds a failure with the retry rule and the action that belong to its code. `detail` must hold no secret. */
export function failure(code: FailureCode, params: FailureParams = {}, detail: string | null = null): Failure {
  const [retry, action] = RULES[code];
  return { code, params, detail, retry: { kind: retry }, action };
}

/** A failure that is not to be tried again before `ms` milliseconds have passed. */
export function retryAfter(cause: Failure, ms: number): Failure {
  return { ...cause, retry: { kind: 'after', ms } };
}

/** Carries an expected failure through code that throws; the IPC router turns it back into a value. */
export class FailureError extends Error {
  readonly failure: Failure;

  constructor(cause: Failure, options?: ErrorOptions) {
    super(cause.detail === null ? cause.code : `${cause.code}: ${cause.detail}`, options);
    this.name = 'FailureError';
    this.failure = cause;
  }
}

/** Throws an expected failure. */
export function fail(code: FailureCode, params: FailureParams = {}, detail: string | null = null): never {
  throw new FailureError(failure(code, params, detail));
}
