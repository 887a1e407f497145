import { afterAll, beforeAll, expect, it } from 'vitest';
import type { LibrarySelection } from '../../../shared/library';
import { assetIdOf } from './asset-id';
import { downloadsOf, zipNameOf } from './download-selection';
import type { Library } from './library';
import { CONNECTION, folder, never, openTestBucket, viewOf, type TestBucket } from './library.test-support';

const MANY = Array.from({ length: 1200 }, (_, n) => `trip/many/${n}.txt`);
let bucket: TestBucket;
/** Knows nothing of the bucket: no scan has begun. */
let library: Library;

beforeAll(async () => {
  bucket = await openTestBucket();
  for (const key of ['top.png', 'trip/a.png', 'tripod.png', ...MANY]) await bucket.put(key);
  library = bucket.library().library;
}, 60_000);
afterAll(() => bucket.close());

async function keysIn(...selections: readonly LibrarySelection[]): Promise<readonly string[]> {
  const keys: string[] = [];
  for await (const batch of downloadsOf(library, selections).objects(never)) keys.push(...batch.map(({ key }) => key));
  return keys.toSorted();
}

const folders = (...prefixes: readonly string[]): LibrarySelection => {
  return { kind: 'folders', connectionId: CONNECTION, prefixes };
};

it('a folder that no scan has seen comes whole, and the whole bucket too', async () => {
  expect(await keysIn(folders('trip/'))).toEqual(['trip/a.png', ...MANY].toSorted());
  const all = { kind: 'view', view: viewOf({ kind: 'smart', view: 'all' }), except: [] } as const;
  expect(await keysIn(all)).toHaveLength(MANY.length + 3);
});

it('the files of a folder come without what lies deeper, and without what was taken out', async () => {
  const top = { kind: 'view', view: folder(''), except: [assetIdOf(CONNECTION, 'tripod.png')] } as const;
  expect(await keysIn(top)).toEqual(['top.png']);
});

it('each object has its place below the folder it goes to', async () => {
  const { connectionId, objects } = downloadsOf(library, [folders('trip/many/')]);
  expect(connectionId).toBe(CONNECTION);
  for await (const [first] of objects(never)) expect(first?.relativePath).toMatch(/^many\/\d+\.txt$/);
});

it('a filtered view waits until the bucket has been read to its end', async () => {
  const view = viewOf({ kind: 'smart', view: 'images' });
  expect(await keysIn({ kind: 'view', view, except: [] })).toEqual(['top.png', 'trip/a.png', 'tripod.png']);
  expect(library.state().connectionId).toBeNull();
});

it('a ZIP file is called as its one folder, else as the bucket', () => {
  expect(zipNameOf([folders('a/trip/')], 'media')).toBe('trip');
  expect(zipNameOf([folders('a/x/', 'a/y/')], 'media')).toBe('a');
  const assets: LibrarySelection = { kind: 'assets', connectionId: CONNECTION, assetIds: ['1'] };
  expect(zipNameOf([assets], 'media')).toBe('media');
});
