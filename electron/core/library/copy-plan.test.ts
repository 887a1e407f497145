import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { assetIdOf } from './asset-id';
import { CONNECTION, folder, openTestBucket, type TestBucket, viewOf } from './library.test-support';
import type { ObjectStore } from '../store/object-store';
import { planCopies } from './copy-plan';
import type { Library } from './library';

let bucket: TestBucket;

beforeEach(async () => {
  bucket = await openTestBucket();
});

afterEach(async () => {
  await bucket.close();
});

async function libraryOf(...keys: readonly string[]): Promise<Library> {
  for (const key of keys) await bucket.put(key, key.endsWith('/') ? '' : key);
  const { library, scanned } = bucket.library();
  await scanned();
  return library;
}

const here = (prefix: string) => ({ connectionId: CONNECTION, prefix });
const assets = (...keys: readonly string[]) =>
  ({ kind: 'assets', connectionId: CONNECTION, assetIds: keys.map((key) => assetIdOf(CONNECTION, key)) }) as const;
const folders = (...prefixes: readonly string[]) => ({ kind: 'folders', connectionId: CONNECTION, prefixes }) as const;
const pairs = (plan: Awaited<ReturnType<Library['copyPlan']>>) =>
  Object.fromEntries(plan.map(({ key, targetKey }) => [key, targetKey]));

describe('a plan of copies', () => {
  it('sends files by their names, and no two to one key', async () => {
    const library = await libraryOf('a/x.png', 'b/x.png', 'b/y.png');
    expect(pairs(await library.copyPlan(assets('a/x.png', 'b/x.png'), here('to/'), true))).toEqual({
      'a/x.png': 'to/x.png',
      'b/x.png': 'to/x-2.png',
    });
    const all = { kind: 'view', view: viewOf({ kind: 'smart', view: 'all' }), except: [] } as const;
    expect(Object.values(pairs(await library.copyPlan(all, here(''), false))).toSorted()).toEqual([
      'x-2.png',
      'x.png',
      'y.png',
    ]);
  });

  it('takes folders with their trees, their markers, and what the index does not know yet', async () => {
    const library = await libraryOf('old/', 'old/a.png', 'old/deep/b.png', 'older.png');
    await bucket.put('old/late.png');
    expect(pairs(await library.copyPlan(folders('old/'), here('to/'), true))).toEqual({
      'old/': 'to/old/',
      'old/a.png': 'to/old/a.png',
      'old/deep/b.png': 'to/old/deep/b.png',
      'old/late.png': 'to/old/late.png',
    });
  });

  it('takes a folder of two hundred thousand objects', async () => {
    const pages = 200;
    const store = {
      list: ({ prefix, continuationToken }: { prefix: string; continuationToken: string | null }) => {
        const page = Number(continuationToken ?? 0);
        const named = (n: number) => ({ key: `${prefix}${page}-${n}.png`, size: 1, etag: '', modified: 0 });
        const objects = Array.from({ length: 1000 }, (_, n) => named(n));
        return Promise.resolve({ objects, continuationToken: page + 1 < pages ? String(page + 1) : null });
      },
    } as unknown as ObjectStore;
    const deps = { store, resolve: () => Promise.resolve([]), exists: () => Promise.resolve(false) };
    const plan = await planCopies(deps, folders('f/'), here('to/'), true, new AbortController().signal);
    expect(plan).toHaveLength(200_000);
    expect(plan.at(-1)?.targetKey).toBe('to/f/199-999.png');
  });

  it('gives duplicates the next free number', async () => {
    const library = await libraryOf('a.png', 'a-2.png', 'f/b.png', 'f-2/b.png');
    expect(pairs(await library.copyPlan(assets('a.png'), here(''), false))).toEqual({ 'a.png': 'a-3.png' });
    expect(pairs(await library.copyPlan(folders('f/'), here(''), false))).toEqual({ 'f/b.png': 'f-3/b.png' });
  });

  it('sends no two folders to one place, and what lies in another folder of the selection with that', async () => {
    const library = await libraryOf('x/foo/1.png', 'y/foo/1.png', 'y/foo/foo/2.png', 'z/foo-2/3.png');
    expect(pairs(await library.copyPlan(folders('x/foo/', 'y/foo/', 'y/foo/foo/'), here('z/'), true))).toEqual({
      'x/foo/1.png': 'z/foo/1.png',
      'y/foo/1.png': 'z/foo-3/1.png',
      'y/foo/foo/2.png': 'z/foo-3/foo/2.png',
    });
    expect(pairs(await library.copyPlan(folders('x/foo/', 'y/foo/'), here('x/'), true))).toEqual({
      'x/foo/1.png': 'x/foo/1.png',
      'y/foo/1.png': 'x/foo-2/1.png',
      'y/foo/foo/2.png': 'x/foo-2/foo/2.png',
    });
  });

  it('leaves files that lie in folders selected beside them to those', async () => {
    const library = await libraryOf('f/a.png', 'f/deep/b.png', 'fx.png');
    const all = { kind: 'view', view: viewOf({ kind: 'smart', view: 'all' }), except: [] } as const;
    for (const selection of [assets('f/a.png', 'f/deep/b.png', 'fx.png'), all])
      expect(pairs(await library.copyPlan(selection, here('to/'), true, ['f/']))).toEqual({ 'fx.png': 'to/fx.png' });
    expect(await library.measure(all, ['f/deep/', 'gone/'])).toEqual({ count: 2, totalBytes: 7 + 6 });
  });

  it('never puts a folder into itself', async () => {
    const library = await libraryOf('a/b/c.png');
    for (const prefix of ['a/', 'a/b/'])
      await expect(library.copyPlan(folders('a/'), here(prefix), false)).rejects.toThrow('into-itself');
  });
});

