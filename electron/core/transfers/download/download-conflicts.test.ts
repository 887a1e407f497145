import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { TransferItem } from '../../../../shared/transfer';
import type { DownloadObject } from '../transfers-api';
import { CONNECTION, openWorld, type World } from '../world.test-support';

const NEVER = new AbortController().signal;
const CHANGED = 1_700_000_000_000;
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

async function stored(key: string, text: string | Buffer): Promise<DownloadObject> {
  const content = Buffer.from(text);
  const contentMd5 = createHash('md5').update(content).digest('base64');
  const headers = { contentType: 'image/png', cacheControl: null, metadata: {} };
  const { etag } = await world.store.put(key, content, { ...headers, contentMd5, condition: 'none' }, NEVER);
  return { key, size: content.length, etag, modified: CHANGED, relativePath: key };
}

async function add(...objects: readonly DownloadObject[]): Promise<readonly TransferItem[]> {
  await world.transfers.addDownloads({ connectionId: CONNECTION, folder, objects });
  return world.transfers.rows(0, objects.length).rows.toReversed();
}

async function addOne(key: string, text: string | Buffer): Promise<TransferItem> {
  const [item] = await add(await stored(key, text));
  if (item === undefined) throw new Error('Nothing was added');
  return item;
}

function mine(name: string, text = 'mine'): Promise<void> {
  return writeFile(join(folder, name), text);
}

function here(name: string): Promise<string> {
  return readFile(join(folder, name), 'utf8');
}

