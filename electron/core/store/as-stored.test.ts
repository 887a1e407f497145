import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { failureFrom } from './failures.test-support';
import { startLoopback, type Loopback } from './loopback.test-support';
import type { ObjectStore } from './object-store';
import { createR2Store } from './r2-store';

const NEVER = new AbortController().signal;
const PLAIN = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'.repeat(50));
const PACKED = gzipSync(PLAIN);
const ETAG = createHash('md5').update(PACKED).digest('hex');

let server: Loopback;
let store: ObjectStore;
/** It never tells how long what it sends is. */
let isMute: boolean;

/** As R2 does with what is stored with `Content-Encoding: gzip`. */
beforeEach(async () => {
  isMute = false;
  server = await startLoopback(({ headers, method }, response) => {
    const modified = { 'last-modified': 'Sun, 29 Nov 2026 00:00:00 GMT' };
    const takesPacked = (headers['accept-encoding'] ?? '').includes('gzip');
    if (takesPacked && !isMute)
      response.writeHead(200, {
        ...modified,
        etag: `"${ETAG}"`,
        'content-encoding': 'gzip',
        'content-length': PACKED.length,
      });
    else response.writeHead(200, { ...modified, etag: `W/"${ETAG}"`, 'transfer-encoding': 'chunked' });
    response.end(method === 'HEAD' ? undefined : takesPacked ? PACKED : PLAIN);
  });
  const keys = { accessKeyId: 'a'.repeat(32), secretAccessKey: 'b'.repeat(64) };
  store = createR2Store({ endpoint: server.url, region: 'auto', bucket: 'media', ...keys });
});

afterEach(async () => {
  store.close();
  await server.close();
});

describe('what is stored packed, and unpacked for whoever does not take it so', () => {
  it('comes as it is stored, with its length', async () => {
    const body = await store.get('a.svg', { range: null, ifMatch: null }, NEVER);
    expect(body).toMatchObject({ length: PACKED.length, size: PACKED.length, etag: ETAG });
    expect((await buffer(body.stream)).equals(PACKED)).toBe(true);
    expect(server.requests.map(({ headers }) => headers['accept-encoding'])).toEqual([undefined, 'gzip, br']);
    expect(server.requests[1]?.headers.authorization).not.toContain('accept-encoding');
  });

  it('tells its size and what it is packed with', async () => {
    expect(await store.head('a.svg', NEVER)).toMatchObject({
      size: PACKED.length,
      etag: ETAG,
      others: { contentEncoding: 'gzip' },
    });
    expect(server.requests.at(-1)?.headers.authorization).not.toContain('accept-encoding');
  });

  it('is no reason to call the server none of S3, where its length is never told', async () => {
    isMute = true;
    const get = store.get('a.svg', { range: null, ifMatch: null }, NEVER);
    expect(await failureFrom(get)).toMatchObject({ code: 'unexpected-reply', params: { key: 'a.svg' } });
  });
});