describe('another name', () => {
  const asset = (key: string) => ({ kind: 'asset', assetId: assetIdOf(CONNECTION, key) }) as const;

  it('keeps the place', async () => {
    const library = await libraryOf('a/x.png', 'a/b/y.png');
    const renamed = await library.renamePlan(CONNECTION, asset('a/x.png'), 'neu ü.png');
    expect(pairs(renamed)).toEqual({ 'a/x.png': 'a/neu ü.png' });
    const moved = await library.renamePlan(CONNECTION, { kind: 'folder', prefix: 'a/b/' }, 'c');
    expect(pairs(moved)).toEqual({ 'a/b/y.png': 'a/c/y.png' });
  });

  it('is nothing to do when it is the same, in whatever normalisation', async () => {
    const library = await libraryOf('e\u0301.png');
    expect(await library.renamePlan(CONNECTION, asset('é.png'), 'é.png')).toEqual([]);
  });

  it('makes no folders', async () => {
    const library = await libraryOf('a.png');
    await expect(library.renamePlan(CONNECTION, asset('a.png'), 'b/c.png')).rejects.toThrow('invalid-input');
  });

  it('is known to be taken', async () => {
    const library = await libraryOf('a.png', 'f/b.png');
    expect(await library.existing(CONNECTION, ['a.png', 'f/', 'g/', 'b.png'])).toEqual(['a.png', 'f/']);
  });
});

describe('folders to choose from', () => {
  it('come from the bucket while it has not been read, and from the index afterwards', async () => {
    for (const key of ['a/x.png', 'b/c/y.png', 'z.png']) await bucket.put(key);
    const { library, scanned } = bucket.library();
    expect((await library.folders(CONNECTION, '')).map(({ prefix }) => prefix)).toEqual(['a/', 'b/']);
    expect((await library.folders(CONNECTION, 'b/')).map(({ name }) => name)).toEqual(['c']);
    await scanned();
    expect((await library.folders(CONNECTION, '')).map(({ prefix }) => prefix)).toEqual(['a/', 'b/']);
    expect((await library.summary(folder(''))).rowCount).toBe(3);
  });
});
