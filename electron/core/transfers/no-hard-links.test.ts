import { createHash } from 'node:crypto';
import type * as Files from 'node:fs/promises';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { TransferItem } from '../../../shared/transfer';
import { CONNECTION, MIB, openWorld, type World } from './world.test-support';

const { disk } = vi.hoisted(() => ({ disk: { isDead: false } }));

/** As on exFAT and on many network shares (link(2)); and nothing is renamed or removed any more once the process is dead. */
vi.mock('node:fs/promises', async (original) => {
  const files = await original<typeof Files>();
  const refused = (code: string) => Promise.reject(Object.assign(new Error(`${code}: no`), { code }));
  const late = () => new Promise((resolve) => setTimeout(resolve, 500)).then(() => refused('EIO'));
  return {
    ...files,
    link: () => refused('EPERM'),
    rename: (from: string, to: string) => (disk.isDead ? late() : files.rename(from, to)),
    unlink: (path: string) => (disk.isDead ? refused('EIO') : files.unlink(path)),
  };
});

const NEVER = new AbortController().signal;
/** One that is written when it is whole, and one that grows on the disk. */
const SIZES = [100, 3 * MIB];

let world: World;
let folder: string;

beforeEach(async () => {
  world = await openWorld();
  folder = join(world.dir, 'down');
  await mkdir(folder);
});

afterEach(async () => {
  disk.isDead = false;
  await world.close();
});

async function addOne(content: Buffer): Promise<TransferItem> {
  const contentMd5 = createHash('md5').update(content).digest('base64');
  const headers = { contentType: 'image/png', cacheControl: null, metadata: {} };
  const { etag } = await world.store.put('a.png', content, { ...headers, contentMd5, condition: 'none' }, NEVER);
  const object = { key: 'a.png', size: content.length, etag, modified: 1, relativePath: 'a.png' };
  await world.transfers.addDownloads({ connectionId: CONNECTION, folder, objects: [object] });
  const [item] = world.transfers.rows(0, 1).rows;
  if (item === undefined) throw new Error('Nothing was added');
  return item;
}

it.each(SIZES)('a download of %i bytes gets its name all the same, and leaves nothing beside it', async (size) => {
  const content = Buffer.alloc(size, 'flow');
  const item = await addOne(content);
  expect((await world.until(item.id, 'done')).state).toMatchObject({ verified: 'md5' });
  expect(await readdir(folder)).toEqual(['a.png']);
  expect((await readFile(join(folder, 'a.png'))).equals(content)).toBe(true);
});

it.each(SIZES)('a file that took the name of one of %i bytes meanwhile is not written over', async (size) => {
  let release = (): void => undefined;
  const until = new Promise<void>((resolve) => (release = resolve));
  world.proxy.fault = ({ operation }) => (operation === 'GetObject' ? { kind: 'hold', until } : null);
  const content = Buffer.alloc(size, 'flow');
  const item = await addOne(content);
  await vi.waitFor(() => expect(world.count('GetObject')).toBe(1));
  await writeFile(join(folder, 'a.png'), 'mine');
  release();
  await world.until(item.id, 'conflict');
  expect(await readFile(join(folder, 'a.png'), 'utf8')).toBe('mine');
  world.transfers.decide(item.id, 'keep-both', false);
  const { localPath } = await world.until(item.id, 'done');
  expect(localPath).toBe(join(folder, 'a (2).png'));
  expect((await readFile(localPath)).equals(content)).toBe(true);
  expect((await readdir(folder)).toSorted()).toEqual(['a (2).png', 'a.png']);
});

it.each(SIZES)(
  'what a kill in the middle of that has left of one of %i bytes is no file to ask about',
  async (size) => {
    const content = Buffer.alloc(size, 'flow');
    disk.isDead = true;
    const item = await addOne(content);
    await vi.waitFor(async () => expect((await readdir(folder)).toSorted()).toEqual(['a.png', 'a.png.part']));
    expect((await readFile(join(folder, 'a.png'))).length).toBe(0);
    const { transfers } = world;
    const stop = transfers.stop.bind(transfers);
    vi.spyOn(transfers, 'stop').mockImplementation(async () => {
      await stop();
      disk.isDead = false;
    });
    await world.kill();
    expect((await world.until(item.id, 'done', 'conflict', 'failed')).state.kind).toBe('done');
    expect(await readdir(folder)).toEqual(['a.png']);
    expect((await readFile(join(folder, 'a.png'))).equals(content)).toBe(true);
  },
);
