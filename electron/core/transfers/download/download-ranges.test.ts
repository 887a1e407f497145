import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rm, truncate, appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { TransferItem } from '../../../../shared/transfer';
import { rangesAbreast } from './download-ranges';
import type { Fault } from '../fault-proxy.test-support';
import { CONNECTION, MIB, openWorld, type World } from '../world.test-support';

const NEVER = new AbortController().signal;
const SIZE = 72 * MIB;
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

async function put(key: string, content: Buffer): Promise<string> {
  const contentMd5 = createHash('md5').update(content).digest('base64');
  const headers = { contentType: 'video/mp4', cacheControl: null, metadata: {} };
  return (await world.store.put(key, content, { ...headers, contentMd5, condition: 'none' }, NEVER)).etag;
}

async function addFilm(content: Buffer): Promise<TransferItem> {
  const etag = await put('film.mp4', content);
  const object = { key: 'film.mp4', size: content.length, etag, modified: null, relativePath: 'film.mp4' };
  await world.transfers.addDownloads({ connectionId: CONNECTION, folder, objects: [object] });
  const [item] = world.transfers.rows(0, 1).rows;
  if (item === undefined) throw new Error('Nothing was added');
  return item;
}

/** As over a long line: each answer begins late. */
function late(): Fault {
  return { kind: 'hold', until: new Promise((resolve) => setTimeout(resolve, 10)) };
}

function film(): Promise<Buffer> {
  return readFile(join(folder, 'film.mp4'));
}

/** Lets the first so many reads through, and none after them. */
function readsOnly(count: number): void {
  let left = count;
  world.proxy.fault = ({ operation }) => {
    if (operation !== 'GetObject') return null;
    return left-- > 0 ? late() : { kind: 'hold', until: new Promise<void>(() => undefined) };
  };
}

/** Fetches the first two ranges after the probe, and hangs in the others. */
async function untilSomeRangesAreHere(content: Buffer): Promise<TransferItem> {
  readsOnly(3);
  const item = await addFilm(content);
  const moved = (4 + 2 * 16) * MIB;
  await vi.waitFor(() => expect(world.transfers.item(item.id)?.state).toMatchObject({ movedBytes: moved }), 20_000);
  return item;
}

