import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ConnectionProfile } from '../../../shared/connection';
import { startLoopback, type Loopback } from '../store/loopback.test-support';
import type { Answered } from '../store/operations';
import { createWebFetch, type WebFetch } from '../store/web-fetch';
import { meteredFetch } from './metered-fetch';

const signal = new AbortController().signal;
let server: Loopback;
let fetch: WebFetch;
let counted: (readonly [string, Answered])[];

beforeEach(async () => {
  server = await startLoopback(({ url = '' }, response) => {
    if (url.includes('cached')) response.setHeader('cf-cache-status', 'HIT');
    response.writeHead(url.includes('missing') ? 404 : 200, { 'content-length': 5 }).end('hello');
  });
  counted = [];
  const profile: ConnectionProfile = {
    id: 'c1',
    name: 'media',
    bucket: 'media',
    accessKeyId: '',
    createdAt: 0,
    keysSince: 0,
    keysRemindedAt: null,
    keysTerm: null,
    apiTokenTerm: null,
    reachAccepted: false,
    rights: { write: null, delete: null, listBuckets: null },
    secret: 'stored',
    apiToken: 'none',
    address: { kind: 'endpoint', endpoint: server.url, region: 'auto', style: 'path' },
    publicBase: null,
    publicDomains: [{ base: `${server.url}/public`, provenAt: null, transformations: false }],
  };
  const web = createWebFetch(() => Promise.resolve(null));
  fetch = meteredFetch(
    web,
    () => [profile],
    (host, answered) => counted.push([host, answered]),
  );
});

afterEach(() => server.close());

async function ask(path: string, method: 'GET' | 'HEAD' = 'GET'): Promise<void> {
  await text((await fetch(new URL(path, server.url), { method, signal })).body);
}

it('counts what a link asks of a bucket, signed or public', async () => {
  await ask('/public/a.png');
  await ask('/public/missing.png', 'HEAD');
  await ask('/media/a.png?X-Amz-Signature=1');
  expect(counted).toEqual([
    [new URL(server.url).host, { operation: 'GetObject', bucket: 'media', status: 200, objectBytes: 5 }],
    [new URL(server.url).host, { operation: 'HeadObject', bucket: 'media', status: 404, objectBytes: 0 }],
    [new URL(server.url).host, { operation: 'GetObject', bucket: 'media', status: 200, objectBytes: 5 }],
  ]);
});

it('does not count what a cache answers, or what leads elsewhere', async () => {
  await ask('/public/cached.png');
  await ask('/elsewhere/a.png');
  expect(counted).toEqual([]);
});
