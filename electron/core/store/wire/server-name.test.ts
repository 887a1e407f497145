import { createServer, type AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import type { ObjectStore } from '../object-store';
import { createR2Store } from '../r2-store';
import { serverNameOf } from './server-name';

const never = new AbortController().signal;
const PUT = { contentType: 'image/png', cacheControl: null, metadata: {}, contentMd5: '', condition: 'none' } as const;
const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** What a client says first: the name stands in it as it is. */
async function firstWordsOf(ask: (store: ObjectStore) => Promise<unknown>): Promise<string> {
  let heard = '';
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', (bytes) => {
      heard = bytes.toString('latin1');
      socket.destroy();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, resolve));
  const endpoint = `https://localhost:${(server.address() as AddressInfo).port}`;
  const keys = { accessKeyId: 'a'.repeat(32), secretAccessKey: 'b'.repeat(64) };
  const store = createR2Store({ endpoint, region: 'auto', bucket: 'media', ...keys, proxyFor: async () => null });
  closing.push(
    () => server.close(),
    () => store.close(),
  );
  await ask(store).catch(() => undefined);
  return heard;
}

it.each([
  ['a body on its way down', (store: ObjectStore) => store.get('a', { range: null, ifMatch: null }, never)],
  ['a body on its way up', (store: ObjectStore) => store.put('a', Buffer.from('x'), PUT, never)],
  ['a question', (store: ObjectStore) => store.head('a', never)],
])('%s asks the server for its name: Cloudflare refuses whoever does not', async (_, ask) => {
  expect(await firstWordsOf(ask)).toContain('localhost');
});

it('is no address', () => {
  expect(serverNameOf('a.r2.cloudflarestorage.com')).toEqual({ servername: 'a.r2.cloudflarestorage.com' });
  expect([serverNameOf('127.0.0.1'), serverNameOf('::1')]).toEqual([{}, {}]);
});