describe('a large download', () => {
  it('comes in several ranges at once where answers are slow to begin, and is proven as a whole', async () => {
    const content = randomBytes(SIZE);
    let abreast = 0;
    let most = 0;
    world.proxy.fault = ({ operation }) => {
      if (operation !== 'GetObject') return null;
      most = Math.max(most, ++abreast);
      const until = new Promise<void>((resolve) => setTimeout(resolve, 20)).then(() => void abreast--);
      return { kind: 'hold', until };
    };
    const item = await addFilm(content);
    expect((await world.until(item.id, 'done')).state).toMatchObject({ verified: 'md5' });
    expect((await film()).equals(content)).toBe(true);
    expect(world.count('GetObject')).toBe(6);
    expect(most).toBeGreaterThan(1);
    expect(await readdir(folder)).toEqual(['film.mp4']);
  });

  it('comes in one stream where answers are quick, and when other files fill the line', () => {
    expect(rangesAbreast(2, 1)).toBe(1);
    expect(rangesAbreast(40, 1)).toBe(4);
    expect(rangesAbreast(40, 4)).toBe(2);
    expect(rangesAbreast(40, 16)).toBe(1);
  });

  it('of an object sent in parts is proven by the parts', async () => {
    const up = await world.upload('film.mp4', 40 * MIB);
    await world.until(up.id, 'done');
    const { etag, size } = await world.store.head('film.mp4', NEVER);
    expect(etag).toMatch(/-3$/);
    const object = { key: 'film.mp4', size, etag, modified: null, relativePath: 'film.mp4' };
    await world.transfers.addDownloads({ connectionId: CONNECTION, folder, objects: [object] });
    const [item] = world.transfers.rows(0, 1).rows;
    expect((await world.until(item!.id, 'done')).state).toMatchObject({ verified: 'md5' });
    expect((await film()).equals(await readFile(up.localPath))).toBe(true);
  });

  it('goes on after a kill with the ranges that are missing, and with nothing else', async () => {
    const content = randomBytes(SIZE);
    const item = await untilSomeRangesAreHere(content);
    // Noted once its bytes are safe.
    await vi.waitFor(async () => {
      const journal = await readFile(join(world.dir, 'queue', 'transfers.journal'), 'utf8');
      expect(journal).toContain(`"arrived":[[0,${36 * MIB}]]`);
    });
    await world.kill();
    world.proxy.fault = ({ operation }) => (operation === 'GetObject' ? late() : null);
    const before = world.count('GetObject');
    expect((await world.until(item.id, 'done')).state).toMatchObject({ verified: 'md5' });
    expect((await film()).equals(content)).toBe(true);
    // Of 36 MiB: a first small one, and two of 16 MiB.
    expect(world.count('GetObject') - before).toBeLessThanOrEqual(4);
  });

  it('survives kills at any moment', async () => {
    const content = randomBytes(SIZE);
    world.proxy.fault = ({ operation }) => (operation === 'GetObject' ? late() : null);
    const item = await addFilm(content);
    for (let kill = 1; kill <= 5; kill++) {
      const until = world.count('GetObject') + 2;
      await vi.waitFor(() => expect(isOver() || world.count('GetObject') >= until).toBe(true), 10_000);
      await world.kill();
    }
    await vi.waitFor(() => expect(isOver()).toBe(true), 20_000);
    expect(['done', undefined]).toContain(world.transfers.item(item.id)?.state.kind);
    expect((await film()).equals(content)).toBe(true);
    expect(await readdir(folder)).toEqual(['film.mp4']);
  });

  it('takes up ranges whose bodies break off', async () => {
    const content = randomBytes(SIZE);
    let reads = 0;
    world.proxy.fault = ({ operation }) => {
      if (operation !== 'GetObject') return null;
      return ++reads % 2 === 0 ? { kind: 'cut', bytes: 5 * MIB } : late();
    };
    const item = await addFilm(content);
    expect((await world.until(item.id, 'done')).state).toMatchObject({ verified: 'md5' });
    expect((await film()).equals(content)).toBe(true);
  });

  it('begins anew when the object changes between two ranges', async () => {
    const item = await untilSomeRangesAreHere(randomBytes(SIZE));
    const fresh = randomBytes(40 * MIB);
    await world.transfers.stop();
    await put('film.mp4', fresh);
    world.proxy.fault = ({ operation }) => (operation === 'GetObject' ? late() : null);
    await world.restart();
    const done = await world.until(item.id, 'done');
    expect(done).toMatchObject({ size: fresh.length, beganAnew: true, state: { verified: 'md5' } });
    expect((await film()).equals(fresh)).toBe(true);
  });

  it.each([
    ['was cut off', (part: string) => truncate(part, 9 * MIB)],
    ['has grown', (part: string) => appendFile(part, randomBytes(SIZE))],
    ['is gone', (part: string) => rm(part)],
  ])('ends whole when its half-finished file %s meanwhile', async (_, harm) => {
    const content = randomBytes(SIZE);
    const item = await untilSomeRangesAreHere(content);
    await world.transfers.stop();
    await harm(join(folder, 'film.mp4.part'));
    world.proxy.fault = ({ operation }) => (operation === 'GetObject' ? late() : null);
    await world.restart();
    expect((await world.until(item.id, 'done')).state).toMatchObject({ verified: 'md5' });
    expect((await film()).equals(content)).toBe(true);
  });

  function isOver(): boolean {
    const { queued, moving, verifying, waiting } = world.transfers.slice().summary.counts;
    return queued + moving + verifying + waiting === 0;
  }
});
