import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { TransferItem } from '../../../../shared/transfer';
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
  await world.close();
});

async function stored(key: string, content: Buffer, relativePath = key): Promise<DownloadObject> {
  const contentMd5 = createHash('md5').update(content).digest('base64');
  const headers = { contentType: 'image/png', cacheControl: null, metadata: {} };
  const { etag } = await world.store.put(key, content, { ...headers, contentMd5, condition: 'none' }, NEVER);
  return { key, size: content.length, etag, modified: 1_700_000_000_000, relativePath };
}

async function addZip(objects: readonly DownloadObject[]): Promise<TransferItem> {
  const path = join(folder, 'all.zip');
  await world.transfers.addZip({ connectionId: CONNECTION, path, prefix: 'trip/', objects });
  const [item] = world.transfers.rows(0, 1).rows;
  if (item === undefined) throw new Error('Nothing was added');
  return item;
}

/** What a program that is not ours finds in it; it checks every CRC. */
async function unzipped(path: string): Promise<ReadonlyMap<string, Buffer>> {
  const target = await mkdtemp(join(tmpdir(), 'unzipped-'));
  await promisify(execFile)('python3', ['-m', 'zipfile', '-t', path]);
  await promisify(execFile)('python3', ['-m', 'zipfile', '-e', path, target]);
  const names = await readdir(target, { recursive: true, withFileTypes: true });
  const found = new Map<string, Buffer>();
  for (const entry of names.filter((one) => one.isFile())) {
    const full = join(entry.parentPath, entry.name);
    found.set(full.slice(target.length + 1), await readFile(full));
  }
  return found;
}

function digests(files: ReadonlyMap<string, Buffer>): Record<string, string> {
  const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
  return Object.fromEntries([...files].map(([name, bytes]) => [name, sha256(bytes)]));
}

