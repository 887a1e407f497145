import { createHash } from 'node:crypto';
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ObjectStore } from '../store/object-store';
import { CONNECTION, openWorld, type World } from './world.test-support';

const NEVER = new AbortController().signal;
const OTHER = 'c2';
let world: World;
const stores: ObjectStore[] = [];

beforeEach(async () => {
  world = await openWorld();
});

afterEach(async () => {
  for (const store of stores.splice(0)) store.close();
  await world.close();
});

it('an upload that waited while its connection was pointed at another bucket is told to lie there', async () => {
  stores.push(await world.addBucket(OTHER, 'the-old-one'));
  world.transfers.pause('all');
  await world.transfers.addPaths({ connectionId: OTHER, prefix: '', paths: [await world.file('a.png', 100)] });
  const [item] = world.transfers.rows(0, 1).rows;
  expect(item?.bucket).toBe('the-old-one');
  const there = await world.addBucket(OTHER, 'the-new-one');
  stores.push(there);
  world.transfers.resume('all');
  expect((await world.until(item?.id ?? '', 'done')).bucket).toBe('the-new-one');
  expect((await there.head('a.png', NEVER)).size).toBe(100);
});

/** Waits in the queue while its connection is pointed at another bucket, which has an object of the same key. */
async function pointedElsewhere(ask: () => Promise<unknown>): Promise<ObjectStore> {
  stores.push(await world.addBucket(OTHER, 'the-old-one'));
  world.transfers.pause('all');
  await ask();
  const there = await world.addBucket(OTHER, 'the-new-one');
  stores.push(there);
  const contentMd5 = createHash('md5').update('another').digest('base64');
  const plain = { contentType: 'image/png', cacheControl: null, metadata: {}, condition: 'none' } as const;
  await there.put('a.png', Buffer.from('another'), { ...plain, contentMd5 }, NEVER);
  world.transfers.resume('all');
  return there;
}

it('a move that waited while its connection was pointed at another bucket touches nothing there', async () => {
  const objects = [{ key: 'a.png', targetKey: 'b.png', size: 0, etag: '' }];
  const there = await pointedElsewhere(() =>
    world.transfers.addCopies({ from: OTHER, to: CONNECTION, move: true, objects }),
  );
  const [item] = world.transfers.rows(0, 1).rows;
  const failed = await world.until(item?.id ?? '', 'failed');
  expect(failed.state).toMatchObject({ failure: { code: 'bucket-changed', params: { bucket: 'the-old-one' } } });
  expect((await there.head('a.png', NEVER)).size).toBe(7);
  await expect(world.store.head('b.png', NEVER)).rejects.toThrow('no-such-key');
});

it('a download does not bring the object of another bucket under its name', async () => {
  const folder = join(world.dir, 'down');
  await mkdir(folder);
  const object = { key: 'a.png', size: 3, etag: 'd'.repeat(32), modified: null, relativePath: 'a.png' };
  await pointedElsewhere(() => world.transfers.addDownloads({ connectionId: OTHER, folder, objects: [object] }));
  const [item] = world.transfers.rows(0, 1).rows;
  const failed = await world.until(item?.id ?? '', 'failed');
  expect(failed.state).toMatchObject({ failure: { code: 'bucket-changed' } });
  expect(await readdir(folder)).toEqual([]);
});
