import { createHash, randomBytes } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from 'vitest';
import { codeOf } from './failures.test-support';
import { startLoopback, type Loopback } from './loopback.test-support';
import type { ObjectStore, PutOptions } from './object-store';
import { createR2Store } from './r2-store';

const never = new AbortController().signal;
const ONE = { prefix: '', delimiter: '', continuationToken: null, maxKeys: 1 } as const;
const CONFIG = { region: 'auto', bucket: 'media', accessKeyId: 'a'.repeat(32), secretAccessKey: 'b'.repeat(64) };

function md5(body: Uint8Array): string {
  return createHash('md5').update(body).digest('base64');
}

function options(body: Uint8Array): PutOptions {
  return { contentType: 'image/png', cacheControl: null, metadata: {}, contentMd5: md5(body), condition: 'none' };
}

describe('servers that are none of S3', () => {
  let server: Loopback;
  let other: ObjectStore;

  async function serve(handler: Parameters<typeof startLoopback>[0]): Promise<void> {
    server = await startLoopback(handler);
    other = createR2Store({ ...CONFIG, endpoint: server.url });
  }

  afterEach(async () => {
    other.close();
    await server.close();
  });

  it('never takes a web page for an empty bucket', async () => {
    await serve((_, response) => {
      response.setHeader('content-type', 'text/html');
      response.end('<html><body><p>Welcome to the <b>hotel</b>!</p></body></html>');
    });
    expect(await codeOf(other.list(ONE, never))).toBe('not-an-s3-server');
    expect(await codeOf(other.head('a', never))).toBe('not-an-s3-server');
    const body = Buffer.from('x');
    expect(await codeOf(other.put('a', body, options(body), never))).toBe('not-an-s3-server');
  });

  it('tells a body that breaks off', async () => {
    await serve((_, response) => {
      response.writeHead(200, { 'content-length': 100, etag: '"e"' });
      response.write('half', () => response.socket?.destroy());
    });
    const body = await other.get('a', { range: null, ifMatch: null }, never);
    expect(await codeOf(buffer(body.stream))).toBe('connection-lost');
  });

  it('sends bodies whole, with their MD5 and without a checksum beside it', async () => {
    await serve((request, response) => {
      request.resume();
      request.on('end', () => response.writeHead(200, { etag: '"e"' }).end());
    });
    const body = randomBytes(3 * 1024 * 1024);
    await other.put('a', body, options(body), never);
    const headers = server.requests[0]?.headers ?? {};
    expect(headers).toMatchObject({ 'content-length': String(body.length), 'content-md5': md5(body) });
    expect(Object.keys(headers).filter((name) => /checksum|expect|encoding|trailer/.test(name))).toEqual([]);
  });

  it('frees the socket of a body that nobody reads', async () => {
    let whenClosed = (): void => undefined;
    const closed = new Promise<void>((resolve) => (whenClosed = resolve));
    await serve((_, response) => {
      response.on('close', whenClosed);
      response.writeHead(200, { 'content-length': 1e9, etag: '"e"' });
      response.write(Buffer.alloc(1e6));
    });
    const body = await other.get('a', { range: null, ifMatch: null }, never);
    body.stream.destroy();
    await closed;
  });
});
