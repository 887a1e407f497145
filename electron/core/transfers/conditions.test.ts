import { open, rename } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ConnectionTrouble } from '../../../shared/transfer';
import { answer } from './fault-proxy.test-support';
import { movedBytesOf } from './queue/next-move';
import { planParts } from './part-plan';
import { CONNECTION, MIB, openWorld, type World } from './world.test-support';

/** Of a file of 40 MiB. */
const PART = planParts(40 * MIB).partSize;

let world: World;

beforeEach(async () => {
  world = await openWorld();
});

afterEach(async () => {
  await world.close();
});

async function addMany(count: number): Promise<void> {
  const names = Array.from({ length: count }, (_, index) => `many/${index}.png`);
  const paths = await Promise.all(names.map((name) => world.file(name, 10)));
  await world.transfers.addPaths({ connectionId: CONNECTION, prefix: '', paths });
}

function counts(): Readonly<Record<string, number>> {
  return world.transfers.slice().summary.counts;
}

async function trouble(kind: ConnectionTrouble['kind']): Promise<ConnectionTrouble> {
  return vi.waitFor(() => {
    const [found] = world.transfers.slice().summary.troubles;
    if (found?.kind !== kind) throw new Error(`It is ${JSON.stringify(found)}`);
    return found;
  });
}

interface FailingReads {
  /** Done once, before the first read fails. */
  before(work: () => Promise<void>): void;
  restore(): void;
}

/** Reads of local files from where `fails` says so answer with an error that no disk here can be made to give. */
async function failingReads(fails: (offset: number) => boolean, code: string): Promise<FailingReads> {
  const probe = await open(import.meta.filename);
  const kind = Object.getPrototypeOf(probe) as { read: Read };
  await probe.close();
  const { read } = kind;
  let work: (() => Promise<void>) | null = null;
  let begun: Promise<void> | null = null;
  const spy = vi.spyOn(kind, 'read').mockImplementation(async function (this: unknown, ...given: Parameters<Read>) {
    if (!fails(given[3])) return read.apply(this, given);
    begun ??= work?.() ?? null;
    await begun;
    throw Object.assign(new Error(code), { code });
  });
  return { before: (wanted) => (work = wanted), restore: () => spy.mockRestore() };
}

type Read = (into: Uint8Array, at: number, length: number, offset: number) => Promise<{ bytesRead: number }>;

describe('a network that goes away', () => {
  it('has everything wait, told once, and everything goes on by itself', async () => {
    let away = true;
    world.proxy.fault = () => (away ? { kind: 'reset' } : null);
    await addMany(40);
    expect(await trouble('away')).toMatchObject({ connectionId: CONNECTION });
    // Only what was under way met it; the rest was not even tried.
    expect(new Set(world.proxy.seen.filter((seen) => seen.key !== '').map((seen) => seen.key)).size).toBeLessThan(20);
    expect(counts()).toMatchObject({ failed: 0, done: 0 });
    away = false;
    await vi.waitFor(() => expect(counts()).toMatchObject({ done: 40, failed: 0 }));
    expect(world.transfers.slice().summary.troubles).toEqual([]);
  });

  it('is tried at once when a person, the network or the end of a sleep asks for it', async () => {
    await world.proxy.close();
    const item = await world.upload('a.png', 10);
    for (const ask of [
      () => world.transfers.release(CONNECTION),
      () => world.transfers.networkIsBack(),
      () => world.transfers.machineWoke(),
    ]) {
      await trouble('away');
      ask();
      await vi.waitFor(() => expect(world.transfers.slice().summary.troubles).toMatchObject([{ until: null }]));
    }
    await world.proxy.open();
    await world.until(item.id, 'done');
  });

  it('leaves what has arrived counted, and the bar does not run back when it is there again', async () => {
    const never = new Promise<void>(() => undefined);
    world.proxy.fault = ({ partNumber }) => (partNumber === 3 ? { kind: 'hold', until: never } : null);
    const item = await world.upload('film.mp4', 40 * MIB);
    await world.untilParts(2);
    await world.proxy.close();
    await trouble('away');
    const { state } = await world.until(item.id, 'waiting');
    // The third part was on its way, and must be sent once more.
    const kept = movedBytesOf(state);
    expect([PART, 2 * PART]).toContain(kept);
    expect(world.transfers.slice().summary.movedBytes).toBe(kept);
    const before = world.slices.length;
    world.proxy.fault = () => null;
    await world.proxy.open();
    await world.until(item.id, 'done');
    const sums = world.slices.slice(before).map(({ summary }) => summary.movedBytes);
    expect(Math.min(...sums)).toBeGreaterThanOrEqual(kept);
  });

  it('is no longer told of once nothing waits for it', async () => {
    await world.proxy.close();
    await world.upload('a.png', 10);
    await trouble('away');
    world.transfers.cancel('all');
    expect(world.transfers.slice().summary.troubles).toEqual([]);
    await world.proxy.open();
  });
});

