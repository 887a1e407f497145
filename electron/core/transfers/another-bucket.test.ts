import { createHash } from 'node:crypto';
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ConnectionProfile } from '../../../shared/connection';
import type { ObjectStore } from '../store/object-store';
import { CONNECTION, MIB, openWorld, type World } from './world.test-support';

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

type Elsewhere = Pick<ConnectionProfile, 'bucket' | 'address'>;
const OTHER_NAME: Elsewhere = { bucket: 'the-new-one', address: { kind: 'sandbox' } };
const OTHER_ADDRESS: Elsewhere = {
  bucket: 'the-old-one',
  address: { kind: 'r2', accountId: 'a'.repeat(32), jurisdiction: 'default' },
};

/** The connection leads to another bucket from here on, whose name may be the same. */
async function pointAt(elsewhere: Elsewhere): Promise<ObjectStore> {
  const there = await world.addBucket(OTHER, 'the-new-one');
  stores.push(there);
  world.others.set(OTHER, { store: there, profile: { ...world.profile, id: OTHER, ...elsewhere } });
  return there;
}

/** Waits in the queue while its connection is pointed at another bucket, which has an object of the same key. */
async function pointedElsewhere(elsewhere: Elsewhere, ask: () => Promise<unknown>): Promise<ObjectStore> {
  stores.push(await world.addBucket(OTHER, 'the-old-one'));
  world.transfers.pause('all');
  await ask();
  const there = await pointAt(elsewhere);
  const contentMd5 = createHash('md5').update('another').digest('base64');
  const plain = { contentType: 'image/png', cacheControl: null, metadata: {}, condition: 'none' } as const;
  await there.put('a.png', Buffer.from('another'), { ...plain, contentMd5 }, NEVER);
  world.transfers.resume('all');
  return there;
}

describe.each([
  ['another bucket', OTHER_NAME],
  ['a bucket of the same name behind another address', OTHER_ADDRESS],
])('while its connection was pointed at %s', (_, elsewhere) => {
  it('an upload that waited is told to lie there', async () => {
    stores.push(await world.addBucket(OTHER, 'the-old-one'));
    world.transfers.pause('all');
    await world.transfers.addPaths({ connectionId: OTHER, prefix: '', paths: [await world.file('a.png', 100)] });
    const [item] = world.transfers.rows(0, 1).rows;
    expect(item).toMatchObject({ bucket: 'the-old-one', server: 'sandbox' });
    const there = await pointAt(elsewhere);
    world.transfers.resume('all');
    const server = elsewhere === OTHER_NAME ? 'sandbox' : `https://${'a'.repeat(32)}.r2.cloudflarestorage.com`;
    expect(await world.until(item?.id ?? '', 'done')).toMatchObject({ bucket: elsewhere.bucket, server });
    expect((await there.head('a.png', NEVER)).size).toBe(100);
  });

  it('an upload that had moved parts begins anew, and asks that bucket for none of them', async () => {
    stores.push(await world.addBucket(OTHER, 'the-old-one'));
    const paths = [await world.file('a.bin', 40 * MIB)];
    const never = new Promise<void>(() => undefined);
    world.proxy.fault = ({ partNumber }) => (partNumber === 3 ? { kind: 'hold', until: never } : null);
    await world.transfers.addPaths({ connectionId: OTHER, prefix: '', paths });
    await world.untilParts(2);
    const [item] = world.transfers.rows(0, 1).rows;
    world.transfers.pause('all');
    await world.until(item?.id ?? '', 'paused');
    world.proxy.fault = () => null;
    const there = await pointAt(elsewhere);
    world.transfers.resume('all');
    await world.until(item?.id ?? '', 'done');
    expect(world.count('ListParts')).toBe(0);
    expect((await there.head('a.bin', NEVER)).size).toBe(40 * MIB);
  });

  it('a move that waited touches nothing there', async () => {
    const objects = [{ key: 'a.png', targetKey: 'b.png', size: 0, etag: '' }];
    const there = await pointedElsewhere(elsewhere, () =>
      world.transfers.addCopies({ from: OTHER, to: CONNECTION, move: true, objects }),
    );
    const [item] = world.transfers.rows(0, 1).rows;
    const failed = await world.until(item?.id ?? '', 'failed');
    expect(failed.state).toMatchObject({ failure: { code: 'bucket-changed', params: { bucket: 'the-old-one' } } });
    expect((await there.head('a.png', NEVER)).size).toBe(7);
    await expect(world.store.head('b.png', NEVER)).rejects.toThrow('no-such-key');
  });

  it('a download does not bring the object of that bucket under its name', async () => {
    const folder = join(world.dir, 'down');
    await mkdir(folder);
    const object = { key: 'a.png', size: 3, etag: 'd'.repeat(32), modified: null, relativePath: 'a.png' };
    const request = { connectionId: OTHER, folder, objects: [object] };
    await pointedElsewhere(elsewhere, () => world.transfers.addDownloads(request));
    const [item] = world.transfers.rows(0, 1).rows;
    const failed = await world.until(item?.id ?? '', 'failed');
    expect(failed.state).toMatchObject({ failure: { code: 'bucket-changed' } });
    expect(await readdir(folder)).toEqual([]);
  });
});
