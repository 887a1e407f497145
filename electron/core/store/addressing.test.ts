import { describe, expect, it } from 'vitest';
import { addressingOf } from './addressing';
import { startForwardProxy } from './forward-proxy.test-support';
import { createR2Store } from './r2-store';

const never = new AbortController().signal;

describe('where objects are asked for', () => {
  it.each([
    ['https://s3.test', 'path', 'https://s3.test', '/media/a%20b.png'],
    ['https://s3.test:9000/store/', 'path', 'https://s3.test:9000', '/store/media/a%20b.png'],
    ['https://s3.test', 'virtual-hosted', 'https://media.s3.test', '/a%20b.png'],
    ['http://127.0.0.1:9000', 'virtual-hosted', 'http://127.0.0.1:9000', '/media/a%20b.png'],
    ['http://[::1]:9000', 'virtual-hosted', 'http://[::1]:9000', '/media/a%20b.png'],
  ] as const)('%s, %s', (endpoint, style, origin, path) => {
    const addressing = addressingOf({ endpoint, style, bucket: 'media' });
    expect(addressing.origin).toBe(origin);
    expect(addressing.pathOf('a b.png')).toBe(path);
  });

  it('is the same for questions and for bodies', async () => {
    const proxy = await startForwardProxy(() => null);
    const store = createR2Store({
      endpoint: 'https://s3.flow.test',
      region: 'auto',
      style: 'virtual-hosted',
      bucket: 'media',
      accessKeyId: 'a'.repeat(32),
      secretAccessKey: 'b'.repeat(64),
      proxyFor: async () => proxy.url,
    });
    await store.get('a.png', { range: null, ifMatch: null }, never).catch(() => undefined);
    await store.head('a.png', never).catch(() => undefined);
    expect(new Set(proxy.asked)).toEqual(new Set(['media.s3.flow.test:443']));
    expect(proxy.asked.length).toBeGreaterThan(1);
    store.close();
    await proxy.close();
  });
});