describe('keys that are refused', () => {
  it('hold the whole connection with one notice, and all goes through once that is mended', async () => {
    let refused = true;
    world.proxy.fault = () => (refused ? answer(403, 'SignatureDoesNotMatch') : null);
    await addMany(40);
    expect(await trouble('held')).toMatchObject({ failure: { code: 'wrong-secret', action: 'edit-connection' } });
    expect(counts()).toMatchObject({ failed: 0, done: 0 });
    const asked = world.proxy.seen.length;
    await world.restart();
    await trouble('held');
    expect(counts()).toMatchObject({ failed: 0 });
    expect(world.proxy.seen.length - asked).toBeLessThan(40);
    refused = false;
    world.transfers.release(CONNECTION);
    await vi.waitFor(() => expect(counts()).toMatchObject({ done: 40 }));
  });

  it('are found out by refusals in a row where they may only read', async () => {
    let mayWrite = false;
    world.proxy.fault = ({ operation }) =>
      operation === 'PutObject' && !mayWrite ? answer(403, 'AccessDenied') : null;
    await addMany(40);
    expect(await trouble('held')).toMatchObject({ failure: { code: 'access-denied' } });
    expect(counts()['failed']).toBeLessThan(8);
    mayWrite = true;
    world.transfers.release(CONNECTION);
    await vi.waitFor(() => expect(counts()).toMatchObject({ done: 40, failed: 0 }));
  });

  it('a bucket that is gone is told likewise', async () => {
    world.proxy.fault = () => answer(404, 'NoSuchBucket');
    await addMany(10);
    expect(await trouble('held')).toMatchObject({ failure: { code: 'no-such-bucket' } });
    expect(counts()).toMatchObject({ failed: 0 });
  });
});

describe('a source', () => {
  it('that goes away in the middle is waited for and goes on with the parts that had arrived', async () => {
    let held = true;
    world.proxy.fault = ({ partNumber }) => (partNumber === 3 && held ? { kind: 'reset' } : null);
    const item = await world.upload('film.mp4', 40 * MIB);
    await vi.waitFor(() => expect(world.count('UploadPart')).toBeGreaterThan(2));
    await rename(item.localPath, `${item.localPath}.away`);
    await vi.waitFor(() => {
      expect(world.transfers.item(item.id)?.state).toMatchObject({
        kind: 'waiting',
        until: null,
        failure: { code: 'file-missing' },
      });
    });
    held = false;
    await rename(`${item.localPath}.away`, item.localPath);
    await world.until(item.id, 'done');
    expect(world.count('CreateMultipartUpload')).toBe(1);
  });

  it.each(['EIO', 'ENXIO', 'ENODEV', 'ESTALE'])(
    'whose drive is pulled in the middle (%s) is waited for',
    async (code) => {
      const path = await world.file('film.mp4', 40 * MIB);
      let pulled = false;
      const reads = await failingReads((offset) => (pulled ||= offset >= 2 * PART), code);
      reads.before(() => rename(path, `${path}.away`));
      await world.transfers.addPaths({ connectionId: CONNECTION, prefix: '', paths: [path] });
      const [item] = world.transfers.rows(0, 1).rows;
      const waiting = await world.until(item?.id ?? '', 'waiting');
      expect(waiting.state).toMatchObject({ until: null, failure: { code: 'file-missing', detail: code } });
      reads.restore();
      await rename(`${path}.away`, path);
      await world.until(waiting.id, 'done');
      expect(world.count('CreateMultipartUpload')).toBe(1);
    },
  );

  it('on a drive that is there and damaged fails in the end, and keeps its parts for a retry', async () => {
    const path = await world.file('film.mp4', 40 * MIB);
    const reads = await failingReads((offset) => offset >= 2 * PART, 'EIO');
    await world.transfers.addPaths({ connectionId: CONNECTION, prefix: '', paths: [path] });
    const [item] = world.transfers.rows(0, 1).rows;
    const failed = await world.until(item?.id ?? '', 'failed');
    expect(failed.state).toMatchObject({ failure: { code: 'file-unreadable', detail: 'EIO' } });
    reads.restore();
    world.transfers.retry([failed.id]);
    await world.until(failed.id, 'done');
    expect(world.count('CreateMultipartUpload')).toBe(1);
  });

  it('that changed since the upload began says so', async () => {
    let held = true;
    world.proxy.fault = ({ partNumber }) =>
      partNumber === 3 && held ? { kind: 'hold', until: new Promise<void>(() => undefined) } : null;
    const item = await world.upload('film.mp4', 40 * MIB);
    await vi.waitFor(() => expect(world.count('UploadPart')).toBe(3));
    world.transfers.pause([item.id]);
    await world.file('film.mp4', 40 * MIB);
    held = false;
    world.transfers.resume([item.id]);
    expect(await world.until(item.id, 'done')).toMatchObject({ beganAnew: true });
  });
});

