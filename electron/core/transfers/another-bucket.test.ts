import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ObjectStore } from '../store/object-store';
import { openWorld, type World } from './world.test-support';

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
