import { cpSync, mkdirSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { LibraryState, LibraryView, ScanState } from '../../../../shared/library';
import type { ListPage, ObjectStore } from '../../store/object-store';
import { createR2Store } from '../../store/r2-store';
import { answer, startFaultProxy, type FaultProxy } from '../../transfers/fault-proxy.test-support';
import { assetIdOf } from '../asset-id';
import { SEARCH_BYTES, TAG_BYTES, VIEW_BYTES } from '../index/columns';
import {
  CONNECTION,
  folder,
  hasty,
  namesIn,
  never,
  openTestBucket,
  uploadOf,
  viewOf,
  type TestBucket,
  type TestLibrary,
} from '../library.test-support';

/** Of a page here, so that few objects make many pages. */
const PAGE = 10;
const all: LibraryView = viewOf({ kind: 'smart', view: 'all' });
const KEYS = Array.from({ length: 300 }, (_, i) => `f${Math.floor(i / 60)}/${String(i).padStart(3, '0')}.png`);

let bucket: TestBucket;
let proxy: FaultProxy;
/** By way of the proxy. */
let store: ObjectStore;
let now = Date.now();

beforeAll(async () => {
  bucket = await openTestBucket();
  proxy = await startFaultProxy(bucket.sandbox.endpoint);
  store = createR2Store({ ...bucket.sandbox, endpoint: proxy.url, region: 'auto' });
  await Promise.all(KEYS.map((key) => bucket.put(key, 'x')));
}, 60_000);
afterEach(async () => {
  proxy.fault = () => null;
  const extra = await keysInBucket();
  await bucket.store.deleteMany(
    extra.filter((key) => !KEYS.includes(key)),
    never,
  );
  await Promise.all(KEYS.filter((key) => !extra.includes(key)).map((key) => bucket.put(key, 'x')));
});
afterAll(async () => {
  store.close();
  await proxy.close();
  await bucket.close();
});

async function keysInBucket(): Promise<string[]> {
  const page = await bucket.store.list({ prefix: '', delimiter: '', continuationToken: null, maxKeys: 1000 }, never);
  return page.objects.map(({ key }) => key);
}

/** The store with pages of a few. */
function paged(): ObjectStore {
  const list: ObjectStore['list'] = (request, signal) => store.list({ ...request, maxKeys: PAGE }, signal);
  return new Proxy(store, {
    get: (target, name: keyof ObjectStore) => {
      if (name === 'list') return list;
      const own: unknown = target[name];
      return typeof own === 'function' ? (own.bind(target) as unknown) : own;
    },
  });
}

function open(deps: Parameters<TestBucket['library']>[0] = {}): TestLibrary {
  return bucket.library({ storeOf: paged, clock: { ...hasty, now: () => now }, ...deps });
}

function listed(): number {
  return proxy.seen.filter(({ operation, status }) => operation === 'ListObjectsV2' && status === 200).length;
}

/** Holds every listing from the `nth` on until the returned function is called. */
function holdFrom(nth: number): () => void {
  let asked = 0;
  let release = (): void => undefined;
  const until = new Promise<void>((resolve) => (release = resolve));
  proxy.fault = (seen) => {
    if (seen.operation !== 'ListObjectsV2') return null;
    asked += 1;
    return asked >= nth ? { kind: 'hold', until } : null;
  };
  return release;
}

const found = (scan: ScanState): number => ('found' in scan ? scan.found : 0);
const rests = ({ scan }: LibraryState): boolean => scan.kind !== 'scanning' && scan.kind !== 'never';
const rested = async ({ library, until }: TestLibrary): Promise<LibraryState> => {
  await until(() => rests(library.state()));
  return library.state();
};
const keysOf = async ({ library }: TestLibrary): Promise<string[]> =>
  (await library.resolve({ kind: 'view', view: all, except: [] })).map(({ key }) => key).toSorted();

it('a bucket that someone else changes meanwhile is known as it is with the next scan, and nothing else is lost', async () => {
  const test = open();
  const release = holdFrom(3);
  await test.library.open(CONNECTION);
  await test.until(({ scan }) => found(scan) >= 20);
  // Before, in and behind what has been read.
  const changed = ['a.png', KEYS[5], 'f2/new.png', KEYS[150], KEYS[299], 'z.png'].map((key) => key ?? '');
  for (const key of changed) {
    if (KEYS.includes(key)) await bucket.store.delete(key, never);
    else await bucket.put(key, 'y');
  }
  release();
  const { scan } = await rested(test);
  expect(scan.kind).toBe('complete');
  const there = await keysInBucket();
  const asItWas = there.filter((key) => key !== 'a.png').concat(KEYS[5] ?? '');
  expect(await keysOf(test)).toEqual(asItWas.toSorted());
  await test.library.refresh(CONNECTION);
  await rested(test);
  expect(await keysOf(test)).toEqual(there.toSorted());
});

it('goes on when the server fails now and then, or has too much to do', async () => {
  let asked = 0;
  proxy.fault = ({ operation }) => {
    if (operation !== 'ListObjectsV2') return null;
    asked += 1;
    if (asked === 7) return answer(429, 'TooManyRequests', { 'retry-after': '0' });
    if (asked === 13) return { kind: 'reset' };
    return asked % 5 === 0 ? answer(503, 'ServiceUnavailable') : null;
  };
  const state = await open().scanned();
  expect(state).toMatchObject({ scan: { kind: 'complete' }, objectCount: 300 });
}, 30_000);

it('goes on after a kill where it was', async () => {
  const cacheDir = path.join(bucket.dir, 'killed');
  const first = open({ cacheDir });
  const release = holdFrom(14);
  await first.library.open(CONNECTION);
  await first.until(({ scan }) => found(scan) >= 50);
  // As a kill leaves it: nothing is closed.
  const left = path.join(bucket.dir, 'left-by-kill');
  cpSync(cacheDir, left, { recursive: true });
  await first.library.leave();
  release();
  proxy.fault = () => null;
  const before = listed();
  const again = open({ cacheDir: left });
  await again.library.open(CONNECTION);
  expect(found(again.library.state().scan)).toBeGreaterThanOrEqual(50);
  const { scan, objectCount } = await rested(again);
  expect([scan.kind, objectCount]).toEqual(['complete', 300]);
  expect(await keysOf(again)).toEqual(KEYS.toSorted());
  // What was read before the kill counts, and was not asked for again.
  const requests = 'requests' in scan ? scan.requests : 0;
  expect(requests - (listed() - before)).toBeGreaterThanOrEqual(5);
});

it('stops when it is told to, keeps what it found over a restart, and goes on when it is told to', async () => {
  const cacheDir = path.join(bucket.dir, 'stopped');
  const first = open({ cacheDir });
  const release = holdFrom(10);
  await first.library.open(CONNECTION);
  await first.until(({ scan }) => found(scan) >= 60);
  await first.library.stopScan(CONNECTION);
  release();
  proxy.fault = () => null;
  const stopped = { kind: 'stopped', by: 'person', knownAt: null };
  const state = first.library.state();
  expect(state.scan).toMatchObject(stopped);
  expect(state.objectCount).toBe(found(state.scan));
  await first.library.close();

  const before = listed();
  const again = open({ cacheDir });
  await again.library.open(CONNECTION);
  expect(again.library.state().scan).toMatchObject({ ...stopped, found: found(state.scan) });
  expect(listed()).toBe(before);
  await again.library.refresh(CONNECTION);
  expect(await rested(again)).toMatchObject({ scan: { kind: 'complete' }, objectCount: 300 });
});

describe('a large bucket that is known', () => {
  async function known(cacheDir: string): Promise<TestLibrary> {
    const first = open({ cacheDir });
    await first.scanned();
    await first.library.close();
    return open({ cacheDir });
  }

  it('is not read again at the start, only the folder on screen, with what is new and gone in it', async () => {
    const test = await known(path.join(bucket.dir, 'known'));
    await bucket.store.deleteMany([...KEYS.filter((key) => key.startsWith('f1/')), KEYS[0] ?? ''], never);
    for (const key of ['f0/new.png', 'top.png', 'fresh/', 'fresh/a.png', 'fresh/deep/b.png']) await bucket.put(key, '');
    const before = listed();
    const { scan } = await test.scanned();
    expect([scan.kind, listed() - before]).toEqual(['complete', 0]);
    expect(await namesIn(test.library, folder(''))).toEqual(['f0/60', 'f1/60', 'f2/60', 'f3/60', 'f4/60']);

    await test.library.look(folder(''), false);
    await rested(test);
    expect(await namesIn(test.library, folder(''))).toEqual(['f0/60', 'f2/60', 'f3/60', 'f4/60', 'fresh/2', 'top.png']);
    expect(listed() - before).toBeLessThanOrEqual(2);

    // Looked at a moment ago: not again, unless it is asked for.
    const looked = listed();
    await test.library.look(folder(''), false);
    expect(listed()).toBe(looked);
    await test.library.look(folder('f0/'), true);
    const names = await namesIn(test.library, folder('f0/'));
    expect([names.includes('000.png'), names.includes('new.png'), names.length]).toEqual([false, true, 60]);
  });

  it('is read whole again after a day, with what is known on show meanwhile', async () => {
    const test = await known(path.join(bucket.dir, 'old'));
    await bucket.store.delete(KEYS[299] ?? '', never);
    now += 25 * 3_600_000;
    await test.library.open(CONNECTION);
    expect(test.library.state().scan).toMatchObject({ kind: 'scanning', knownAt: expect.any(Number) as number });
    expect(await rested(test)).toMatchObject({ scan: { kind: 'complete', at: now }, objectCount: 299 });
  });

  it('by a clock that was ahead is read again, whole and folder by folder', async () => {
    const test = await known(path.join(bucket.dir, 'ahead'));
    await test.scanned();
    await test.library.look(folder('f0/'), false);
    await bucket.store.delete(KEYS[299] ?? '', never);
    now -= 25 * 3_600_000;
    await test.library.look(folder('f0/'), false);
    expect(await rested(test)).toMatchObject({ scan: { kind: 'complete', at: now }, objectCount: 299 });
    const before = listed();
    await test.library.look(folder('f0/'), false);
    expect(listed()).toBeGreaterThan(before);
  });

  it('says since when it is known where the folder cannot be read, and that all is well once it can', async () => {
    const test = await known(path.join(bucket.dir, 'offline'));
    await test.scanned();
    proxy.fault = () => answer(403, 'AccessDenied');
    await test.library.look(folder('f0/'), false);
    const { scan, objectCount } = test.library.state();
    expect(scan).toMatchObject({
      kind: 'failed',
      failure: { code: 'access-denied' },
      knownAt: expect.any(Number) as number,
    });
    expect(objectCount).toBe(300);
    proxy.fault = () => null;
    await test.library.look(folder('f0/'), false);
    expect(test.library.state().scan.kind).toBe('complete');
  });

  it('that broke off goes on once the bucket can be reached again: one folder is not all of it', async () => {
    const test = await known(path.join(bucket.dir, 'again'));
    now += 25 * 3_600_000;
    proxy.fault = () => answer(403, 'AccessDenied');
    await test.library.open(CONNECTION);
    expect((await rested(test)).scan.kind).toBe('failed');
    await bucket.store.delete(KEYS[299] ?? '', never);
    proxy.fault = () => null;
    await test.library.look(folder('f0/'), false);
    expect(await rested(test)).toMatchObject({ scan: { kind: 'complete', at: now }, objectCount: 299 });
  });
});

describe('a reading of new folders alone that broke off', () => {
  /** A bucket that was read some time ago, and a folder in it since that could not be read to its end. */
  async function brokenOff(name: string, agoMs: number): Promise<TestLibrary> {
    const cacheDir = path.join(bucket.dir, name);
    const first = open({ cacheDir });
    await first.scanned();
    await first.library.close();
    const test = open({ cacheDir });
    await test.scanned();
    await Promise.all(Array.from({ length: 25 }, (_, n) => bucket.put(`fresh/${n}.png`, 'x')));
    now += agoMs;
    let asked = 0;
    // The folder itself is one page; its files come with the next ones.
    proxy.fault = ({ operation }) => {
      if (operation !== 'ListObjectsV2') return null;
      asked += 1;
      return asked > 1 ? answer(403, 'AccessDenied') : null;
    };
    await test.library.look(folder(''), false);
    expect((await rested(test)).scan.kind).toBe('failed');
    proxy.fault = () => null;
    await bucket.store.delete(KEYS[299] ?? '', never);
    return test;
  }

  it('does not pass for all of the bucket when that is asked for', async () => {
    const test = await brokenOff('asked', 60_000);
    await test.library.refresh(CONNECTION);
    expect(await rested(test)).toMatchObject({ scan: { kind: 'complete', at: now }, objectCount: 299 + 25 });
  });

  it('does not put off the next day’s reading of the whole', async () => {
    const test = await brokenOff('put-off', 23 * 3_600_000);
    now += 2 * 3_600_000;
    await test.library.look(folder('f0/'), false);
    expect(await rested(test)).toMatchObject({ scan: { kind: 'complete', at: now }, objectCount: 299 + 25 });
  });

  it('goes on by itself once the bucket can be reached again', async () => {
    const test = await brokenOff('by-itself', 60_000);
    const before = listed();
    await test.library.look(folder('f0/'), false);
    expect(await rested(test)).toMatchObject({ scan: { kind: 'complete' }, objectCount: 300 + 25 });
    expect(listed() - before).toBeLessThan(KEYS.length / PAGE);
  });
});

describe('an index that is damaged', () => {
  const dbOf = (cacheDir: string): string => {
    const [one = ''] = readdirSync(path.join(cacheDir, 'index'));
    return path.join(cacheDir, 'index', one, 'index.db');
  };

  it('while the app is closed is made anew from the bucket', async () => {
    const cacheDir = path.join(bucket.dir, 'cut');
    const first = open({ cacheDir });
    await first.scanned();
    await first.library.close();
    truncateSync(dbOf(cacheDir), statSync(dbOf(cacheDir)).size / 2);
    const again = open({ cacheDir });
    expect(await again.scanned()).toMatchObject({ scan: { kind: 'complete' }, objectCount: 300 });
    expect(await keysOf(again)).toEqual(KEYS.toSorted());
  });

  it('while it is open is begun again, with the uploads under way', async () => {
    const cacheDir = path.join(bucket.dir, 'broken-open');
    const report = vi.fn();
    const first = open({ cacheDir });
    await first.scanned();
    await first.library.close();
    const test = open({ cacheDir, report });
    await test.scanned();
    const item = uploadOf({ key: 'coming.png', localPath: '/nowhere' });
    test.library.hooks.uploadsQueued([item]);
    await test.until(({ objectCount }) => objectCount === 301);
    const db = dbOf(cacheDir);
    // Its first page is in memory by now, and the rest is asked of the file.
    const bytes = readFileSync(db);
    writeFileSync(db, bytes.fill(7, 4096));
    await test.library.refresh(CONNECTION);
    await test.until(() => report.mock.calls.length > 0);
    expect(
      await test.until(() => rests(test.library.state()) && test.library.state().objectCount === 301),
    ).toMatchObject({
      scan: { kind: 'complete' },
    });
    expect(await test.library.position(all, assetIdOf(CONNECTION, 'coming.png'))).not.toBeNull();
  });

  it('in what is kept beside it for a quick start is begun again without that', async () => {
    const cacheDir = path.join(bucket.dir, 'columns');
    const report = vi.fn();
    const first = open({ cacheDir });
    await first.scanned();
    await first.library.close();
    const file = path.join(path.dirname(dbOf(cacheDir)), 'columns.bin');
    const bytes = readFileSync(file);
    const headEnd = 4 + bytes.readUInt32LE();
    const head = JSON.parse(bytes.subarray(4, headEnd).toString()) as Record<'count' | 'named' | 'slots', number>;
    // Its table of ids finds nothing any more.
    const table = headEnd + head.count * (VIEW_BYTES + TAG_BYTES + SEARCH_BYTES) + head.named * 4;
    writeFileSync(file, bytes.fill(0, table, table + head.slots * 4));
    await bucket.put('f0/000.png', 'another content');
    const test = open({ cacheDir, report });
    await test.scanned();
    await test.library.refresh(CONNECTION);
    await test.until(() => report.mock.calls.length > 0 && rests(test.library.state()));
    await test.library.refresh(CONNECTION);
    await test.until(({ totalBytes }) => totalBytes === 299 + 'another content'.length);
    expect(await keysOf(test)).toEqual(KEYS.toSorted());
    expect(report).toHaveBeenCalledTimes(1);
    await bucket.put('f0/000.png', 'x');
  });

  it('or cannot be kept at all, is in memory', async () => {
    const cacheDir = path.join(bucket.dir, 'unwritable');
    mkdirSync(cacheDir);
    // A file where its folder would be: not even root can write there.
    writeFileSync(path.join(cacheDir, 'index'), '');
    expect(await open({ cacheDir }).scanned()).toMatchObject({ scan: { kind: 'complete' }, objectCount: 300 });
  });
});

it('a very large bucket is read on only once a person has said so, and then for good', async () => {
  const pages = 130;
  const list: ObjectStore['list'] = async ({ continuationToken, startAfter = '', delimiter }): Promise<ListPage> => {
    await new Promise(setImmediate);
    if (delimiter === '/') return { objects: [], prefixes: [], continuationToken: null };
    const after = continuationToken ?? startAfter;
    const digits = after.slice(1);
    const first = Number(digits.padEnd(6, '0')) + (digits.length < 6 ? 0 : 1);
    const count = Math.max(0, Math.min(1000, pages * 1000 - first));
    const objects = Array.from({ length: count }, (_, i) => {
      return { key: `n${String(first + i).padStart(6, '0')}`, size: 1, etag: 'e', modified: 1 };
    });
    const isLast = first + count >= pages * 1000;
    return { objects, prefixes: [], continuationToken: isLast ? null : (objects.at(-1)?.key ?? null) };
  };
  const cacheDir = path.join(bucket.dir, 'huge');
  const huge = new Proxy(store, {
    get: (target, name) => (name === 'list' ? list : (Reflect.get(target, name) as unknown)),
  });
  const test = open({ cacheDir, storeOf: () => huge });
  await test.library.open(CONNECTION);
  const { scan } = await rested(test);
  expect(scan).toMatchObject({ kind: 'stopped', by: 'size', knownAt: null });
  expect(found(scan)).toBeGreaterThan(100_000);
  expect(found(scan)).toBeLessThan(130_000);
  await test.library.refresh(CONNECTION);
  expect(await rested(test)).toMatchObject({ scan: { kind: 'complete' }, objectCount: 130_000 });
}, 60_000);
