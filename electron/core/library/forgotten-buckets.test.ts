import { expect, it } from 'vitest';
import type { ObjectStore } from '../store/object-store';
import { CONNECTION, namesIn, openTestBucket, uploadOf, viewOf } from './library.test-support';

const all = viewOf({ kind: 'smart', view: 'all' });

it('nothing of a bucket that is forgotten comes back with an upload that ends meanwhile', async () => {
  const bucket = await openTestBucket();
  try {
    // More pages than are read at each start.
    for (let i = 0; i < 30; i += 1) await bucket.put(`${i}.png`);
    let isOther = false;
    const list: ObjectStore['list'] = async (request, signal) =>
      isOther
        ? { objects: [], prefixes: [], continuationToken: null }
        : bucket.store.list({ ...request, maxKeys: 1 }, signal);
    const store = new Proxy(bucket.store, {
      get: (target, name: keyof ObjectStore) => {
        if (name === 'list') return list;
        const own: unknown = target[name];
        return typeof own === 'function' ? (own.bind(target) as unknown) : own;
      },
    });
    const { library, scanned } = bucket.library({ storeOf: () => store });
    expect(await scanned()).toMatchObject({ objectCount: 30, scan: { kind: 'complete' } });
    const forgotten = library.forget(CONNECTION);
    library.hooks.uploadGone(uploadOf({ key: 'up.png', localPath: '/up.png' }));
    await forgotten;
    isOther = true;
    expect((await scanned()).scan.kind).toBe('complete');
    expect(await namesIn(library, all)).toEqual([]);
  } finally {
    await bucket.close();
  }
});
