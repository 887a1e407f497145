import { readFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { first } from './fault-proxy.test-support';
import { MIB, openWorld, type World } from './world.test-support';

const NEVER = new AbortController().signal;
let world: World;

beforeEach(async () => {
  // The server tells when an upload began by its own clock, from which ours may be a minute apart and no more.
  world = await openWorld(8);
});

afterEach(async () => {
  await world.close();
});

describe('a multipart upload that began without our learning its id', () => {
  it('is removed when the server was asked again at once', async () => {
    world.proxy.fault = first(2, 'CreateMultipartUpload', { kind: 'lose-answer' });
    const item = await world.upload('a.mp4', 20 * MIB);
    await world.until(item.id, 'done');
    expect(world.count('CreateMultipartUpload')).toBe(3);
    await vi.waitFor(async () => expect(await world.openMultiparts()).toEqual([]));
    expect((await world.object('a.mp4')).equals(await readFile(item.localPath))).toBe(true);
  });

  it('is removed by the next try', async () => {
    world.proxy.fault = first(7, 'CreateMultipartUpload', { kind: 'lose-answer' });
    const item = await world.upload('a.mp4', 20 * MIB);
    await world.until(item.id, 'done');
    await vi.waitFor(async () => expect(await world.openMultiparts()).toEqual([]));
  });

  it('is removed after a kill', async () => {
    world.proxy.fault = ({ operation }) => (operation === 'CreateMultipartUpload' ? { kind: 'lose-answer' } : null);
    const item = await world.upload('a.mp4', 20 * MIB);
    await vi.waitFor(async () => expect((await world.openMultiparts()).length).toBeGreaterThan(0));
    await world.kill();
    world.proxy.fault = () => null;
    await world.until(item.id, 'done');
    await vi.waitFor(async () => expect(await world.openMultiparts()).toEqual([]));
  });

  it('is removed when the upload is cancelled', async () => {
    world.proxy.fault = ({ operation }) => (operation === 'CreateMultipartUpload' ? { kind: 'lose-answer' } : null);
    const item = await world.upload('a.mp4', 20 * MIB);
    await world.until(item.id, 'waiting');
    world.transfers.cancel([item.id]);
    await vi.waitFor(async () => expect(await world.openMultiparts()).toEqual([]));
  });

  it('is told from those of other keys', async () => {
    await world.store.createMultipart('a.mp4.txt', { contentType: '', cacheControl: null, metadata: {} }, NEVER);
    world.proxy.fault = first(2, 'CreateMultipartUpload', { kind: 'lose-answer' });
    const item = await world.upload('a.mp4', 20 * MIB);
    await world.until(item.id, 'done');
    await vi.waitFor(async () => expect(await world.openMultiparts()).toEqual(['a.mp4.txt']));
  });
});
