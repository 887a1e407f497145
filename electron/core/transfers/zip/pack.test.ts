import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { TransferItem } from '../../../../shared/transfer';
import type { DownloadObject } from '../transfers-api';
import { CONNECTION, MIB, openWorld, type World } from '../world.test-support';

const NEVER = new AbortController().signal;
const PART = 16 * MIB;
let world: World;

beforeEach(async () => {
  world = await openWorld();
});

afterEach(async () => {
  await world.close();
});

async function stored(key: string, content: Buffer): Promise<DownloadObject> {
  const contentMd5 = createHash('md5').update(content).digest('base64');
  const headers = { contentType: 'image/png', cacheControl: null, metadata: {} };
  const { etag } = await world.store.put(key, content, { ...headers, contentMd5, condition: 'none' }, NEVER);
  return { key, size: content.length, etag, modified: 1_700_000_000_000, relativePath: key };
}

async function addPack(objects: readonly DownloadObject[], key = 'trip/all.zip'): Promise<TransferItem> {
  await world.transfers.addPack({ connectionId: CONNECTION, key, objects });
  const [item] = world.transfers.rows(0, 1).rows;
  if (item === undefined) throw new Error('Nothing was added');
  return item;
}

/** SHA-256 by name, as a program that is not ours finds it; it checks every CRC. */
async function contentOf(key: string): Promise<unknown> {
  const path = join(world.dir, 'seen.zip');
  await writeFile(path, await world.object(key));
  const script = [
    'import zipfile, hashlib, json, sys',
    'z = zipfile.ZipFile(sys.argv[1])',
    'assert z.testzip() is None',
    'print(json.dumps({n: hashlib.sha256(z.read(n)).hexdigest() for n in z.namelist()}))',
  ].join('\n');
  const { stdout } = await promisify(execFile)('python3', ['-c', script, path]);
  return JSON.parse(stdout);
}

function digests(contents: Readonly<Record<string, Buffer>>): Record<string, string> {
  const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
  return Object.fromEntries(Object.entries(contents).map(([name, bytes]) => [name, sha256(bytes)]));
}

/** Makes the queue's clock, which runs fast, tell the time of the server. */
const setClock = (): Promise<void> => world.restart();

async function storedAll(contents: Readonly<Record<string, Buffer>>): Promise<readonly DownloadObject[]> {
  return Promise.all(Object.entries(contents).map(([key, content]) => stored(key, content)));
}

const lists = (): Promise<readonly string[]> => readdir(join(world.dir, 'queue', 'zips'));
const never = (): Promise<void> => new Promise<void>(() => undefined);
const film = (mib: number): Readonly<Record<string, Buffer>> => ({
  'a.txt': Buffer.alloc(3 * MIB, 'low tide '),
  'film.mp4': randomBytes(mib * MIB),
});

