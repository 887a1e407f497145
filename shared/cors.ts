import type { CorsRule } from './cloudflare';
import { isLoopbackHost } from './links';

/** What a web page needs to show files, and players to jump in them (r2/buckets/cors). */
const SHOWING = {
  methods: ['GET', 'HEAD'],
  headers: ['Range'],
  exposeHeaders: ['ETag', 'Content-Length', 'Content-Range', 'Accept-Ranges'],
  maxAgeSeconds: 3600,
} as const;

/** R2 takes `*` or scheme, host and port, without a path (release notes of 2023-10-23). */
export type OriginProblem = 'empty' | 'not-an-origin' | 'has-path';

export type ParsedOrigin =
  { readonly ok: true; readonly origin: string } | { readonly ok: false; readonly problem: OriginProblem };

/** Reads what a person typed as their website: `example.com`, `https://example.com/`, `localhost:3000`, `*`. */
export function parseOrigin(text: string): ParsedOrigin {
  const trimmed = text.trim();
  if (trimmed === '') return { ok: false, problem: 'empty' };
  if (trimmed === '*') return { ok: true, origin: '*' };
  const address = withScheme(trimmed);
  if (!URL.canParse(address)) return { ok: false, problem: 'not-an-origin' };
  const url = new URL(address);
  const isWeb = url.protocol === 'https:' || url.protocol === 'http:';
  // Chromium, unlike Node, takes a space in a host and writes it as %20.
  if (!isWeb || url.username !== '' || /[*%\s]/.test(url.hostname)) return { ok: false, problem: 'not-an-origin' };
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '') return { ok: false, problem: 'has-path' };
  return { ok: true, origin: url.origin };
}

/** The origin of a website by the address of any of its pages; null where it is none. */
export function originOfPage(text: string): string | null {
  const parsed = parseOrigin(text);
  if (parsed.ok) return parsed.origin === '*' ? null : parsed.origin;
  return parsed.problem === 'has-path' ? new URL(withScheme(text.trim())).origin : null;
}

/** A page that is being made on this machine is served without TLS: an origin with https would never be its own. */
function withScheme(text: string): string {
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return text;
  const secure = `https://${text}`;
  const isLocal = URL.canParse(secure) && isLoopbackHost(new URL(secure).hostname);
  return isLocal ? `http://${text}` : secure;
}

/** The rule by which a website may show the files of a bucket. */
export function showingRule(origin: string): CorsRule {
  return { id: null, origins: [origin], ...SHOWING };
}

/** True where a rule already lets a website show files, and its players jump in them. */
export function maySee(rules: readonly CorsRule[], origin: string): boolean {
  return rules.some(
    ({ origins, methods, headers }) =>
      (origins.includes('*') || origins.includes(origin)) &&
      methods.includes('GET') &&
      headers.some((name) => name === '*' || name.toLowerCase() === 'range'),
  );
}

/** The rules of a bucket, with one for a website where there was none. */
export function withOrigin(rules: readonly CorsRule[], origin: string): readonly CorsRule[] {
  return maySee(rules, origin) ? rules : [...rules, showingRule(origin)];
}

/** The rules as text for the dashboard's editor (bucket settings, CORS policy). */
export function corsJson(rules: readonly CorsRule[]): string {
  const written = rules.map(({ origins, methods, headers, exposeHeaders, maxAgeSeconds }) => ({
    AllowedOrigins: origins,
    AllowedMethods: methods,
    ...(headers.length === 0 ? {} : { AllowedHeaders: headers }),
    ...(exposeHeaders.length === 0 ? {} : { ExposeHeaders: exposeHeaders }),
    ...(maxAgeSeconds === null ? {} : { MaxAgeSeconds: maxAgeSeconds }),
  }));
  return JSON.stringify(written, null, 2);
}

/** Rules as they stand in a bucket, and whose word that is. */
export interface BucketCors {
  readonly rules: readonly CorsRule[];
  /** `api`: Cloudflare's, by the connection's API token. `s3`: the S3 API's, by its keys. */
  readonly through: 'api' | 's3';
}
