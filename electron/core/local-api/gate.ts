import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

export interface Knock {
  readonly method: string;
  /** Path with its query. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
}

export type Admission =
  /** `route`: the path without the token. */
  | { readonly kind: 'in'; readonly route: string }
  | { readonly kind: 'out'; readonly status: 400 | 401 | 403; readonly message: string };

/**
 * Who may come in. Web pages may not, whoever they belong to: a browser says where a page is from (`Origin`), and a name that a page
 * has had resolved to this computer (DNS rebinding) stands in `Host`. Everybody else needs the token: in the
 * `Authorization` header, as the first part of the path, or as `key` in the query, for programs that can be given an address only.
 */
export function admit({ url, headers }: Knock, port: number, token: string): Admission {
  if (headers.host !== `127.0.0.1:${port}` && headers.host !== `localhost:${port}`)
    return out(403, 'This address answers to 127.0.0.1 and localhost only.');
  if (headers.origin !== undefined || isFromPage(headers['sec-fetch-site']))
    return out(403, 'Web pages are not answered.');
  if (!URL.canParse(url, 'http://localhost')) return out(400, 'The address cannot be read.');
  const { pathname, searchParams } = new URL(url, 'http://localhost');
  const [, first = '', ...rest] = pathname.split('/');
  if (isToken(bearerOf(headers.authorization) ?? searchParams.get('key') ?? '', token))
    return { kind: 'in', route: pathname };
  if (isToken(first, token)) return { kind: 'in', route: `/${rest.join('/')}` };
  return out(401, 'The token is missing or wrong. Flow Media copies it in Settings, Local API.');
}

function out(status: 400 | 401 | 403, message: string): Admission {
  return { kind: 'out', status, message };
}

/** `none`: typed by a person, or asked for by a program. */
function isFromPage(site: string | string[] | undefined): boolean {
  return site !== undefined && site !== 'none';
}

function bearerOf(header: string | undefined): string | null {
  return /^Bearer +(\S+) *$/i.exec(header ?? '')?.[1] ?? null;
}

/** Takes as long for a wrong one as for the right one, whatever its length. */
function isToken(given: string, token: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(token));
}
