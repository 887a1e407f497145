/**
 * What R2 is and what it is not, as data: hosts, shapes, limits. Sources: developers.cloudflare.com/r2/platform/limits,
 * /r2/reference/data-location, /r2/api/tokens, /r2/objects/multipart-objects (read 2026-10).
 */

export const JURISDICTIONS = ['default', 'eu', 'us', 'fedramp'] as const;
export type Jurisdiction = (typeof JURISDICTIONS)[number];

const S3_HOST_SUFFIX = 'r2.cloudflarestorage.com';

const MIB = 1024 * 1024;
const GIB = 1024 * MIB;

export const R2_LIMITS = {
  /** All parts but the last have the same size, of at least this many bytes. */
  minPartBytes: 5 * MIB,
  maxParts: 10_000,
  /** One PUT, one part: 5 GiB less 5 MiB. */
  maxPutBytes: 5 * GIB - 5 * MIB,
  /** One object: 5 TiB less 5 GiB. */
  maxObjectBytes: 5 * 1024 * GIB - 5 * GIB,
  maxKeyBytes: 1024,
  maxMetadataBytes: 8192,
  maxListKeys: 1000,
  /** AWS and R2 say 1,000; R2 has answered 500 above 700 (apache/opendal#2227). */
  deleteBatch: 500,
  maxPresignSeconds: 604_800,
} as const;

export const ACCOUNT_ID_SHAPE = /^[0-9a-f]{32}$/;
export const ACCESS_KEY_ID_SHAPE = /^[0-9a-f]{32}$/;
export const SECRET_ACCESS_KEY_SHAPE = /^[0-9a-f]{64}$/;
export const BUCKET_NAME_SHAPE = /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/;

/** A key in the small letters in which R2 gives it out, and alone knows it; what has no shape of one stays as it is. */
export function r2Key(text: string): string {
  const small = text.toLowerCase();
  return ACCESS_KEY_ID_SHAPE.test(small) || SECRET_ACCESS_KEY_SHAPE.test(small) ? small : text;
}

/** The account's S3 endpoint, without a bucket and without a trailing slash. */
export function r2Endpoint(accountId: string, jurisdiction: Jurisdiction): string {
  const label = jurisdiction === 'default' ? '' : `.${jurisdiction}`;
  return `https://${accountId}${label}.${S3_HOST_SUFFIX}`;
}

/** What a host under `r2.cloudflarestorage.com` says: account, jurisdiction, and a bucket glued in front. Null for others. */
export function parseR2Host(
  host: string,
): { readonly accountId: string; readonly jurisdiction: Jurisdiction; readonly bucket: string | null } | null {
  const lower = host.toLowerCase();
  if (!lower.endsWith(`.${S3_HOST_SUFFIX}`)) return null;
  const labels = lower.slice(0, -S3_HOST_SUFFIX.length - 1).split('.');
  const last = labels.at(-1);
  const jurisdiction = JURISDICTIONS.find((name) => name !== 'default' && name === last) ?? 'default';
  const rest = jurisdiction === 'default' ? labels : labels.slice(0, -1);
  const accountId = rest.at(-1);
  if (accountId === undefined || !ACCOUNT_ID_SHAPE.test(accountId) || rest.length > 2) return null;
  return { accountId, jurisdiction, bucket: rest.length === 2 ? (rest[0] ?? null) : null };
}

/** True for the S3 API's hosts, which never serve an unsigned read and so are never a public link. */
export function isS3ApiHost(host: string): boolean {
  const lower = host.toLowerCase();
  return lower === S3_HOST_SUFFIX || lower.endsWith(`.${S3_HOST_SUFFIX}`);
}

/** The dashboard's pages that the app opens, and R2's documentation. The only addresses that a page may ask for by name. */
export const PAGES = {
  dashboard: 'https://dash.cloudflare.com/',
  r2: 'https://dash.cloudflare.com/?to=/:account/r2',
  'purge-cache': 'https://dash.cloudflare.com/?to=/:account/:zone/caching/configuration',
  'r2-tokens': 'https://dash.cloudflare.com/?to=/:account/r2/api-tokens',
  'docs-r2': 'https://developers.cloudflare.com/r2/',
  'docs-s3': 'https://developers.cloudflare.com/r2/api/s3/api/',
  'docs-pricing': 'https://developers.cloudflare.com/r2/pricing/',
  'docs-public': 'https://developers.cloudflare.com/r2/buckets/public-buckets/',
} as const;
export type PageName = keyof typeof PAGES;
