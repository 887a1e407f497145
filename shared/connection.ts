import type { Failure } from './failure';
import type { Jurisdiction } from './r2';

/** Where the S3 API of a connection is. */
export type ConnectionAddress =
  | { readonly kind: 'r2'; readonly accountId: string; readonly jurisdiction: Jurisdiction }
  /** Any S3-compatible endpoint, without a bucket; https, or http on this machine. */
  | {
      readonly kind: 'endpoint';
      readonly endpoint: string;
      readonly region: string;
      readonly style: AddressingStyle;
    }
  /** The sandbox bucket that comes with the app; its endpoint is known while it runs. */
  | { readonly kind: 'sandbox' };

/** Where a request names the bucket: as the first part of the path, or as a label in front of the host. */
export const ADDRESSING_STYLES = ['path', 'virtual-hosted'] as const;
export type AddressingStyle = (typeof ADDRESSING_STYLES)[number];

/**
 * How the secret of a connection is kept. `unreadable`: there is a ciphertext, and this system's keychain cannot open it.
 * `locked`: the passphrase opens it. `missing`: it was kept for a session that has ended.
 */
export type SecretState = 'stored' | 'session' | 'locked' | 'unreadable' | 'missing';

/** How the API token of a connection is kept; none is needed, and one whose session has ended is `none`. */
export type ApiTokenState = Exclude<SecretState, 'missing'> | 'none';

/** An address where anyone can read the objects of a bucket. */
export interface PublicDomain {
  /** Without a trailing slash; with a path where one was wanted. */
  readonly base: string;
  /** When an object of the bucket was first seen to open there, ms since 1970; null: none yet, so links do not trust it. */
  readonly provenAt: number | null;
  /** Its zone resizes pictures under `/cdn-cgi/image/` (Cloudflare's Images, Transformations). */
  readonly transformations: boolean;
}

/** A connection to one bucket, as the page may see it: no secret in it. */
export interface ConnectionProfile {
  readonly id: string;
  readonly name: string;
  readonly address: ConnectionAddress;
  readonly bucket: string;
  /** Base of public links without a trailing slash, the preferred one; null where the bucket is private. */
  readonly publicBase: string | null;
  /** All of them, the preferred one first. */
  readonly publicDomains: readonly PublicDomain[];
  readonly accessKeyId: string;
  readonly secret: SecretState;
  readonly apiToken: ApiTokenState;
  readonly rights: ConnectionRights;
  /** ms since 1970. */
  readonly createdAt: number;
  /** Since when it has had these keys, ms since 1970. */
  readonly keysSince: number;
  /** When the person was last reminded of their age or end and put it off, ms since 1970; null: never. */
  readonly keysRemindedAt: number | null;
  /** How long the keys' token is good; null where Cloudflare has not told: it tells only of an API token's value. */
  readonly keysTerm: TokenTerm | null;
  /** How long the API token is good; null too where there is none. */
  readonly apiTokenTerm: TokenTerm | null;
  /** The person knows that the keys reach farther than this bucket, and need not be told again. */
  readonly reachAccepted: boolean;
}

/** Between when a token is good, as its owner chose: ms since 1970; null: without a beginning or an end. */
export interface TokenTerm {
  readonly from: number | null;
  readonly until: number | null;
}

/** What the token of a connection may do, as the last check and refusals since have shown; null: not known. */
export interface ConnectionRights {
  readonly write: boolean | null;
  readonly delete: boolean | null;
  /** It is told all buckets of the account, which is more than the app needs. Of R2's tokens the Admin ones alone are. */
  readonly listBuckets: boolean | null;
}

export const UNKNOWN_RIGHTS: ConnectionRights = { write: null, delete: null, listBuckets: null };

/** The secret of a draft. What an import found stays in main and is named by an id; what was typed comes along once. */
export type DraftSecret =
  | { readonly kind: 'typed'; readonly value: string }
  | { readonly kind: 'held'; readonly id: string }
  | { readonly kind: 'stored'; readonly connectionId: string };

/** The Cloudflare API token of a draft, which a connection may do without. */
export type DraftApiToken = DraftSecret | { readonly kind: 'none' };

/** A connection as it is being made or changed. */
export interface ConnectionDraft {
  readonly address: ConnectionAddress;
  readonly bucket: string;
  readonly publicBase: string | null;
  readonly accessKeyId: string;
  readonly secret: DraftSecret;
  readonly apiToken: DraftApiToken;
}

/** An API token that Cloudflare knows, with the S3 pair that it gives; the secrets themselves stay in main. */
export interface VerifiedToken {
  readonly accessKeyId: string;
  /** Names the Secret Access Key, for a `DraftSecret`. */
  readonly heldSecretId: string;
  /** Names the token, for a `DraftApiToken`. */
  readonly heldTokenId: string;
  readonly term: TokenTerm;
}