describe('a name that a file here has', () => {
  it('is asked about before a byte is fetched, with what both sides are', async () => {
    await mine('a.png');
    const item = await addOne('a.png', 'theirs');
    const { mtimeMs } = await stat(join(folder, 'a.png'));
    const asked = await world.until(item.id, 'conflict');
    expect(asked.state).toEqual({ kind: 'conflict', existing: { size: 4, modified: mtimeMs }, incoming: CHANGED });
    expect(world.count('GetObject')).toBe(0);
    expect(await readdir(folder)).toEqual(['a.png']);
  });

  it('is replaced when a person says so', async () => {
    await mine('a.png');
    const item = await addOne('a.png', 'theirs');
    await world.until(item.id, 'conflict');
    world.transfers.decide(item.id, 'replace', false);
    expect((await world.until(item.id, 'done')).state).toMatchObject({ verified: 'md5' });
    expect(await here('a.png')).toBe('theirs');
    expect(await readdir(folder)).toEqual(['a.png']);
  });

  it('keeps what it has until the new one is whole and proven', async () => {
    world.downloadRule = 'replace';
    await mine('a.png');
    world.proxy.fault = ({ operation }) =>
      operation === 'GetObject' ? { kind: 'rewrite', change: () => 'others' } : null;
    const item = await addOne('a.png', 'theirs');
    await world.until(item.id, 'failed');
    expect(await here('a.png')).toBe('mine');
    world.proxy.fault = () => null;
    world.transfers.retry('all');
    await world.until(item.id, 'done');
    expect(await here('a.png')).toBe('theirs');
  });

  it('is left alone when a person says skip, and both are kept when they say so', async () => {
    await mine('a.png');
    await mine('b.png');
    const a = await addOne('a.png', 'theirs');
    const b = await addOne('b.png', 'theirs');
    await world.until(a.id, 'conflict');
    await world.until(b.id, 'conflict');
    world.transfers.decide(a.id, 'skip', false);
    world.transfers.decide(b.id, 'keep-both', false);
    expect((await world.until(b.id, 'done')).localPath).toBe(join(folder, 'b (2).png'));
    expect(world.transfers.item(a.id)?.state.kind).toBe('skipped');
    expect(await here('b (2).png')).toBe('theirs');
    expect((await readdir(folder)).toSorted()).toEqual(['a.png', 'b (2).png', 'b.png']);
  });

  it('is decided as the settings say', async () => {
    for (const name of ['skip.png', 'both.png', 'replace.png']) await mine(name);
    world.downloadRule = 'skip';
    await world.until((await addOne('skip.png', 'theirs')).id, 'skipped');
    world.downloadRule = 'keep-both';
    await world.until((await addOne('both.png', 'theirs')).id, 'done');
    world.downloadRule = 'replace';
    await world.until((await addOne('replace.png', 'theirs')).id, 'done');
    expect(await Promise.all(['skip.png', 'both.png', 'replace.png'].map(here))).toEqual(['mine', 'mine', 'theirs']);
  });

  it('is skipped where both are the same, byte for byte, and asked about where they differ', async () => {
    world.downloadRule = 'skip-identical';
    await mine('same.png', 'theirs');
    await mine('other.png', 'others');
    const same = await addOne('same.png', 'theirs');
    const other = await addOne('other.png', 'theirs');
    await world.until(same.id, 'skipped');
    await world.until(other.id, 'conflict');
  });

  it('is asked about again when it was taken while the file came, and nothing is fetched twice', async () => {
    let release = (): void => undefined;
    const until = new Promise<void>((resolve) => (release = resolve));
    world.proxy.fault = ({ operation }) => (operation === 'GetObject' ? { kind: 'hold', until } : null);
    const item = await addOne('a.png', 'theirs');
    await vi.waitFor(() => expect(world.count('GetObject')).toBe(1));
    await mine('a.png');
    release();
    await world.until(item.id, 'conflict');
    expect(await here('a.png')).toBe('mine');
    world.transfers.decide(item.id, 'replace', false);
    await world.until(item.id, 'done');
    expect(world.count('GetObject')).toBe(1);
    expect(await here('a.png')).toBe('theirs');
  });

  it('takes no place of a folder', async () => {
    world.downloadRule = 'replace';
    await mkdir(join(folder, 'a.png'));
    const item = await addOne('a.png', 'theirs');
    expect((await world.until(item.id, 'done')).localPath).toBe(join(folder, 'a (2).png'));
  });

  it('one answer for all counts for all downloads, also after a restart, and for no upload', async () => {
    const names = ['a.png', 'b.png', 'c.png'];
    for (const name of names) await mine(name);
    const up = await world.upload('up.png', 'one');
    await world.until(up.id, 'done');
    const upAgain = await world.upload('up.png', 'two');
    await world.until(upAgain.id, 'conflict');
    const items = await add(...(await Promise.all(names.map((name) => stored(name, 'theirs')))));
    for (const item of items) await world.until(item.id, 'conflict');
    await world.restart();
    for (const item of items) await world.until(item.id, 'conflict');
    world.transfers.decide(items[0]!.id, 'replace', true);
    for (const item of items) await world.until(item.id, 'done');
    expect(await Promise.all(names.map(here))).toEqual(['theirs', 'theirs', 'theirs']);
    expect(world.transfers.item(upAgain.id)?.state.kind).toBe('conflict');
  });

  it('another’s half-finished file of the same name is left alone', async () => {
    await mine('a.png.part', 'mine too');
    await world.until((await addOne('a.png', 'theirs')).id, 'done');
    expect(await here('a.png')).toBe('theirs');
    expect(await here('a.png.part')).toBe('mine too');
  });

  it('is not asked about when a kill came between naming the file and saying so', async () => {
    const item = await addOne('a.png', 'theirs');
    await world.until(item.id, 'done');
    await world.transfers.stop();
    const path = join(world.dir, 'queue', 'transfers.journal');
    const lines = (await readFile(path, 'utf8')).split('\n');
    await writeFile(path, lines.filter((line) => !line.includes('"drop"')).join('\n'));
    await world.restart();
    expect((await world.until(item.id, 'done')).state).toMatchObject({ verified: 'md5' });
    expect(world.count('GetObject')).toBe(1);
    expect(await readdir(folder)).toEqual(['a.png']);
  });
});
