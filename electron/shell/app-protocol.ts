import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { protocol, type Protocol } from 'electron';
import type { Reply } from '../core/reply';
import { handleScheme } from './scheme';

/** Where the page comes from; a standard scheme, so that it has a real origin. */
export const APP_ORIGIN = 'app://flow';
export const APP_URL = `${APP_ORIGIN}/index.html`;

/** Tells Chromium of both schemes; must be called once, before the app is ready. */
export function registerSchemes(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
    {
      scheme: 'media',
      privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, corsEnabled: true },
    },
  ]);
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
  // What pdf.js draws with: fonts, character maps and colour profiles.
  '.bcmap': 'application/octet-stream',
  '.pfb': 'application/octet-stream',
  '.icc': 'application/octet-stream',
  '.ttf': 'font/ttf',
};

/** What a page of the app may load. */
export type PagePolicy = (nonce: string) => string;

/** The main page: own scripts and styles, pictures and media by id. Mantine's style elements carry the nonce of the load. */
export const MAIN_PAGE_POLICY: PagePolicy = (nonce) =>
  [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data: blob: media:",
    'media-src media: blob:',
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "object-src 'none'",
  ].join('; ');

export interface AppHost {
  /** The folder that is served, nothing above it. */
  readonly root: string;
  readonly policy: PagePolicy;
}

/** Serves the built pages by host name (`app://flow/…`), with a policy on every reply, and tells of the path of each file that it hands out. */
export function handleAppProtocol(
  target: Protocol,
  hosts: Readonly<Record<string, AppHost>>,
  handed: (pathname: string) => void = () => undefined,
): void {
  handleScheme(target, 'app', async ({ url }) => {
    const asked = new URL(url);
    const reply = await serve(asked, hosts);
    handed(asked.pathname);
    return reply;
  });
}

async function serve(url: URL, hosts: Readonly<Record<string, AppHost>>): Promise<Reply> {
  const host = Object.hasOwn(hosts, url.hostname) ? hosts[url.hostname] : undefined;
  const file = host === undefined ? null : fileUnder(host.root, url.pathname);
  const type = file === null ? undefined : TYPES[path.extname(file)];
  if (host === undefined || file === null || type === undefined) return notFound();
  const content = await readFile(file).catch(() => null);
  if (content === null) return notFound();
  const nonce = randomBytes(16).toString('base64');
  const isPage = type.startsWith('text/html');
  const body = isPage ? Buffer.from(content.toString('utf8').replaceAll('CSP_NONCE', nonce)) : content;
  const headers = {
    'Content-Type': type,
    'Content-Security-Policy': host.policy(nonce),
    'X-Content-Type-Options': 'nosniff',
    'Cache-Control': isPage ? 'no-store' : 'max-age=31536000, immutable',
  };
  return { status: 200, headers, body };
}

/** The file that a path names below a root; null for anything that would lie outside. */
export function fileUnder(root: string, pathname: string): string | null {
  const decoded = decode(pathname);
  if (decoded === null || decoded.includes('\0')) return null;
  const file = path.resolve(root, `.${path.posix.normalize(`/${decoded}`)}`);
  const relative = path.relative(root, file);
  return relative === '' || relative.startsWith('..') || path.isAbsolute(relative) ? null : file;
}

function decode(pathname: string): string | null {
  try {
    return decodeURIComponent(pathname);
  } catch {
    return null;
  }
}

function notFound(): Reply {
  return { status: 404, headers: { 'Content-Type': 'text/plain' }, body: Buffer.from('Not found') };
}