/** What a connection is made of, as an import tells of it. */
export type ImportPart = 'address' | 'access-key-id' | 'secret' | 'bucket' | 'public-domain' | 'api-token';

export interface ImportedPart {
  readonly part: ImportPart;
  /** The name it bore in the text (`R2_BUCKET_NAME`, “访问密钥 ID”); null for what was known by its form, or is not there. */
  readonly as: string | null;
  /** `left-out`: it was there, and could not be understood. */
  readonly state: 'found' | 'left-out' | 'missing';
}

/** What `connections.readImport` found in a text; the secrets themselves stay in main. */
export interface ImportedConnection {
  /** An rclone remote's or an AWS profile's name, where the text has several. */
  readonly name: string | null;
  readonly address: ConnectionAddress | null;
  readonly bucket: string | null;
  readonly publicBase: string | null;
  readonly accessKeyId: string | null;
  /** Names the secret that was found, for a `DraftSecret`; null when none was. */
  readonly heldSecretId: string | null;
  /** Names the API token that was found; null when none was. */
  readonly heldTokenId: string | null;
  readonly parts: readonly ImportedPart[];
  readonly warnings: readonly ImportWarning[];
}

export const IMPORT_WARNINGS = [
  /** The public domain holds the S3 API's host, which serves no public reads. */
  'public-domain-is-s3-endpoint',
  'bucket-in-endpoint',
  'two-buckets',
  'key-id-and-secret-swapped',
  'key-id-shape',
  'secret-shape',
  /** 32 digits without a name: an account's id or a key's. */
  'id-unclear',
  'endpoint-not-understood',
  'account-shape',
  'two-accounts',
  'two-jurisdictions',
  'token-and-secret-differ',
  /** The key to everything, which has no S3 pair. */
  'global-api-key',
  /** Keys with a session token, which end within hours. */
  'temporary-keys',
  'blanks',
] as const;
export type ImportWarning = (typeof IMPORT_WARNINGS)[number];

/** What new keys must be able to do before they take the place of old ones. */
export const KEY_RIGHTS = ['write', 'read-only'] as const;
export type KeyRights = (typeof KEY_RIGHTS)[number];

/** New keys, to take the place of those that a connection has. */
export interface NewKeys {
  readonly connectionId: string;
  /** Names the check that tries them. */
  readonly checkId: string;
  readonly accessKeyId: string;
  readonly secret: string;
  readonly rights: KeyRights;
}

/** What other programs read: an `.env` with the guide's names, rclone's configuration, a profile of AWS tools. */
export const EXPORT_FORMATS = ['env', 'rclone', 'aws'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** What a connection check proves, one line each: the rights, what websites may do, and this machine's clock. */
export const CHECK_LINES = ['list', 'write', 'read', 'delete', 'public-read', 'cors', 'clock'] as const;
export type CheckLineName = (typeof CHECK_LINES)[number];

export type CheckOutcome =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'running' }
  | { readonly kind: 'passed'; readonly ms: number; readonly facts: Readonly<Record<string, string | number>> }
  | { readonly kind: 'failed'; readonly failure: Failure }
  /** Could not be tried, since a line before it failed; or has no meaning (no public domain). */
  | { readonly kind: 'skipped'; readonly reason: SkipReason };

export type SkipReason = 'needs-write' | 'needs-list' | 'needs-public-read' | 'no-public-domain';

export interface CheckLine {
  readonly name: CheckLineName;
  readonly outcome: CheckOutcome;
}

/** A connection check as it stands: always all the lines, in their order. */
export interface ConnectionCheck {
  readonly checkId: string;
  readonly lines: readonly CheckLine[];
  /** Whether the keys are told all buckets of the account; null: not known (yet). No line of its own: neither is a failure. */
  readonly listsBuckets: boolean | null;
  /** `trying-again`: the keys were refused, and may be so new that not all of R2 knows them; it is tried for a minute. */
  readonly stage: 'running' | 'trying-again' | 'finished';
}

/** How secrets can be kept on this machine. */
export type SecretStorage =
  | { readonly kind: 'keychain'; readonly backend: string }
  /** Under a passphrase that the person chose; `keychain`: there is one to go back to. */
  | { readonly kind: 'passphrase'; readonly lock: 'locked' | 'open'; readonly keychain: boolean }
  /** No keychain (Linux without a keyring): secrets live until the app ends, and the app says so. */
  | { readonly kind: 'session-only' };

/** Whether a secret that is entered now outlives the app. */
export function isKeptOnDisk(storage: SecretStorage): boolean {
  return storage.kind === 'keychain' || (storage.kind === 'passphrase' && storage.lock === 'open');
}

/** Characters of a passphrase, and what a person could still mean. */
export const PASSPHRASE_LENGTH = { min: 8, max: 1000 } as const;

export interface ConnectionsState {
  readonly profiles: readonly ConnectionProfile[];
  readonly activeId: string | null;
  readonly storage: SecretStorage;
}
