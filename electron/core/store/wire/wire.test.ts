import { createHash, randomBytes } from 'node:crypto';
import { createServer, connect, type AddressInfo, type Server } from 'node:net';
import { buffer, text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from 'vitest';
import { codeOf, failureFrom } from '../failures.test-support';
import { startLoopback, type Loopback } from '../loopback.test-support';
import type { ObjectStore, PutOptions } from '../object-store';
import { createR2Store } from '../r2-store';
import type { StoreConfig } from '../store-config';
import { tunnel } from './tunnel';

const never = new AbortController().signal;
const ALL = { range: null, ifMatch: null };
const CONFIG = { region: 'auto', bucket: 'media', accessKeyId: 'a'.repeat(32), secretAccessKey: 'b'.repeat(64) };

const HELLO = { etag: '"e"', 'content-length': 5 };

const closing: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function serve(
  handler: Parameters<typeof startLoopback>[0],
  more: Partial<StoreConfig> = {},
): Promise<{ server: Loopback; store: ObjectStore }> {
  const server = await startLoopback(handler);
  const store = createR2Store({ ...CONFIG, endpoint: server.url, ...more });
  closing.push(
    () => server.close(),
    () => store.close(),
  );
  return { server, store };
}

function options(body: Uint8Array, more: Partial<PutOptions> = {}): PutOptions {
  const contentMd5 = createHash('md5').update(body).digest('base64');
  return { contentType: 'image/png', cacheControl: null, metadata: {}, contentMd5, condition: 'none', ...more };
}

describe('a kept connection', () => {
  it('carries one request after the other', async () => {
    const { server, store } = await serve((_, response) => response.writeHead(200, HELLO).end('hello'));
    for (let n = 0; n < 3; n++) {
      const body = await store.get('a', ALL, never);
      expect(await text(body.stream)).toBe('hello');
    }
    expect(new Set(server.requests.map((request) => request.socket)).size).toBe(1);
  });

  it('reads on for the next, though the last body came faster than it was read', async () => {
    // Two chunks of the reader, and an end that comes along with them.
    const large = Buffer.alloc(2 * 512 * 1024 + 1000);
    const { store } = await serve((request, response) => {
      const body = request.url === '/media/large' ? large : Buffer.from('hello');
      response.writeHead(200, { etag: '"e"', 'content-length': body.length }).end(body);
    });
    for (let n = 0; n < 20; n++) {
      const unread = await store.get('large', ALL, never);
      // More at once than there are other connections.
      for (let m = 1; m < 4; m++) {
        const all = Array.from({ length: m }, async () => text((await store.get('a', ALL, never)).stream));
        expect(new Set(await Promise.all(all))).toEqual(new Set(['hello']));
      }
      expect((await buffer(unread.stream)).length).toBe(large.length);
    }
  });

  it('that has died meanwhile costs nothing but a new one', async () => {
    let asked = 0;
    const { store } = await serve((request, response) => {
      asked += 1;
      // The second request arrives on the first one's connection, and finds it dead.
      if (asked === 2) request.socket.destroy();
      else response.writeHead(200, { etag: '"e"' }).end();
    });
    const body = Buffer.from('x');
    await store.put('a', body, options(body), never);
    await store.put('a', body, options(body), never);
    expect(asked).toBe(3);
  });
});

describe('sending', () => {
  it('tells how much has gone, and takes back what came to nothing', async () => {
    let asked = 0;
    const { store } = await serve((request, response) => {
      asked += 1;
      request.resume();
      const status = asked === 1 ? 500 : 200;
      request.on('end', () => response.writeHead(status, { etag: '"e"' }).end());
    });
    const body = randomBytes(1_000_000);
    const told: number[] = [];
    await store.put('a', body, options(body, { onSent: (bytes) => told.push(bytes) }), never);
    expect(told.filter((bytes) => bytes < 0)).toEqual([-body.length]);
    expect(told.reduce((sum, bytes) => sum + bytes, 0)).toBe(body.length);
  });

  it('stops when it is refused before its end', async () => {
    const { store } = await serve((_, response) => {
      response.writeHead(403, { 'content-type': 'application/xml', connection: 'close' });
      response.end('<Error><Code>AccessDenied</Code><Message>No &amp; no</Message></Error>');
    });
    const body = Buffer.alloc(8_000_000);
    expect(await codeOf(store.put('a', body, options(body), never))).toBe('access-denied');
  });

  it('passes through the limit, both ways', async () => {
    const passed = { up: 0, down: 0 };
    const throttle = () => ({
      pass: (bytes: number, way: 'up' | 'down') => {
        passed[way] += bytes;
        return Promise.resolve();
      },
    });
    const { store } = await serve(
      (request, response) => {
        request.resume();
        request.on('end', () =>
          response.writeHead(200, { etag: '"e"', 'content-length': 300_000 }).end(Buffer.alloc(300_000)),
        );
      },
      { throttle },
    );
    const body = Buffer.alloc(200_000);
    await store.put('a', body, options(body), never);
    await buffer((await store.get('a', ALL, never)).stream);
    expect(passed).toEqual({ up: 200_000, down: 300_000 });
  });

  it('ends at once when it is cancelled, and so does its connection', async () => {
    let whenClosed = (): void => undefined;
    const closed = new Promise<void>((resolve) => (whenClosed = resolve));
    const { server, store } = await serve((request) => {
      // Read, and never answered.
      request.resume().socket.on('close', whenClosed);
    });
    const cancel = new AbortController();
    const body = Buffer.alloc(20_000_000);
    const sending = store.put('a', body, options(body), cancel.signal);
    await expect.poll(() => server.requests.length).toBe(1);
    cancel.abort();
    await expect(sending).rejects.toMatchObject({ name: 'AbortError' });
    await closed;
  });
});

describe('a clock that is wrong', () => {
  it('is put right by the server, once', async () => {
    const ahead = Date.now() + 3_600_000;
    const { server, store } = await serve((request, response) => {
      const right =
        String(request.headers['x-amz-date']) >= new Date(ahead - 60_000).toISOString().replace(/[-:]|\.\d+/g, '');
      response.setHeader('date', new Date(ahead).toUTCString());
      if (right) response.writeHead(200, HELLO).end('hello');
      else response.writeHead(403).end('<Error><Code>RequestTimeTooSkewed</Code></Error>');
    });
    expect(await text((await store.get('a', ALL, never)).stream)).toBe('hello');
    expect(await text((await store.get('a', ALL, never)).stream)).toBe('hello');
    expect(server.requests).toHaveLength(3);
  });

  it('is put right in signed links, too', async () => {
    const ahead = Date.now() + 3_600_000;
    let refused = false;
    const { store } = await serve((_request, response) => {
      response.setHeader('date', new Date(ahead).toUTCString());
      if (refused) response.writeHead(200, HELLO).end('hello');
      else response.writeHead(403).end('<Error><Code>RequestTimeTooSkewed</Code></Error>');
      refused = true;
    });
    const hourOf = async (): Promise<string> =>
      new URL(await store.presignGet('a', 60)).searchParams.get('X-Amz-Date')?.slice(0, 11) ?? '';
    const hour = (time: number): string => new Date(time).toISOString().replace(/[-:]/g, '').slice(0, 11);
    expect(await hourOf()).toBe(hour(Date.now()));
    await text((await store.get('a', ALL, never)).stream);
    expect(await hourOf()).toBe(hour(ahead));
  });

  it('costs no progress: what was sent in vain is taken back', async () => {
    const ahead = Date.now() + 3_600_000;
    let refused = false;
    const { store } = await serve((request, response) => {
      response.setHeader('date', new Date(ahead).toUTCString());
      request.resume().on('end', () => {
        if (refused) response.writeHead(200, { etag: '"e"' }).end();
        else response.writeHead(403).end('<Error><Code>RequestTimeTooSkewed</Code></Error>');
        refused = true;
      });
    });
    const body = randomBytes(1000);
    let sent = 0;
    await store.put('a', body, options(body, { onSent: (bytes) => (sent += bytes) }), never);
    expect(sent).toBe(1000);
  });

  it('is put right for all that were refused together', async () => {
    const ahead = Date.now() + 3_600_000;
    const refusals: (() => void)[] = [];
    const { store } = await serve((request, response) => {
      const right =
        String(request.headers['x-amz-date']) >= new Date(ahead - 60_000).toISOString().replace(/[-:]|\.\d+/g, '');
      response.setHeader('date', new Date(ahead).toUTCString());
      if (right) return void response.writeHead(200, HELLO).end('hello');
      refusals.push(() => response.writeHead(403).end('<Error><Code>RequestTimeTooSkewed</Code></Error>'));
      if (refusals.length === 4) for (const refuse of refusals) refuse();
    });
    const bodies = Array.from({ length: 4 }, async () => text((await store.get('a', ALL, never)).stream));
    expect(await Promise.all(bodies)).toEqual(['hello', 'hello', 'hello', 'hello']);
  });
});

describe('a redirect', () => {
  it('is never followed', async () => {
    let others = 0;
    const other = await startLoopback((_, response) => {
      others += 1;
      response.end();
    });
    closing.push(() => other.close());
    const { store } = await serve((_, response) => response.writeHead(307, { location: `${other.url}/media/a` }).end());
    expect(await codeOf(store.get('a', ALL, never))).toBe('not-an-s3-server');
    expect(others).toBe(0);
  });
});

describe('the way through a proxy', () => {
  async function proxy(answer: (place: string) => string): Promise<string> {
    const server: Server = createServer((near) => {
      near.once('data', (bytes) => {
        const place = /^CONNECT (\S+)/.exec(bytes.toString())?.[1] ?? '';
        near.write(answer(place));
        const far = connect(Number(place.split(':')[1]), '127.0.0.1');
        far.on('error', () => near.destroy());
        near.on('error', () => far.destroy());
        near.pipe(far).pipe(near);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    closing.push(() => void server.close());
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  it('leads to the server', async () => {
    const { server } = await serve((_, response) => response.end('hello'));
    const address = await proxy(() => 'HTTP/1.1 200 Connection established\r\n\r\n');
    const socket = await tunnel(address, '127.0.0.1', Number(new URL(server.url).port), never);
    socket.write('GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n');
    expect(await text(socket)).toContain('hello');
  });

  it('is closed where the proxy says so', async () => {
    const address = await proxy(() => 'HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
    expect(await codeOf(tunnel(address, 'bucket.example', 443, never))).toBe('proxy-login');
  });

  it('is given up where the proxy says nothing, and with a cancel', async () => {
    const cancel = new AbortController();
    const silent = createServer((near) => {
      near.on('error', () => undefined).resume();
      cancel.abort();
    });
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    closing.push(() => void silent.close());
    const address = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
    await expect(tunnel(address, 'bucket.example', 443, cancel.signal)).rejects.toMatchObject({ name: 'AbortError' });
    expect(await failureFrom(tunnel(address, 'bucket.example', 443, never, 20))).toMatchObject({
      code: 'proxy-unreachable',
      detail: 'It does not answer',
    });
  });
});

it('a store that is closed ends what is under way, and takes nothing on any more', async () => {
  let answer = (): void => undefined;
  const { server, store } = await serve((request, response) => {
    request.resume();
    answer = () => void response.writeHead(200, HELLO).end('hello');
  });
  const body = Buffer.from('hello');
  const underWay = store.put('a', body, options(body), never);
  await expect.poll(() => server.requests.length).toBe(1);
  store.close();
  answer();
  expect(await underWay).toMatchObject({ etag: 'e' });
  expect(await codeOf(() => store.put('b', body, options(body), never))).toBe('connection-lost');
  expect(server.requests).toHaveLength(1);
});
