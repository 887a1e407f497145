import { readFile, rm, truncate, writeFile, appendFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CONNECTION, MIB, openWorld, type World } from '../world.test-support';

const NEVER = new AbortController().signal;
let world: World;

beforeEach(async () => {
  world = await openWorld();
});

afterEach(async () => {
  await world.close();
});

describe('an upload', () => {
  it('puts a small file with its type and proves it', async () => {
    const item = await world.upload('photo.png', 1000);
    const done = await world.until(item.id, 'done');
    expect(done.state).toMatchObject({ verified: 'md5' });
    expect(await world.object('photo.png')).toEqual(await readFile(item.localPath));
    expect((await world.store.head('photo.png', NEVER)).contentType).toBe('image/png');
    expect(world.calls).toEqual(['queued photo.png', 'done photo.png 1000']);
  });

  it('puts a file of no bytes', async () => {
    const item = await world.upload('empty.txt', '');
    await world.until(item.id, 'done');
    expect(await world.store.head('empty.txt', NEVER)).toMatchObject({
      size: 0,
      contentType: 'text/plain; charset=utf-8',
    });
  });

  it('sends a large file in parts and proves it', async () => {
    const item = await world.upload('clip.mp4', 40 * MIB + 123);
    const done = await world.until(item.id, 'done');
    expect(done.state).toMatchObject({ verified: 'md5' });
    expect(world.count('UploadPart')).toBe(3);
    expect((await world.object('clip.mp4')).equals(await readFile(item.localPath))).toBe(true);
    expect((await world.store.head('clip.mp4', NEVER)).contentType).toBe('video/mp4');
  });

  it('tells the type by the bytes where the name lies', async () => {
    const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');
    const item = await world.upload('photo.jpg', Buffer.concat([png, Buffer.alloc(64)]));
    expect((await world.until(item.id, 'done')).contentType).toBe('image/png');
  });

  it('keeps the tree of a folder and its NFC names', async () => {
    await world.file('trip/day 1/cafe\u0301.png', 10);
    await world.file('trip/day 2/b.png', 10);
    await world.file('trip/.DS_Store', 10);
    const added = await world.transfers.addPaths({
      connectionId: CONNECTION,
      prefix: 'in/',
      paths: [join(world.dir, 'files', 'trip')],
    });
    expect(added).toMatchObject({ added: 2, totalBytes: 20, skippedCount: 0, hidden: 1 });
    await vi.waitFor(() => expect(world.transfers.slice().summary.counts.done).toBe(2));
    expect((await world.store.head('in/trip/day 1/caf\u00e9.png', NEVER)).size).toBe(10);
    expect((await world.store.head('in/trip/day 2/b.png', NEVER)).size).toBe(10);
  });

  it('goes on with the rest when a file is missing, waits for it, and goes through once it is back', async () => {
    const gone = await world.file('gone.png', 10);
    const stays = await world.file('stays.png', 10);
    world.transfers.pause('all');
    await world.transfers.addPaths({ connectionId: CONNECTION, prefix: '', paths: [gone, stays] });
    await rm(gone);
    world.transfers.resume('all');
    const [second, first] = world.transfers.rows(0, 2).rows;
    await world.until(second!.id, 'done');
    const waiting = await world.until(first!.id, 'waiting');
    expect(waiting.state).toMatchObject({ until: null, failure: { code: 'file-missing' } });
    await writeFile(gone, 'again');
    await world.until(first!.id, 'done');
  });

  it('refuses what is no file any more', async () => {
    const path = await world.file('thing.png', 10);
    world.transfers.pause('all');
    await world.transfers.addPaths({ connectionId: CONNECTION, prefix: '', paths: [path] });
    await rm(path);
    await mkdir(path);
    world.transfers.resume('all');
    const [item] = world.transfers.rows(0, 1).rows;
    expect((await world.until(item!.id, 'failed')).state).toMatchObject({ failure: { code: 'file-unreadable' } });
  });
});

describe('a source that changes while it is read', () => {
  it('is sent anew, as it is after it has come to rest', async () => {
    let changed = false;
    world.proxy.fault = ({ operation }) => {
      if (operation === 'UploadPart' && !changed) {
        changed = true;
        const path = join(world.dir, 'files', 'render.mov');
        return { kind: 'hold', until: appendFile(path, Buffer.alloc(100)) };
      }
      return null;
    };
    const item = await world.upload('render.mov', 20 * MIB);
    const done = await world.until(item.id, 'done');
    expect(done.size).toBe(20 * MIB + 100);
    expect((await world.store.head('render.mov', NEVER)).size).toBe(20 * MIB + 100);
    await vi.waitFor(async () => expect(await world.openMultiparts()).toEqual([]));
  });

  it('fails when it goes on changing, and leaves nothing behind', async () => {
    const path = join(world.dir, 'files', 'render.mov');
    let size = 40 * MIB;
    world.proxy.fault = ({ operation }) =>
      operation === 'UploadPart' ? { kind: 'hold', until: truncate(path, (size -= MIB)) } : null;
    const item = await world.upload('render.mov', size);
    const failed = await world.until(item.id, 'failed');
    expect(failed.state).toMatchObject({ failure: { code: 'file-changed' } });
    await vi.waitFor(async () => expect(await world.openMultiparts()).toEqual([]));
    await expect(world.store.head('render.mov', NEVER)).rejects.toThrow('no-such-key');
  });
});

describe('what arrives is proven', () => {
  const wrong = 'd41d8cd98f00b204e9800998ecf8427e';

  it('removes a small object whose ETag is not its MD5', async () => {
    world.proxy.fault = ({ operation }) =>
      operation === 'PutObject' || operation === 'HeadObject' ? { kind: 'etag', etag: wrong } : null;
    const item = await world.upload('a.png', 100);
    expect((await world.until(item.id, 'failed')).state).toMatchObject({ failure: { code: 'verification-failed' } });
    await expect(world.store.head('a.png', NEVER)).rejects.toThrow('no-such-key');
  });

  it('asks the server once more when only the answer had another ETag', async () => {
    world.proxy.fault = ({ operation }) => (operation === 'PutObject' ? { kind: 'etag', etag: wrong } : null);
    const item = await world.upload('a.png', 100);
    expect((await world.until(item.id, 'done', 'failed')).state).toMatchObject({ kind: 'done', verified: 'md5' });
  });

  it('gives a multipart upload up whose part has another ETag', async () => {
    world.proxy.fault = ({ partNumber }) => (partNumber === 2 ? { kind: 'etag', etag: wrong } : null);
    const item = await world.upload('a.mp4', 40 * MIB);
    expect((await world.until(item.id, 'failed')).state).toMatchObject({ failure: { code: 'verification-failed' } });
    await vi.waitFor(async () => expect(await world.openMultiparts()).toEqual([]));
  });

  it('says "by parts" where only the composite ETag differs', async () => {
    world.proxy.fault = ({ operation }) =>
      operation === 'CompleteMultipartUpload'
        ? { kind: 'rewrite', change: (xml) => xml.replace(/[0-9a-f]{32}-2/, `${wrong}-2`) }
        : null;
    const item = await world.upload('a.mp4', 20 * MIB);
    expect((await world.until(item.id, 'done')).state).toMatchObject({ verified: 'parts' });
  });
});