describe('a ZIP file of a selection', () => {
  it('holds every object under its path, proven, small and large, text and picture', async () => {
    const contents = new Map<string, Buffer>([
      ['trip/empty.txt', Buffer.alloc(0)],
      ['trip/notes.txt', Buffer.alloc(2 * MIB, 'low tide ')],
      ['trip/film.mp4', randomBytes(3 * MIB)],
      ['trip/day 1/晨雾.png', randomBytes(500)],
    ]);
    for (let n = 0; n < 30; n++) contents.set(`trip/many/${n}.png`, randomBytes(1000 + n));
    const objects = await Promise.all([...contents].map(([key, content]) => stored(key, content)));
    const item = await addZip(objects);
    expect(item).toMatchObject({ name: 'all.zip', zipped: contents.size, direction: 'download' });
    const done = await world.until(item.id, 'done');
    expect(done.state).toMatchObject({ verified: 'md5' });
    expect(digests(await unzipped(done.localPath))).toEqual(digests(contents));
    expect((await readFile(done.localPath)).length).toBeLessThan(4 * MIB);
    expect(await readdir(folder)).toEqual(['all.zip']);
    expect(await readdir(join(world.dir, 'queue', 'zips'))).toEqual([]);
  });

  it('gives each object a safe name of its own', async () => {
    const keys = ['../up.png', '/etc/abs.png', 'A.png', 'a.png', 'CON.png'];
    const objects = await Promise.all(keys.map((key) => stored(key, Buffer.from(key))));
    const { localPath } = await world.until((await addZip(objects)).id, 'done');
    const names = [...(await unzipped(localPath)).keys()];
    expect(names.toSorted()).toEqual(['A.png', '_CON.png', '__/up.png', 'a (2).png', 'etc/abs.png']);
  });

  it('goes on in the middle of an object whose body breaks off', async () => {
    const content = randomBytes(6 * MIB);
    const object = await stored('film.mp4', content);
    let breaks = 2;
    world.proxy.fault = ({ operation }) =>
      operation === 'GetObject' && breaks-- > 0 ? { kind: 'cut', bytes: 2 * MIB } : null;
    const { localPath } = await world.until((await addZip([object])).id, 'done');
    expect((await unzipped(localPath)).get('film.mp4')?.equals(content)).toBe(true);
  });

  it('packs an object as it is now when it was changed since it was listed', async () => {
    const old = await stored('a.txt', Buffer.from('old'));
    await stored('a.txt', Buffer.from('brand new'));
    const { localPath } = await world.until((await addZip([old])).id, 'done');
    expect(String((await unzipped(localPath)).get('a.txt'))).toBe('brand new');
  });

  it('fails by the name of an object that is gone, or that is not what its ETag says, and leaves nothing', async () => {
    const here = await stored('here.png', randomBytes(100));
    const gone = await stored('gone.png', randomBytes(100));
    await world.store.delete('gone.png', NEVER);
    const failed = await world.until((await addZip([here, gone])).id, 'failed');
    expect(failed.state).toMatchObject({ failure: { code: 'no-such-key', params: { key: 'gone.png' } } });
    expect(await readdir(folder)).toEqual([]);
    world.transfers.cancel('all');
    world.proxy.fault = ({ operation }) =>
      operation === 'GetObject' ? { kind: 'rewrite', change: (text) => text.replace('m', 'n') } : null;
    const other = await stored('other.txt', Buffer.from('mine'));
    const refuted = await world.until((await addZip([other])).id, 'failed');
    expect(refuted.state).toMatchObject({ failure: { code: 'verification-failed', params: { name: 'other.txt' } } });
    await vi.waitFor(async () => expect(await readdir(folder)).toEqual([]));
  });

  it('goes to another folder under a name of its own: only for its own path was it asked', async () => {
    world.transfers.pause('all');
    const item = await addZip([await stored('a.png', Buffer.from('a'))]);
    await rm(folder, { recursive: true });
    world.transfers.resume('all');
    await world.until(item.id, 'failed');
    const other = join(world.dir, 'other');
    await mkdir(other);
    await writeFile(join(other, 'all.zip'), 'of another year');
    world.transfers.relocate([item.id], other);
    const { localPath } = await world.until(item.id, 'done');
    expect(await readFile(join(other, 'all.zip'), 'utf8')).toBe('of another year');
    expect(localPath).not.toBe(join(other, 'all.zip'));
    expect([...(await unzipped(localPath)).keys()]).toEqual(['a.png']);
  });

  it('replaces a file only when it is whole, and begins anew after a kill', async () => {
    await writeFile(join(folder, 'all.zip'), 'mine');
    const objects = [await stored('a.png', randomBytes(100)), await stored('film.mp4', randomBytes(4 * MIB))];
    let release = (): void => undefined;
    const until = new Promise<void>((resolve) => (release = resolve));
    world.proxy.fault = ({ key }) => (key === 'film.mp4' ? { kind: 'hold', until } : null);
    const item = await addZip(objects);
    await vi.waitFor(() => expect(world.proxy.seen.some(({ key }) => key === 'film.mp4')).toBe(true));
    expect(await readFile(join(folder, 'all.zip'), 'utf8')).toBe('mine');
    await world.kill();
    release();
    const { localPath } = await world.until(item.id, 'done');
    expect((await unzipped(localPath)).size).toBe(2);
    expect(await readdir(folder)).toEqual(['all.zip']);
  });

  it('that is cancelled leaves nothing', async () => {
    world.proxy.fault = ({ operation }) =>
      operation === 'GetObject' ? { kind: 'hold', until: new Promise<void>(() => undefined) } : null;
    const item = await addZip([await stored('film.mp4', randomBytes(4 * MIB))]);
    await world.until(item.id, 'moving');
    world.transfers.cancel('all');
    await vi.waitFor(async () => expect(await readdir(folder)).toEqual([]));
    await vi.waitFor(async () => expect(await readdir(join(world.dir, 'queue', 'zips'))).toEqual([]));
  });
});