it('a machine that wakes up begins tries that hang again, with their parts', async () => {
  let hangs = true;
  world.proxy.fault = ({ partNumber }) =>
    partNumber === 3 && hangs ? { kind: 'hold', until: new Promise<void>(() => undefined) } : null;
  const item = await world.upload('film.mp4', 40 * MIB);
  await world.untilParts(2);
  hangs = false;
  world.transfers.machineWoke();
  await world.until(item.id, 'done');
  expect(world.proxy.seen.filter((seen) => seen.partNumber === 1)).toHaveLength(1);
});

describe('the order of the queue', () => {
  it('can be changed, is kept over a restart, and is the order in which things are done', async () => {
    world.transfers.pause('all');
    for (const name of ['1.png', '2.png', '3.png', '4.png']) await world.upload(name, 10);
    const idOf = (key: string): string => world.transfers.rows(0, 9).rows.find((row) => row.key === key)?.id ?? '';
    const line = (): readonly string[] => world.transfers.rows(0, 9, 'active').rows.map((row) => row.key);
    world.transfers.reorder([idOf('4.png')], 'first');
    world.transfers.reorder([idOf('1.png')], 'last');
    world.transfers.reorder([idOf('3.png')], 'up');
    expect(line()).toEqual(['4.png', '3.png', '2.png', '1.png']);
    await world.restart();
    expect(line()).toEqual(['4.png', '3.png', '2.png', '1.png']);
    await world.upload('5.png', 10);
    expect(line().at(-1)).toBe('5.png');
    let release = (): void => undefined;
    const until = new Promise<void>((resolve) => (release = resolve));
    world.proxy.fault = ({ operation }) => (operation === 'PutObject' ? { kind: 'hold', until } : null);
    world.transfers.resume('all');
    const moving = (): readonly string[] =>
      world.transfers.rows(0, 9, 'active').rows.flatMap((row) => (row.state.kind === 'moving' ? [row.key] : []));
    // So many as begin at once; the last in the line is none of them.
    await vi.waitFor(() => expect(moving()).toEqual(['4.png', '3.png', '2.png', '1.png']));
    release();
    await vi.waitFor(() => expect(counts()).toMatchObject({ done: 5 }));
  });

  it('lets a large file that is put first begin as soon as the small ones under way have made room', async () => {
    const releases: (() => void)[] = [];
    world.proxy.fault = ({ operation }) =>
      operation === 'PutObject'
        ? { kind: 'hold', until: new Promise<void>((resolve) => releases.push(resolve)) }
        : null;
    for (let n = 0; n < 20; n++) await world.upload(`${n}.png`, 10);
    await vi.waitFor(() => expect(releases).toHaveLength(4));
    const large = await world.upload('film.mp4', 17 * MIB);
    world.transfers.reorder([large.id], 'first');
    for (let n = 0; n < 3; n++) {
      releases[n]?.();
      await vi.waitFor(() => expect(counts().done).toBeGreaterThan(n));
    }
    await world.until(large.id, 'done');
  });

  it('lets small files go beside a large one while another large one waits', async () => {
    world.proxy.fault = ({ operation }) =>
      operation === 'UploadPart' ? { kind: 'hold', until: new Promise<void>(() => undefined) } : null;
    const first = await world.upload('1.mp4', 17 * MIB);
    await world.until(first.id, 'moving');
    const second = await world.upload('2.mp4', 17 * MIB);
    const small = await world.upload('small.png', 10);
    await world.until(small.id, 'done');
    expect(world.transfers.item(second.id)?.state.kind).toBe('queued');
  });

  it('shows what is asked for: active in its order, failed and done newest first', async () => {
    world.proxy.fault = ({ key }) => (key === 'bad.png' ? answer(403, 'AccessDenied') : null);
    for (const name of ['a.png', 'bad.png', 'b.png']) await world.upload(name, 10);
    await vi.waitFor(() => expect(counts()).toMatchObject({ done: 2, failed: 1 }));
    const before = world.transfers.slice().regrouped;
    expect(before).toBeGreaterThan(0);
    const keys = (filter: 'active' | 'failed' | 'done'): readonly string[] =>
      world.transfers.rows(0, 9, filter).rows.map((row) => row.key);
    expect([keys('active'), keys('failed'), keys('done')]).toEqual([[], ['bad.png'], ['b.png', 'a.png']]);
  });
});
