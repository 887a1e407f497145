import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createWebFetch } from '../store/web-fetch';
import type { RemoteSource } from './asset-source';
import { ResizedPictures } from './resized-pictures';

let server: Server;
let base: string;
let asked: string[];
let answer: (response: ServerResponse) => void;
const never = new AbortController().signal;
const MB = 1024 * 1024;

const picture = (change: Partial<RemoteSource> = {}): RemoteSource => ({
  kind: 'remote',
  connectionId: 'c',
  key: 'a b/ü (1).jpg',
  etag: 'e1',
  size: 5 * MB,
  version: 'e1',
  contentType: 'image/jpeg',
  ...change,
});

beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push(request.url ?? '');
    answer(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/media`;
});
afterAll(() => {
  server.close();
});
beforeEach(() => {
  asked = [];
});

function open(domain: string | null = base) {
  const refused: string[] = [];
  const resized = new ResizedPictures({
    fetch: createWebFetch(() => Promise.resolve('DIRECT')),
    domainOf: () => domain,
    refused: (host) => refused.push(host),
  });
  return { resized, refused };
}

describe('small versions of large pictures', () => {
  it('come from the domain, by an address that is this content’s own', async () => {
    answer = (response) => {
      response.writeHead(200, { 'Content-Type': 'image/webp', 'Cf-Resized': 'internal=ok/m q=0 n=20+12' });
      response.end('small');
    };
    const small = await open().resized.of(picture(), 480, never);
    expect(small).toMatchObject({ kind: 'memory', contentType: 'image/webp', size: 5, version: 'e1' });
    expect(small?.kind === 'memory' && Buffer.from(small.bytes).toString()).toBe('small');
    expect(asked).toEqual([
      '/cdn-cgi/image/width=480,height=480,fit=scale-down,anim=false,format=auto/media/a%20b/%C3%BC%20%281%29.jpg?etag=e1',
    ]);
  });

  it.each([
    ['a large JPEG', {}, true],
    ['a small one', { size: MB }, false],
    ['a HEIC of any size', { size: MB, contentType: 'image/heic' }, true],
    ['more than Cloudflare takes', { size: 101 * MB }, false],
    ['a film', { contentType: 'video/mp4' }, false],
    ['a TIFF', { contentType: 'image/tiff' }, false],
    ['a key that an address would read as another one’s', { key: 'a/../b.jpg' }, false],
  ])('are asked for or not: %s', (_what, change, wanted) => {
    expect(open().resized.wants(picture(change))).toBe(wanted);
    expect(open(null).resized.wants(picture(change))).toBe(false);
  });

  it('that could not be made leave the original, and the domain is asked for the next', async () => {
    answer = (response) => {
      response.writeHead(415, { 'Cf-Resized': 'err=9412' });
      response.end('ERROR 9412: not an image');
    };
    const { resized, refused } = open();
    expect(await resized.of(picture(), 480, never)).toBeNull();
    expect(await resized.of(picture({ key: 'b.jpg' }), 480, never)).toBeNull();
    expect([asked.length, refused]).toEqual([2, []]);
  });

  it('of a domain that does not resize are given up, which is told once', async () => {
    answer = (response) => {
      response.writeHead(404).end();
    };
    const { resized, refused } = open();
    await Promise.all([resized.of(picture(), 480, never), resized.of(picture({ key: 'b' }), 480, never)]);
    expect(await resized.of(picture({ key: 'c' }), 480, never)).toBeNull();
    expect(asked).toHaveLength(2);
    expect(refused).toEqual([new URL(base).host]);
  });

  it.each([401, 403, 429, 503])('are asked for again where the domain answered %i without trying', async (status) => {
    answer = (response) => {
      response.writeHead(status).end();
    };
    const { resized, refused } = open();
    expect(await resized.of(picture(), 480, never)).toBeNull();
    answer = (response) => {
      response.writeHead(200, { 'Content-Type': 'image/webp', 'Cf-Resized': 'internal=ok/m' });
      response.end('small');
    };
    expect(await resized.of(picture({ key: 'b' }), 480, never)).toMatchObject({ size: 5 });
    expect(refused).toEqual([]);
  });

  it('leave the original when the domain cannot be reached or sends too much', async () => {
    expect(await open('http://127.0.0.1:1').resized.of(picture(), 480, never)).toBeNull();
    answer = (response) => {
      response.writeHead(200, { 'Content-Type': 'image/webp', 'Cf-Resized': 'internal=ok' });
      response.end(Buffer.alloc(5 * MB));
    };
    expect(await open().resized.of(picture(), 480, never)).toBeNull();
  });

  it('are not waited for any longer when nobody looks', async () => {
    const end = new AbortController();
    answer = () => end.abort();
    await expect(open().resized.of(picture(), 480, end.signal)).rejects.toMatchObject({ name: 'AbortError' });
  });
});
