import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { failure, FailureError } from '../../../shared/failure';
import type { ObjectStore } from '../store/object-store';
import type { RemoteSource } from './asset-source';
import { CONNECTION, folder, namesIn, never, openTestBucket, viewOf, type TestBucket } from './library.test-support';
import { SHARED_PREFIX, SharedThumbnails } from './shared-thumbnails';

let bucket: TestBucket;
const webp = Buffer.from('RIFF....WEBPVP8 picture');
const facts = { width: 4000, height: 3000, durationMs: null };
const source = (change: Partial<RemoteSource> = {}): RemoteSource => ({
  kind: 'remote',
  connectionId: CONNECTION,
  key: 'a b/ü.jpg',
  etag: 'e1',
  size: 9,
  version: 'e1',
  contentType: 'image/jpeg',
  ...change,
});
const computer = (isShared = true, store: Pick<ObjectStore, 'get' | 'put'> = bucket.store) =>
  new SharedThumbnails({ storeOf: () => store as ObjectStore, isShared: () => isShared });
const there = async () =>
  (await bucket.store.list({ prefix: SHARED_PREFIX, delimiter: '', continuationToken: null, maxKeys: 1000 }, never))
    .objects;

beforeAll(async () => {
  bucket = await openTestBucket();
});
afterAll(() => bucket.close());

describe('thumbnails in the bucket', () => {
  it('are found by another computer, with what was seen of the original, for this very content', async () => {
    await computer().write(source(), { webp, facts });
    expect(await computer().read(source(), never)).toEqual({ webp, facts, pages: null });
    expect(await computer().read(source({ etag: 'e2' }), never)).toBeNull();
    expect(await computer().read(source({ key: 'other.jpg' }), never)).toBeNull();
    await computer().write(source({ key: 'unseen.pdf' }), { webp, facts: null });
    expect(await computer().read(source({ key: 'unseen.pdf' }), never)).toMatchObject({ facts: null });
  });

  it('tell nothing of the key, and are not among the files, whoever looks', async () => {
    await bucket.put('mine.txt');
    await computer().write(source(), { webp, facts });
    expect((await there()).every(({ key }) => !key.includes('ü'))).toBe(true);
    const { library, scanned } = bucket.library();
    expect(await library.folders(CONNECTION, '')).toEqual([]);
    const view = { kind: 'view', view: viewOf({ kind: 'smart', view: 'all' }), except: [] } as const;
    const keys: string[] = [];
    for await (const batch of library.objectsIn(view, never)) keys.push(...batch.map(({ key }) => key));
    expect(keys).toEqual(['mine.txt']);
    const { objectCount } = await scanned();
    expect(objectCount).toBe(1);
    expect(await namesIn(library, folder(''))).toEqual(['mine.txt']);
    expect(await library.folders(CONNECTION, '')).toEqual([]);
  });

  it('are neither written nor asked for where nobody wants them', async () => {
    const asked: string[] = [];
    const refuse = (what: string) => () => {
      asked.push(what);
      return Promise.reject(new FailureError(failure('unexpected')));
    };
    const quiet = computer(false, { get: refuse('get'), put: refuse('put') });
    await quiet.write(source(), { webp, facts });
    expect(await quiet.read(source(), never)).toBeNull();
    expect(asked).toEqual([]);
  });

  it('are quietly not written by a token that may not, which is tried once', async () => {
    let tries = 0;
    const put = () => {
      tries += 1;
      return Promise.reject(new FailureError(failure('access-denied')));
    };
    const reader = computer(true, { get: bucket.store.get.bind(bucket.store), put });
    await reader.write(source(), { webp, facts });
    await reader.write(source({ key: 'b' }), { webp, facts });
    expect(tries).toBe(1);
  });

  it('that are none of ours are not shown', async () => {
    await computer().write(source({ key: 'odd' }), { webp: Buffer.from('<script>'), facts });
    expect(await computer().read(source({ key: 'odd' }), never)).toBeNull();
    const large = Buffer.concat([webp, Buffer.alloc(2 * 1024 * 1024)]);
    await computer().write(source({ key: 'large' }), { webp: large, facts });
    expect(await computer().read(source({ key: 'large' }), never)).toBeNull();
  });

  it('can be removed, and nothing else with them', async () => {
    await bucket.put('stays.txt');
    const count = (await there()).length;
    expect(count).toBeGreaterThan(2);
    expect(await computer().removeAll(CONNECTION, never)).toBe(count);
    expect(await there()).toEqual([]);
    expect((await bucket.store.head('stays.txt', never)).size).toBe(9);
  });
});
