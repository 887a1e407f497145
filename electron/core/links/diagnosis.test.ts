import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import type { RequestListener, ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { makeCertificate, startTlsFront } from '../../../tests/support/tls-front';
import { actionOfCause, DIAGNOSIS_STEPS, type Diagnosis } from '../../../shared/diagnosis';
import { fail } from '../../../shared/failure';
import { startSandbox } from '../sandbox/sandbox';
import type { Sandbox } from '../sandbox/types';
import { startLoopback, type Loopback } from '../store/loopback.test-support';
import type { ObjectStore } from '../store/object-store';
import { createR2Store } from '../store/r2-store';
import { createWebFetch, type WebFetch } from '../store/web-fetch';
import { diagnose, type DiagnosisQuestion } from './diagnosis';

const never = new AbortController().signal;
const KEY = 'shoot/a b+c.png';
const ETAG = `"${createHash('md5').update('picture').digest('hex')}"`;
const straight = createWebFetch(async () => null);

let dir = '';
let sandbox: Sandbox;
let store: ObjectStore;
beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'diagnosis-'));
  sandbox = await startSandbox({ dir });
  store = createR2Store({ ...sandbox, region: 'auto' });
  await put(KEY, 'image/png');
  await put('odd.png', 'application/octet-stream');
});
afterAll(async () => {
  store.close();
  await sandbox.close();
  await rm(dir, { recursive: true });
});
const opened: Pick<Loopback, 'close'>[] = [];
afterEach(async () => {
  for (const server of opened.splice(0)) await server.close();
});

async function put(key: string, contentType: string): Promise<void> {
  const body = Buffer.from('picture');
  const contentMd5 = createHash('md5').update(body).digest('base64');
  const headers = { contentType, cacheControl: null, metadata: {} };
  await store.put(key, body, { ...headers, contentMd5, condition: 'none' }, never);
}

async function serve(answer: RequestListener): Promise<string> {
  const server = await startLoopback(answer);
  opened.push(server);
  return server.url;
}

const picture = (response: ServerResponse, headers: Record<string, string> = {}): void => {
  response.writeHead(200, { 'content-type': 'image/png', 'content-length': '7', etag: ETAG, ...headers }).end();
};

function look(
  bases: readonly string[],
  changes: Partial<DiagnosisQuestion> = {},
  { fetch = straight, storeOf = async () => store }: { fetch?: WebFetch; storeOf?: () => Promise<ObjectStore> } = {},
): Promise<Diagnosis> {
  const question = { key: KEY, bases, origin: null, ...changes };
  return diagnose(question, { storeOf, probe: { fetch }, randomId: () => 'fresh' }, never);
}

describe('a link', () => {
  it('that opens has no trouble', async () => {
    expect(await look([sandbox.publicBase])).toEqual({
      url: `${sandbox.publicBase}/shoot/a%20b%2Bc.png`,
      cause: null,
      params: {},
      detail: null,
      passed: DIAGNOSIS_STEPS.filter((step) => step !== 'cors'),
    });
  });

  it('without a public domain is none', async () => {
    expect(await look([])).toMatchObject({ url: null, cause: 'no-domain', passed: [] });
    const base = 'https://media.0d2c4f6a8b1e3d5c7f9a0b2c4d6e91fa.r2.cloudflarestorage.com';
    expect(await look([base])).toMatchObject({ cause: 's3-endpoint', passed: [] });
  });

  it('to an object that is gone is told by the bucket, not by the domain', async () => {
    const base = await serve((_, response) => picture(response));
    expect(await look([base], { key: 'gone.png' })).toMatchObject({ cause: 'object-missing', passed: ['domain'] });
  });

  it('of a bucket that does not answer is left open', async () => {
    const storeOf = async () => fail('secrets-unreadable');
    expect(await look([sandbox.publicBase], {}, { storeOf })).toMatchObject({
      cause: 'bucket-silent',
      params: { code: 'secrets-unreadable' },
    });
  });
});