describe('a ZIP file in the bucket', () => {
  it('of a few small objects goes in one request', async () => {
    const contents = { 'empty.txt': Buffer.alloc(0), 'day 1/晨雾.png': randomBytes(500), 'b.png': randomBytes(70_000) };
    const item = await addPack(await storedAll(contents));
    expect(item).toMatchObject({ name: 'all.zip', zipped: 3, direction: 'pack', size: 70_500 });
    const done = await world.until(item.id, 'done');
    expect(done.state).toMatchObject({ verified: 'md5' });
    expect(await contentOf('trip/all.zip')).toEqual(digests(contents));
    const { size, contentType } = await world.store.head('trip/all.zip', NEVER);
    expect({ size, contentType }).toEqual({ size: done.size, contentType: 'application/zip' });
    expect(world.calls).toContain(`packed trip/all.zip ${size}`);
    expect(world.count('CreateMultipartUpload')).toBe(0);
    await vi.waitFor(async () => expect(await lists()).toEqual([]));
  });

  it('of large ones goes in equal parts, each with its MD5', async () => {
    const contents = film(40);
    const { id } = await addPack(await storedAll(contents));
    const { state, size } = await world.until(id, 'done');
    expect(state).toMatchObject({ verified: 'md5' });
    const parts = world.proxy.seen.filter(({ operation }) => operation === 'UploadPart');
    const rest = size - 2 * PART;
    expect(parts.map(({ bytesUp }) => bytesUp).toSorted((a, b) => a - b)).toEqual([rest, PART, PART]);
    expect(await contentOf('trip/all.zip')).toEqual(digests(contents));
    expect(await world.openMultiparts()).toEqual([]);
  });

  it('asks where its name is taken, and goes beside what has it', async () => {
    await stored('trip/all.zip', Buffer.from('mine'));
    const item = await addPack(await storedAll({ 'a.png': randomBytes(900) }));
    await world.until(item.id, 'conflict');
    expect(world.count('GetObject')).toBe(0);
    world.transfers.decide(item.id, 'keep-both', false);
    expect(await world.until(item.id, 'done')).toMatchObject({ key: 'trip/all-2.zip' });
    expect(await world.object('trip/all.zip')).toEqual(Buffer.from('mine'));
  });

  it('asks too where another takes its name while it is made', async () => {
    const objects = await storedAll(film(20));
    let taken: Promise<unknown> | null = null;
    world.proxy.fault = ({ operation }) => {
      if (operation !== 'CompleteMultipartUpload' || taken !== null) return null;
      taken = stored('trip/all.zip', Buffer.from('theirs'));
      return { kind: 'hold', until: taken.then(() => undefined) };
    };
    const item = await addPack(objects);
    await world.until(item.id, 'conflict');
    expect(await world.object('trip/all.zip')).toEqual(Buffer.from('theirs'));
    expect(await world.openMultiparts()).toEqual([]);
  });

  it('replaces only when it is whole', async () => {
    world.rule = 'replace';
    await stored('trip/all.zip', Buffer.from('old'));
    const contents = film(20);
    const objects = await storedAll(contents);
    let seen: Buffer | null = null;
    world.proxy.fault = ({ operation }) => {
      if (operation !== 'CompleteMultipartUpload') return null;
      const until = world.object('trip/all.zip').then((bytes) => void (seen = bytes));
      return { kind: 'hold', until };
    };
    await world.until((await addPack(objects)).id, 'done');
    expect(seen).toEqual(Buffer.from('old'));
    expect(await contentOf('trip/all.zip')).toEqual(digests(contents));
  });

  it('that is cancelled leaves nothing', async () => {
    world.proxy.fault = ({ operation, partNumber }) =>
      operation === 'UploadPart' && partNumber === 2 ? { kind: 'hold', until: never() } : null;
    const { id } = await addPack(await storedAll(film(60)));
    await world.untilParts(1);
    world.transfers.cancel([id]);
    await vi.waitFor(async () => expect(await world.openMultiparts()).toEqual([]));
    await vi.waitFor(async () => expect(await lists()).toEqual([]));
    await expect(world.store.head('trip/all.zip', NEVER)).rejects.toThrow();
  });

  it('fails by the name of an object that has gone, and removes what it had made', async () => {
    const objects = await storedAll({ ...film(40), 'z-gone.png': randomBytes(5 * MIB) });
    await world.store.delete('z-gone.png', NEVER);
    const { id } = await addPack(objects);
    const { state } = await world.until(id, 'failed');
    expect(state).toMatchObject({ failure: { code: 'no-such-key', params: { key: 'z-gone.png' } } });
    expect(world.count('UploadPart')).toBeGreaterThan(0);
    expect(await world.openMultiparts()).toEqual([]);
    await expect(world.store.head('trip/all.zip', NEVER)).rejects.toThrow();
  });

  it('fails where the server refuses, reads no further, and leaves no parts', async () => {
    world.proxy.fault = ({ operation }) =>
      operation === 'UploadPart' ? { kind: 'answer', status: 400, code: 'EntityTooLarge' } : null;
    const { id } = await addPack(await storedAll({ 'a.bin': randomBytes(40 * MIB), 'b.bin': randomBytes(40 * MIB) }));
    expect((await world.until(id, 'failed')).state).toMatchObject({ failure: { code: 'too-large' } });
    expect(world.proxy.seen.some(({ operation, key }) => operation === 'GetObject' && key === 'b.bin')).toBe(false);
    expect(await world.openMultiparts()).toEqual([]);
  });

  it('begins anew after a part that did not get through, and after a body that broke off goes on', async () => {
    const contents = film(40);
    const objects = await storedAll(contents);
    let cuts = 1;
    let refusals = 3;
    world.proxy.fault = ({ operation, partNumber }) => {
      if (operation === 'GetObject' && cuts-- > 0) return { kind: 'cut', bytes: MIB };
      const refused = operation === 'UploadPart' && partNumber === 2 && refusals-- > 0;
      return refused ? { kind: 'answer', status: 503, code: 'ServiceUnavailable' } : null;
    };
    const { id } = await addPack(objects);
    await world.until(id, 'done');
    expect(world.count('CreateMultipartUpload')).toBeGreaterThan(1);
    expect(await contentOf('trip/all.zip')).toEqual(digests(contents));
    expect(await world.openMultiparts()).toEqual([]);
  });

  it.each(['PutObject', 'CompleteMultipartUpload'])('knows its own when the answer to %s is lost', async (last) => {
    const contents = last === 'PutObject' ? { 'a.png': randomBytes(9000) } : film(20);
    const objects = await storedAll(contents);
    let losses = 4;
    world.proxy.fault = ({ operation, key }) =>
      operation === last && key === 'trip/all.zip' && losses-- > 0 ? { kind: 'lose-answer' } : null;
    const { id } = await addPack(objects);
    expect((await world.until(id, 'done')).key).toBe('trip/all.zip');
    expect(await contentOf('trip/all.zip')).toEqual(digests(contents));
    expect(await world.openMultiparts()).toEqual([]);
  });

  it('removes an upload that the server began without being heard', async () => {
    let losses = 1;
    world.proxy.fault = ({ operation }) =>
      operation === 'CreateMultipartUpload' && losses-- > 0 ? { kind: 'lose-answer' } : null;
    const objects = await storedAll(film(20));
    await setClock();
    const { id } = await addPack(objects);
    await world.until(id, 'done');
    expect(await world.openMultiparts()).toEqual([]);
  });

  it.each(['again', 'anew'])(
    'begun %s while strays of an earlier one are looked for is not taken for one',
    async (way) => {
      await world.close();
      // When an upload began is told by the server's clock, from which ours may be a minute apart and no more.
      world = await openWorld(8);
      const contents = { ...film(20), 'z-late.png': randomBytes(500) };
      const objects = await storedAll(contents);
      await setClock();
      await world.store.delete('z-late.png', NEVER);
      let release = (): void => undefined;
      const until = new Promise<void>((resolve) => (release = resolve));
      const later = until.then(() => wait(500));
      let isNext = false;
      world.proxy.fault = ({ operation }) => {
        if (operation === 'ListMultipartUploads') return { kind: 'hold', until };
        return isNext && operation === 'UploadPart' ? { kind: 'hold', until: later } : null;
      };
      const { id } = await addPack(objects);
      await world.until(id, 'failed');
      await vi.waitFor(() => expect(world.count('ListMultipartUploads')).toBe(1));
      await stored('z-late.png', contents['z-late.png']);
      const begun = world.count('CreateMultipartUpload');
      let next = id;
      isNext = true;
      if (way === 'again') world.transfers.retry([id]);
      else {
        world.transfers.cancel([id]);
        next = (await addPack(objects)).id;
      }
      // Time enough for it to begin, if it does not wait.
      const beginning = (): void => expect(world.count('CreateMultipartUpload')).toBeGreaterThan(begun);
      await vi.waitFor(beginning, 1500).catch(() => undefined);
      release();
      await world.until(next, 'done');
      expect(world.count('CreateMultipartUpload') - begun).toBe(1);
      expect(await contentOf('trip/all.zip')).toEqual(digests(contents));
    },
  );

  it('begins anew after a pause', async () => {
    const contents = film(40);
    const objects = await storedAll(contents);
    let release = (): void => undefined;
    const until = new Promise<void>((resolve) => (release = resolve));
    world.proxy.fault = ({ operation, partNumber }) =>
      operation === 'UploadPart' && partNumber === 2 ? { kind: 'hold', until } : null;
    const { id } = await addPack(objects);
    await world.untilParts(1);
    world.transfers.pause([id]);
    await world.until(id, 'paused');
    await vi.waitFor(async () => expect(await world.openMultiparts()).toEqual([]));
    release();
    world.transfers.resume([id]);
    await world.until(id, 'done');
    expect(await contentOf('trip/all.zip')).toEqual(digests(contents));
    expect(await world.openMultiparts()).toEqual([]);
  });

  it('begins anew after a kill, and leaves nothing of before', async () => {
    const contents = film(40);
    const objects = await storedAll(contents);
    await setClock();
    let holds = true;
    world.proxy.fault = ({ operation, partNumber }) =>
      holds && operation === 'UploadPart' && partNumber === 2 ? { kind: 'hold', until: never() } : null;
    const { id } = await addPack(objects);
    await world.untilParts(1);
    await world.kill();
    holds = false;
    await world.until(id, 'done');
    expect(await contentOf('trip/all.zip')).toEqual(digests(contents));
    expect(await world.openMultiparts()).toEqual([]);
  });
});
