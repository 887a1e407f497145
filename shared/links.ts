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

export const LINK_FORMATS = ['url', 'markdown', 'html'] as const;
export type LinkFormat = (typeof LINK_FORMATS)[number];

/** A link as it is pasted: bare, as a Markdown picture, or as an HTML picture or video. */
export function formatLink(format: LinkFormat, url: string, name: string, kind: 'image' | 'video' | 'other'): string {
  if (format === 'url') return url;
  if (format === 'markdown') {
    const label = name.replace(/[[\]\\]/g, '\\$&');
    return kind === 'image' ? `![${label}](${url})` : `[${label}](${url})`;
  }
  const src = escapeHtml(url);
  if (kind === 'image') return `<img src="${src}" alt="${escapeHtml(name)}">`;
  if (kind === 'video') return `<video src="${src}" controls></video>`;
  return `<a href="${src}">${escapeHtml(name)}</a>`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
}
