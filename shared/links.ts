import { encodeKey } from './keys';
import { isS3ApiHost } from './r2';

/** Why a typed public domain cannot be one. */
export type PublicBaseProblem = 'not-a-url' | 's3-endpoint' | 'not-https' | 'has-query';

export type PublicBase =
  { readonly ok: true; readonly base: string } | { readonly ok: false; readonly problem: PublicBaseProblem };

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/** True for this machine's own addresses, the only ones that may be reached without TLS. */
export function isLoopbackHost(hostname: string): boolean {
  return LOOPBACK.has(hostname.toLowerCase());
}

/**
 * Reads what a person typed as public domain (`media.example.com`, `https://pub-….r2.dev/`, with a path if wanted) into a base
 * without a trailing slash. The S3 API's host is never one: it does not serve unsigned reads (r2/api/s3/presigned-urls).
 */
export function parsePublicBase(text: string): PublicBase {
  const trimmed = text.trim();
  const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed) ? trimmed : `https://${trimmed}`;
  if (!URL.canParse(withScheme)) return { ok: false, problem: 'not-a-url' };
  const url = new URL(withScheme);
  if (isS3ApiHost(url.hostname)) return { ok: false, problem: 's3-endpoint' };
  const loopback = isLoopbackHost(url.hostname);
  if (!loopback && !url.hostname.includes('.')) return { ok: false, problem: 'not-a-url' };
  if (url.protocol !== 'https:' && !(loopback && url.protocol === 'http:')) return { ok: false, problem: 'not-https' };
  if (url.search !== '' || url.hash !== '' || url.username !== '' || url.password !== '')
    return { ok: false, problem: 'has-query' };
  return { ok: true, base: `${url.origin}${url.pathname.replace(/\/+$/, '')}` };
}

/** The public link of a key: base, slash, the key encoded segment by segment. */
export function publicUrl(base: string, key: string): string {
  return `${base}/${encodeKey(key)}`;
}

/** `media.example.com` out of a public base, for showing. */
export function hostOfBase(base: string): string {
  return new URL(base).host;
}

/** True for Cloudflare's development addresses: limited in speed, and not meant for the public at large. */
export function isDevBase(base: string): boolean {
  return new URL(base).hostname.endsWith('.r2.dev');
}

/**
 * The link of a picture made smaller on the way, at most `width` px wide, in the best format that the reader knows; the original
 * address stands behind the options as it is (developers.cloudflare.com/images/transform-images/transform-via-url).
 */
export function sizedUrl(url: string, width: number): string {
  const { origin, pathname } = new URL(url);
  return `${origin}/cdn-cgi/image/width=${width},fit=scale-down,format=auto${pathname}`;
}
