import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fail, FailureError } from '../../../shared/failure';
import { fetchWhole } from '../generation/providers/bounded-fetch';
import { probe } from '../links/probe';
import { failureFrom } from './failures.test-support';
import { startForwardProxy, type ForwardProxy } from './forward-proxy.test-support';
import { startLoopback } from './loopback.test-support';
import { createR2Store } from './r2-store';
import type { ProxyFor } from './store-config';
import { proxyOfAnswer } from './system-proxy';
import { createWebFetch } from './web-fetch';

const never = new AbortController().signal;
const PLACE = 'https://bucket.flow.test';
const PUT = { contentType: 'image/png', cacheControl: null, metadata: {}, contentMd5: '', condition: 'none' } as const;
let far: Server;
let proxy: ForwardProxy;
let heard: string;
const closing: (() => Promise<void> | void)[] = [];

beforeEach(async () => {
  heard = '';
  // It hears what a client says first, and has no certificate to show.
  far = createServer((socket: Socket) => {
    socket
      .on('error', () => undefined)
      .once('data', (bytes) => {
        heard = bytes.toString('latin1');
        socket.destroy();
      });
  });
  await new Promise<void>((resolve) => far.listen(0, '127.0.0.1', resolve));
  proxy = await startForwardProxy(() => (far.address() as AddressInfo).port);
  closing.push(
    () => proxy.close(),
    () => void far.close(),
  );
});

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** Every way on which the app asks a server, each ending in a failure. */
const WAYS: readonly (readonly [string, (proxyFor: ProxyFor) => Promise<unknown>])[] = [
  ['a body on its way up', (proxyFor) => withStore(proxyFor, (store) => store.put('a', Buffer.from('x'), PUT, never))],
  [
    'a body on its way down',
    (proxyFor) => withStore(proxyFor, (store) => store.get('a', { range: null, ifMatch: null }, never)),
  ],
  ['a question', (proxyFor) => withStore(proxyFor, (store) => store.head('a', never))],
  [
    'the probe of a link',
    async (proxyFor) => {
      const options = { fetch: createWebFetch(proxyFor), waits: [] };
      const result = await probe(`${PLACE}/a.png`, { kind: 'exists' }, options, never);
      if (!result.opens) throw new FailureError(result.failure);
    },
  ],
  [
    'a generation service',
    (proxyFor) => {
      const question = { method: 'POST', body: '{}' } as const;
      const bounds = { maxBytes: 1000, timeLimit: 30_000 };
      return fetchWhole(createWebFetch(proxyFor), new URL(`${PLACE}/v1`), question, bounds, never);
    },
  ],
];

async function withStore(
  proxyFor: ProxyFor,
  ask: (store: ReturnType<typeof createR2Store>) => Promise<unknown>,
): Promise<unknown> {
  const keys = { accessKeyId: 'a'.repeat(32), secretAccessKey: 'b'.repeat(64) };
  const store = createR2Store({ endpoint: PLACE, region: 'auto', bucket: 'media', ...keys, proxyFor });
  closing.push(() => store.close());
  return ask(store);
}

describe.each(WAYS)('%s', (_, ask) => {
  it('goes through the proxy, which alone knows where the server is', async () => {
    await failureFrom(ask(async () => proxy.url));
    expect(new Set(proxy.asked)).toEqual(new Set(['bucket.flow.test:443']));
    expect(heard).toContain('bucket.flow.test');
  });

  it('tells in words that the proxy wants a name and a password', async () => {
    proxy.refusal = 407;
    const { host } = new URL(proxy.url);
    const cause = await failureFrom(ask(async () => proxy.url));
    expect(cause).toMatchObject({ code: 'proxy-login', params: { name: host }, retry: { kind: 'when-mended' } });
    expect(proxy.asked).toHaveLength(1);
  });

  it.each([403, 502])('tells that the proxy does not let it through (%i)', async (status) => {
    proxy.refusal = status;
    const cause = await failureFrom(ask(async () => proxy.url));
    expect(cause).toMatchObject({ code: 'proxy-unreachable', retry: { kind: 'backoff' }, detail: `HTTP ${status}` });
  });

  it('tells that the proxy is not there', async () => {
    await proxy.close();
    const cause = await failureFrom(ask(async () => proxy.url));
    expect(cause).toMatchObject({ code: 'proxy-unreachable', params: { name: new URL(proxy.url).host } });
    await proxy.open();
  });

  it('goes the next way that the system names where a proxy is not there', async () => {
    const gone = await startForwardProxy(() => null);
    await gone.close();
    const first = `PROXY ${new URL(gone.url).host}`;
    await failureFrom(ask(async () => proxyOfAnswer(`${first}; PROXY ${new URL(proxy.url).host}; DIRECT`)));
    expect(new Set(proxy.asked)).toEqual(new Set(['bucket.flow.test:443']));
    // It comes last for a while.
    expect(proxyOfAnswer(`${first}; DIRECT`)).toBeNull();
    expect(proxyOfAnswer(first)).toBe(gone.url);
  });

  it('does not go round a proxy that refuses', async () => {
    const strict = await startForwardProxy(() => null);
    closing.push(() => strict.close());
    strict.refusal = 403;
    const answer = [strict, proxy].map(({ url }) => `PROXY ${new URL(url).host}`).join('; ');
    const cause = await failureFrom(ask(async () => proxyOfAnswer(answer)));
    expect(cause).toMatchObject({ code: 'proxy-unreachable', detail: 'HTTP 403' });
    expect(proxy.asked).toEqual([]);
  });

  it('tells of a kind of proxy that is not spoken', async () => {
    const unspoken: ProxyFor = async () => fail('proxy-unsupported', { name: 'SOCKS5 127.0.0.1:1080' });
    expect((await failureFrom(ask(unspoken))).code).toBe('proxy-unsupported');
  });
});

it('what is on this machine over http never goes through a proxy', async () => {
  const server = await startLoopback((_, response) => response.end('hello'));
  closing.push(() => server.close());
  const answer = await createWebFetch(async () => proxy.url)(new URL(server.url), { method: 'GET', signal: never });
  expect(answer.status).toBe(200);
  answer.body.destroy();
  expect(proxy.asked).toEqual([]);
});
