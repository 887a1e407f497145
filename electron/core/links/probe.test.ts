import type { RequestListener } from 'node:http';
import { Readable } from 'node:stream';
import { afterEach, describe, expect, it } from 'vitest';
import { startLoopback, type Loopback } from '../store/loopback.test-support';
import { createWebFetch, type WebAnswer } from '../store/web-fetch';
import { probe, type ProbeResult, type ProbeWish } from './probe';

const fetch = createWebFetch(async () => null);
const never = new AbortController().signal;
const opened: Loopback[] = [];
afterEach(async () => {
  for (const server of opened.splice(0)) await server.close();
});

async function serve(handler: RequestListener): Promise<Loopback> {
  const server = await startLoopback(handler);
  opened.push(server);
  return server;
}

function run(url: string, wish: ProbeWish = { kind: 'exists' }, waits: readonly number[] = []): Promise<ProbeResult> {
  return probe(url, wish, { fetch, waits }, never);
}

describe('a probe', () => {
  it('asks with HEAD, as a stranger', async () => {
    const server = await serve((_, response) => response.setHeader('content-length', 42).end());
    expect(await run(`${server.url}/a%20b.png`)).toMatchObject({ opens: true, head: { size: 42 }, bytes: null });
    const [request] = server.requests;
    expect(request).toMatchObject({ method: 'HEAD', url: '/a%20b.png' });
    expect(request?.headers).not.toHaveProperty('authorization');
    expect(request?.headers).not.toHaveProperty('cookie');
  });

  it.each([405, 501])('asks for a byte where HEAD is refused with %i', async (status) => {
    const server = await serve((request, response) => {
      if (request.method === 'HEAD') response.writeHead(status).end();
      else response.writeHead(206, { 'content-range': 'bytes 0-0/1234' }).end('x');
    });
    expect(await run(server.url)).toMatchObject({ opens: true, head: { size: 1234 } });
    expect(server.requests.map((one) => one.headers.range)).toEqual([undefined, 'bytes=0-0']);
  });

  it('reads as many bytes as it is to, and no more', async () => {
    const server = await serve((_, response) => response.end('0123456789'));
    const result = await run(server.url, { kind: 'bytes', max: 4 });
    expect(result.opens && Buffer.from(result.bytes ?? []).toString()).toBe('0123');
  });

  it.each([
    [401, 'not-public'],
    [403, 'not-public'],
    [404, 'not-public'],
    [410, 'not-public'],
    [429, 'rate-limited'],
    [500, 'server-error'],
    [522, 'server-error'],
  ] as const)('%i is %s', async (status, code) => {
    const server = await serve((_, response) => response.writeHead(status).end());
    const { host } = new URL(server.url);
    expect(await run(server.url)).toMatchObject({ opens: false, failure: { code, params: { host, status } } });
  });

  it('tries again what may have been uploaded just now', async () => {
    let left = 2;
    const server = await serve((_, response) => response.writeHead(left-- > 0 ? 404 : 200).end());
    expect(await run(server.url, { kind: 'exists' }, [1, 1])).toMatchObject({ opens: true });
    expect(server.requests).toHaveLength(3);
  });

  it('does not wait for a 404 that Cloudflare’s cache has given', async () => {
    const server = await serve((_, response) => response.writeHead(404, { 'cf-cache-status': 'HIT', age: '90' }).end());
    expect(await run(server.url, { kind: 'exists' }, [1, 1])).toMatchObject({
      failure: { code: 'cached-404', params: { seconds: 90 } },
    });
    expect(server.requests).toHaveLength(1);
  });

  it('tells a challenge from a refusal', async () => {
    const server = await serve((_, response) => response.writeHead(403, { 'cf-mitigated': 'challenge' }).end());
    expect(await run(server.url)).toMatchObject({
      failure: { code: 'not-public', detail: expect.stringContaining('challenge') as string },
    });
  });
});

describe('redirects', () => {
  it('are followed, three at the most', async () => {
    const server = await serve((request, response) => {
      const n = Number(request.url?.slice(1));
      if (n === 0) response.end();
      else response.writeHead(302, { location: `/${n - 1}` }).end();
    });
    expect(await run(`${server.url}/3`)).toMatchObject({ opens: true });
    expect(await run(`${server.url}/4`)).toMatchObject({ opens: false, failure: { code: 'not-public' } });
  });

  it.each([
    'http://example.com/',
    'ftp://127.0.0.1/',
    'https://team.cloudflareaccess.com/login',
    'http://[',
    'file:///etc',
  ])('are not followed to %s', async (location) => {
    const server = await serve((_, response) => response.writeHead(301, { location }).end());
    expect(await run(server.url)).toMatchObject({ opens: false, failure: { code: 'not-public' } });
  });
});

describe('what does not answer', () => {
  it('is told by its cause', async () => {
    const server = await startLoopback(() => undefined);
    await server.close();
    expect(await run(server.url)).toMatchObject({ opens: false, failure: { code: 'connection-refused' } });
    const live = await serve((_, response) => response.end());
    expect(await run(live.url.replace('http:', 'https:'))).toMatchObject({ failure: { code: 'tls' } });
    const cut = await serve((request) => request.socket.destroy());
    expect(await run(cut.url)).toMatchObject({ failure: { code: 'connection-lost' } });
  });

  it('is left at once on a cancel, also between two tries', async () => {
    const abort = new AbortController();
    const silent = await serve(() => abort.abort());
    const waiting = probe(silent.url, { kind: 'exists' }, { fetch }, abort.signal);
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });

    const second = new AbortController();
    const missing = await serve((_, response) => {
      response.on('finish', () => second.abort());
      response.writeHead(404).end();
    });
    const between = probe(missing.url, { kind: 'exists' }, { fetch, waits: [60_000] }, second.signal);
    await expect(between).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('does not follow a far-away server to a service of this machine', async () => {
    const asked: string[] = [];
    const far = async (url: URL): Promise<WebAnswer> => {
      asked.push(url.href);
      return { status: 302, headers: new Headers({ location: 'http://127.0.0.1:631/' }), body: Readable.from([]) };
    };
    const result = await probe('https://media.example/a.png', { kind: 'exists' }, { fetch: far }, never);
    expect(result.opens).toBe(false);
    expect(asked).toEqual(['https://media.example/a.png']);
  });

  it('passes a bug on', async () => {
    const broken = async (): Promise<WebAnswer> => {
      throw new RangeError('a bug');
    };
    await expect(probe('https://example.com/', { kind: 'exists' }, { fetch: broken }, never)).rejects.toThrow('a bug');
  });
});
