import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { answer } from './fault-proxy.test-support';
import { CONNECTION, MIB, openWorld, type World } from './world.test-support';

const NEVER = new AbortController().signal;
const HEADERS = { contentType: 'video/mp4', cacheControl: null, metadata: {} };
let world: World;

beforeEach(async () => {
  world = await openWorld();
});

afterEach(async () => {
  await world.close();
});

it('tells the unfinished uploads of a bucket, with size, age and whose they are, and removes none of the queue', async () => {
  world.proxy.fault = ({ key, partNumber }) =>
    key === 'ours.mp4' && partNumber === 2 ? { kind: 'hold', until: new Promise<void>(() => undefined) } : null;
  await world.upload('ours.mp4', 20 * MIB);
  const before = Date.now();
  const { uploadId } = await world.store.createMultipart('their film +1.mp4', HEADERS, NEVER);
  const body = Buffer.alloc(5 * MIB);
  await world.store.uploadPart(
    { key: 'their film +1.mp4', uploadId, partNumber: 1, body, contentMd5: 'XzY+DlipXwbL6bvGYsXftg==' },
    NEVER,
  );
  await vi.waitFor(async () => expect((await world.transfers.unfinished(CONNECTION)).uploads).toHaveLength(2));
  const { uploads, more } = await world.transfers.unfinished(CONNECTION);
  expect(more).toBe(false);
  expect(uploads).toMatchObject([
    { key: 'ours.mp4', owner: 'queue' },
    { key: 'their film +1.mp4', owner: 'other', bytes: 5 * MIB, uploadId },
  ]);
  expect(Math.abs((uploads[1]?.begunAt ?? 0) - before)).toBeLessThan(60_000);
  expect(await world.transfers.abortUnfinished(CONNECTION, uploads)).toEqual({ aborted: 1, kept: 1, failed: 0 });
  expect(await world.openMultiparts()).toEqual(['ours.mp4']);
});

it('lets a person remove what a cancel could not remove for long', async () => {
  const held = new Promise<void>(() => undefined);
  world.proxy.fault = ({ partNumber }) => (partNumber === 2 ? { kind: 'hold', until: held } : null);
  const item = await world.upload('ours.mp4', 20 * MIB);
  await world.untilParts(1);
  world.proxy.fault = ({ operation }) => (operation === 'AbortMultipartUpload' ? answer(403, 'AccessDenied') : null);
  world.transfers.cancel([item.id]);
  await vi.waitFor(() => expect(world.count('AbortMultipartUpload')).toBe(6), 10_000);
  world.proxy.fault = () => null;
  await vi.waitFor(async () => {
    const { uploads } = await world.transfers.unfinished(CONNECTION);
    expect(uploads).toMatchObject([{ key: 'ours.mp4', owner: 'other' }]);
    expect(await world.transfers.abortUnfinished(CONNECTION, uploads)).toMatchObject({ aborted: 1, kept: 0 });
  });
  expect(await world.openMultiparts()).toEqual([]);
});

it('counts what could not be removed, and says so when the bucket cannot be asked', async () => {
  const { uploadId } = await world.store.createMultipart('a', HEADERS, NEVER);
  world.proxy.fault = ({ operation }) => (operation === 'AbortMultipartUpload' ? answer(403, 'AccessDenied') : null);
  const upload = { key: 'a', uploadId };
  expect(await world.transfers.abortUnfinished(CONNECTION, [upload])).toEqual({ aborted: 0, kept: 0, failed: 1 });
  world.proxy.fault = () => answer(403, 'AccessDenied');
  await expect(world.transfers.unfinished(CONNECTION)).rejects.toThrow('access-denied');
});