describe('a domain', () => {
  it('whose name is not known yet', async () => {
    const fetch: WebFetch = async ({ hostname }) => {
      throw Object.assign(new Error(`getaddrinfo ENOTFOUND ${hostname}`), { code: 'ENOTFOUND' });
    };
    expect(await look(['https://media.example.com'], {}, { fetch })).toMatchObject({
      cause: 'dns-not-ready',
      params: { host: 'media.example.com' },
      passed: ['domain', 'object'],
    });
  });

  it('with the certificate of another', async () => {
    const front = await startTlsFront(makeCertificate(dir, ['other.example.com']), sandbox.publicBase);
    opened.push(front);
    expect(await look([`https://localhost:${front.port}`])).toMatchObject({ cause: 'tls-not-ready' });
  });

  it('that ends the handshake, as before its certificate is there', async () => {
    const base = await serve((_, response) => response.end());
    expect(await look([base.replace('http:', 'https:')])).toMatchObject({ cause: 'tls-not-ready' });
  });

  it('out of reach from here', async () => {
    const fetch: WebFetch = async () => {
      throw Object.assign(new Error('connect ENETUNREACH'), { code: 'ENETUNREACH' });
    };
    expect(await look(['https://media.example.com'], {}, { fetch })).toMatchObject({ cause: 'no-network' });
  });

  it.each([
    ['not switched on', 401, {}, 'not-public'],
    ['that refuses', 403, {}, 'not-public'],
    ['behind a challenge', 403, { 'cf-mitigated': 'challenge' }, 'blocked'],
    ['behind a sign-in', 302, { location: 'https://team.cloudflareaccess.com/cdn-cgi/access/login' }, 'blocked'],
    ['with too many visitors', 429, {}, 'rate-limited'],
    ['in trouble', 522, {}, 'server-trouble'],
    ['of something else', 404, {}, 'wrong-domain'],
  ])('%s', async (_, status, headers, cause) => {
    const base = await serve((_request, response) => response.writeHead(status, headers).end());
    expect(await look([base])).toMatchObject({ cause, passed: ['domain', 'object', 'way'] });
  });

  it('that still says 404 out of its cache', async () => {
    const base = await serve(({ url = '' }, response) => {
      if (url.includes('?')) picture(response);
      else response.writeHead(404, { 'cf-cache-status': 'HIT', age: '75' }).end();
    });
    expect(await look([base])).toMatchObject({ cause: 'cached-404', params: { seconds: 75 } });
  });

  it('that serves the bucket without the path, or on another of its addresses', async () => {
    const base = await serve(({ url = '' }, response) => {
      if (url.startsWith('/media/')) response.writeHead(404).end();
      else picture(response);
    });
    expect(await look([`${base}/media`])).toMatchObject({ cause: 'other-address', params: { base } });
    expect(await look([`${base}/media/x`, sandbox.publicBase])).toMatchObject({
      cause: 'other-address',
      params: { base: sandbox.publicBase },
    });
  });

  it('that answers with a page of its own', async () => {
    const website = await serve((_, response) =>
      response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Hi</h1>'),
    );
    expect(await look([website])).toMatchObject({ cause: 'other-content' });
  });

  it('that still gives the older file out of its cache', async () => {
    const base = await serve(({ url = '' }, response) => {
      if (url.includes('?')) picture(response);
      else picture(response, { etag: '"old"', 'cf-cache-status': 'HIT', age: '3600' });
    });
    expect(await look([base])).toMatchObject({ cause: 'cached-old', params: { seconds: 3600 } });
  });
});

describe('a file', () => {
  it('served as bytes of no kind', async () => {
    expect(await look([sandbox.publicBase], { key: 'odd.png' })).toMatchObject({
      cause: 'wrong-type',
      params: { type: 'application/octet-stream', expected: 'image/png' },
    });
    expect(actionOfCause('wrong-type')).toBe('set-type');
  });

  it('that a website’s pages may not read', async () => {
    const origin = 'https://example.com';
    const allowed = await serve((request, response) =>
      picture(response, { 'access-control-allow-origin': String(request.headers.origin) }),
    );
    expect(await look([allowed], { origin })).toMatchObject({ cause: null, passed: DIAGNOSIS_STEPS });
    expect(await look([sandbox.publicBase], { origin })).toMatchObject({ cause: 'cors-blocked', params: { origin } });
  });
});
