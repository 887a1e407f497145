import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { TransferItem } from '../../../../shared/transfer';
import { PartFile } from './part-file';
import type { DownloadObject } from '../transfers-api';
import { CONNECTION, MIB, openWorld, type World } from '../world.test-support';

const NEVER = new AbortController().signal;
let world: World;
let folder: string;

beforeEach(async () => {
  world = await openWorld();
  folder = join(world.dir, 'down');
  await mkdir(folder);
});

afterEach(async () => {
  vi.restoreAllMocks();
  await world.close();
});

async function stored(key: string, content: Uint8Array): Promise<DownloadObject> {
  const contentMd5 = createHash('md5').update(content).digest('base64');
  const headers = { contentType: 'image/png', cacheControl: null, metadata: {} };
  const { etag } = await world.store.put(key, content, { ...headers, contentMd5, condition: 'none' }, NEVER);
  return { key, size: content.length, etag, modified: 1_700_000_000_000, relativePath: key };
}

async function add(...objects: readonly DownloadObject[]): Promise<readonly TransferItem[]> {
  await world.transfers.addDownloads({ connectionId: CONNECTION, folder, objects });
  return world.transfers.rows(0, objects.length).rows.toReversed();
}

describe('a download', () => {
  it('arrives whole under its name, proven', async () => {
    const content = Buffer.alloc(3 * MIB, 'flow');
    const [item] = await add(await stored('trip/a.png', content));
    const done = await world.until(item!.id, 'done');
    expect(done).toMatchObject({ localPath: join(folder, 'trip', 'a.png'), state: { verified: 'md5' } });
    expect((await readFile(done.localPath)).equals(content)).toBe(true);
    expect(await readdir(join(folder, 'trip'))).toEqual(['a.png']);
  });

  it('of an object without bytes is a file without bytes', async () => {
    const [item] = await add(await stored('empty.txt', Buffer.alloc(0)));
    await world.until(item!.id, 'done');
    expect((await readFile(join(folder, 'empty.txt'))).length).toBe(0);
  });

  it('stays in its folder, whatever the key', async () => {
    const content = Buffer.from('x');
    const objects = await Promise.all(
      ['../../up.png', '/etc/abs.png', 'a/../../b.png', 'CON.png'].map((key) => stored(key, content)),
    );
    const items = await add(...objects);
    for (const item of items) {
      const { localPath } = await world.until(item.id, 'done');
      expect(localPath.startsWith(`${folder}/`)).toBe(true);
    }
    expect(await readdir(world.dir)).not.toContain('up.png');
  });

  it('follows no link out of the folder', async () => {
    await mkdir(join(world.dir, 'elsewhere'));
    await symlink(join(world.dir, 'elsewhere'), join(folder, 'trip'));
    const [item] = await add(await stored('trip/a.png', Buffer.from('x')));
    expect((await world.until(item!.id, 'failed')).state).toMatchObject({ failure: { code: 'folder-unwritable' } });
    expect(await readdir(join(world.dir, 'elsewhere'))).toEqual([]);
  });

  it('goes on in the middle after a break, and proves the whole', async () => {
    const content = Buffer.alloc(8 * MIB, 'flow');
    let breaks = 2;
    world.proxy.fault = ({ operation }) =>
      operation === 'GetObject' && breaks-- > 0 ? { kind: 'cut', bytes: 3 * MIB } : null;
    const [item] = await add(await stored('a.png', content));
    const done = await world.until(item!.id, 'done');
    expect(done.state).toMatchObject({ verified: 'md5' });
    expect((await readFile(done.localPath)).equals(content)).toBe(true);
  });

  it('goes on after a restart', async () => {
    const content = Buffer.alloc(8 * MIB, 'flow');
    world.proxy.fault = ({ operation }) => (operation === 'GetObject' ? { kind: 'cut', bytes: 3 * MIB } : null);
    const [item] = await add(await stored('a.png', content));
    await world.until(item!.id, 'waiting');
    await world.transfers.stop();
    expect((await readFile(join(folder, 'a.png.part'))).length).toBeGreaterThan(0);
    world.proxy.fault = () => null;
    await world.restart();
    const done = await world.until(item!.id, 'done');
    expect((await readFile(done.localPath)).equals(content)).toBe(true);
  });

  it('begins anew when the object has changed meanwhile', async () => {
    const object = await stored('a.png', Buffer.alloc(1000, 'old'));
    const fresh = Buffer.alloc(2000, 'new');
    await stored('a.png', fresh);
    const [item] = await add(object);
    const done = await world.until(item!.id, 'done');
    expect(done.size).toBe(2000);
    expect((await readFile(done.localPath)).equals(fresh)).toBe(true);
  });

  it('fails when what arrives is not what the ETag says, and leaves nothing', async () => {
    const object = await stored('a.png', Buffer.from('theirs'));
    world.proxy.fault = ({ operation }) =>
      operation === 'GetObject' ? { kind: 'rewrite', change: () => 'others' } : null;
    const [item] = await add(object);
    expect((await world.until(item!.id, 'failed')).state).toMatchObject({ failure: { code: 'verification-failed' } });
    expect(await readdir(folder)).toEqual([]);
  });

  it('of an object that is gone says so', async () => {
    const [item] = await add({
      key: 'gone.png',
      size: 5,
      etag: 'd41d8cd98f00b204e9800998ecf8427e',
      modified: null,
      relativePath: 'gone.png',
    });
    expect((await world.until(item!.id, 'failed')).state).toMatchObject({ failure: { code: 'no-such-key' } });
    expect(await readdir(folder)).toEqual([]);
  });

  it('into a folder that is gone says so', async () => {
    world.transfers.pause('all');
    const [item] = await add(await stored('a.png', Buffer.from('x')));
    await rm(folder, { recursive: true });
    world.transfers.resume('all');
    expect((await world.until(item!.id, 'failed')).state).toMatchObject({ failure: { code: 'folder-unwritable' } });
  });

  it('goes to another folder when its own is gone, with all that failed alike', async () => {
    world.transfers.pause('all');
    const items = await add(await stored('a.png', Buffer.from('x')), await stored('trip/b.png', Buffer.from('y')));
    await rm(folder, { recursive: true });
    world.transfers.resume('all');
    for (const item of items) await world.until(item.id, 'failed');
    const other = join(world.dir, 'other');
    await mkdir(other);
    world.transfers.relocate([items[0]!.id], other);
    for (const item of items) await world.until(item.id, 'done');
    expect(await readFile(join(other, 'trip', 'b.png'), 'utf8')).toBe('y');
  });

  it('says when the disk has no room for all that was added', async () => {
    world.transfers.pause('all');
    const huge = { ...(await stored('a.png', Buffer.from('x'))), size: 2 ** 52 };
    const added = await world.transfers.addDownloads({ connectionId: CONNECTION, folder, objects: [huge] });
    expect(added.freeBytes).toBeLessThan(2 ** 52);
    world.transfers.cancel('all');
  });

  it('is queued while its folder is still listed, and the listing can be stopped', async () => {
    const objects = await Promise.all(['a.png', 'b.png'].map((key) => stored(key, Buffer.from(key))));
    const listed = async function* (signal: AbortSignal): AsyncGenerator<readonly DownloadObject[]> {
      yield objects;
      await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));
    };
    const adding = world.transfers.addDownloads({ connectionId: CONNECTION, folder, objects: listed });
    await vi.waitFor(() => expect(world.transfers.slice().summary.counts.done).toBe(2));
    const [listing] = world.transfers.slice().listings;
    expect(listing).toMatchObject({ found: 2 });
    world.transfers.stopListing(listing!.id);
    expect(await adding).toMatchObject({ added: 2 });
    expect(world.transfers.slice().listings).toEqual([]);
  });

  it.runIf(process.platform === 'linux')(
    'onto a full disk says so, leaves nothing half-written, and begins anew when there is room',
    async () => {
      world.proxy.fault = ({ operation }) => (operation === 'GetObject' ? { kind: 'cut', bytes: MIB } : null);
      const [item] = await add(await stored('a.png', Buffer.alloc(8 * MIB)));
      await world.until(item!.id, 'waiting');
      await world.transfers.stop();
      await rm(join(folder, 'a.png.part'));
      await symlink('/dev/full', join(folder, 'a.png.part'));
      world.proxy.fault = () => null;
      await world.restart();
      const failed = await world.until(item!.id, 'failed');
      expect(failed.state).toMatchObject({ failure: { code: 'disk-full', action: 'free-space' } });
      expect(await readdir(folder)).toEqual([]);
      world.transfers.retry('all');
      await world.until(item!.id, 'done');
    },
  );

  it('removes its part when it is cancelled while that is made', async () => {
    const create = PartFile.create.bind(PartFile);
    vi.spyOn(PartFile, 'create').mockImplementation(async (...where) => {
      const part = await create(...where);
      world.transfers.cancel('all');
      return part;
    });
    await add(await stored('a.bin', Buffer.alloc(2 * MIB)));
    await vi.waitFor(() => expect(PartFile.create).toHaveResolved());
    await vi.waitFor(async () => expect(await readdir(folder)).toEqual([]));
  });

  it('removes its part when it is cancelled', async () => {
    world.proxy.fault = ({ operation }) => (operation === 'GetObject' ? { kind: 'cut', bytes: MIB } : null);
    const [item] = await add(await stored('a.png', Buffer.alloc(8 * MIB)));
    await world.until(item!.id, 'waiting');
    expect(await readdir(folder)).toEqual(['a.png.part']);
    world.transfers.cancel('all');
    await vi.waitFor(async () => expect(await readdir(folder)).toEqual([]));
  });
});
