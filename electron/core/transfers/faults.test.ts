import { readFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { answer, first } from './fault-proxy.test-support';
import { CONNECTION, MIB, openWorld, type World } from './world.test-support';

const NEVER = new AbortController().signal;
let world: World;

beforeEach(async () => {
  world = await openWorld();
});

afterEach(async () => {
  await world.close();
});

describe('an upload that meets', () => {
  it('errors of the server goes through all the same', async () => {
    world.proxy.fault = first(5, 'PutObject', answer(500, 'InternalError'));
    const item = await world.upload('a.png', 100);
    const waiting = await world.until(item.id, 'waiting');
    expect(waiting.state).toMatchObject({ failure: { code: 'server-error' } });
    await world.until(item.id, 'done');
    expect(await world.object('a.png')).toEqual(await readFile(item.localPath));
  });

  it('a server that asks for patience waits as long as it says', async () => {
    world.proxy.fault = first(2, 'PutObject', answer(429, 'TooManyRequests', { 'retry-after': '2' }));
    const item = await world.upload('a.png', 100);
    const { state } = await world.until(item.id, 'waiting');
    const failure = { code: 'rate-limited', retry: { kind: 'after', ms: 2000 } };
    expect(state).toMatchObject({ until: null, failure });
    const [trouble] = world.transfers.slice().summary.troubles;
    expect(trouble).toMatchObject({ kind: 'away', failure });
    const until = trouble?.kind === 'away' ? trouble.until : null;
    expect((until ?? 0) - item.addedAt).toBeGreaterThanOrEqual(2000);
    await world.until(item.id, 'done');
  });

  it('a server that is away for a while goes on by itself', async () => {
    let away = true;
    world.proxy.fault = () => (away ? { kind: 'reset' } : null);
    const item = await world.upload('a.png', 100);
    const waiting = await world.until(item.id, 'waiting');
    expect(waiting.state).toMatchObject({ failure: { code: 'connection-lost' } });
    away = false;
    await world.until(item.id, 'done');
  });

  it('refused connections waits for the server, with all that comes behind it', async () => {
    await world.proxy.close();
    const paths = await Promise.all([1, 2, 3, 4, 5, 6, 7, 8].map((n) => world.file(`${n}.png`, 10)));
    await world.transfers.addPaths({ connectionId: CONNECTION, prefix: '', paths });
    await vi.waitFor(() => expect(world.transfers.slice().summary.counts.waiting).toBeGreaterThan(0));
    const waiting = world.transfers.slice().changed.find((item) => item.state.kind === 'waiting');
    expect(waiting?.state).toMatchObject({ failure: { code: 'connection-refused' } });
    await world.proxy.open();
    await vi.waitFor(() => expect(world.transfers.slice().summary.counts.done).toBe(8), 10_000);
  });

  it('a break that is its own, on a connection that is well, fails in the end and can be retried', async () => {
    let broken = true;
    world.proxy.fault = ({ key }) => (broken && key === 'a.png' ? { kind: 'reset' } : null);
    const item = await world.upload('a.png', 100);
    const failed = await world.until(item.id, 'failed');
    expect(failed.state).toMatchObject({ failure: { code: 'connection-lost' } });
    expect(world.calls).toContain('failed a.png');
    broken = false;
    world.transfers.retry('all');
    await world.until(item.id, 'done');
  });

  it('a refusal of its own fails at once, and the rest goes on', async () => {
    world.proxy.fault = ({ key }) => (key === 'b.png' ? answer(403, 'AccessDenied') : null);
    const one = await world.upload('b.png', 100);
    const two = await world.upload('c.png', 100);
    expect((await world.until(one.id, 'failed')).state).toMatchObject({ failure: { code: 'access-denied' } });
    await world.until(two.id, 'done');
  });

  it('a lost answer to its PUT knows its own object again', async () => {
    world.proxy.fault = first(2, 'PutObject', { kind: 'lose-answer' });
    const item = await world.upload('a.png', 100);
    expect((await world.until(item.id, 'done')).state).toMatchObject({ verified: 'md5' });
  });

  it('a lost answer to its completion knows its own object again, without sending it twice', async () => {
    world.proxy.fault = first(5, 'CompleteMultipartUpload', { kind: 'lose-answer' });
    const item = await world.upload('a.mp4', 20 * MIB);
    expect((await world.until(item.id, 'done')).state).toMatchObject({ verified: 'md5' });
    expect(world.count('UploadPart')).toBe(2);
  });

  it('a completion whose lost answer makes the server say that the key is taken knows its own object', async () => {
    let times = 0;
    world.proxy.fault = ({ operation }) => {
      if (operation !== 'CompleteMultipartUpload') return null;
      times += 1;
      return times === 1 ? { kind: 'lose-answer' } : answer(412, 'PreconditionFailed');
    };
    const item = await world.upload('a.mp4', 20 * MIB);
    expect((await world.until(item.id, 'done', 'conflict')).state).toMatchObject({ kind: 'done', verified: 'md5' });
    expect(world.count('UploadPart')).toBe(2);
  });

  it('a part that fails sends only that part again', async () => {
    let failures = 2;
    world.proxy.fault = ({ partNumber }) =>
      partNumber === 2 && failures-- > 0 ? answer(503, 'ServiceUnavailable') : null;
    const item = await world.upload('a.mp4', 40 * MIB);
    await world.until(item.id, 'done');
    const sent = world.proxy.seen.filter((seen) => seen.operation === 'UploadPart');
    expect(sent.filter((seen) => seen.partNumber === 1)).toHaveLength(1);
    expect(sent.filter((seen) => seen.partNumber === 3)).toHaveLength(1);
    expect((await world.object('a.mp4')).equals(await readFile(item.localPath))).toBe(true);
  });

  it('an upload id that has expired begins again', async () => {
    let expired = false;
    world.proxy.fault = ({ operation }) => {
      if (operation === 'UploadPart' && !expired) return answer(503, 'ServiceUnavailable');
      if (operation !== 'ListParts' || expired) return null;
      expired = true;
      return answer(404, 'NoSuchUpload');
    };
    const item = await world.upload('a.mp4', 20 * MIB);
    await world.until(item.id, 'done');
    expect(world.count('CreateMultipartUpload')).toBe(2);
  });
});

describe('commands', () => {
  it('cancel in the middle of parts leaves neither object nor multipart upload', async () => {
    let release = (): void => undefined;
    const until = new Promise<void>((resolve) => (release = resolve));
    world.proxy.fault = ({ partNumber }) => (partNumber === 2 ? { kind: 'hold', until } : null);
    const item = await world.upload('a.mp4', 40 * MIB);
    await vi.waitFor(() => expect(world.count('UploadPart')).toBe(3));
    world.transfers.cancel([item.id]);
    expect(world.transfers.item(item.id)).toBeNull();
    expect(world.calls).toContain('gone a.mp4');
    await vi.waitFor(async () => expect(await world.openMultiparts()).toEqual([]));
    release();
    await expect(world.store.head('a.mp4', NEVER)).rejects.toThrow('no-such-key');
  });

  it('a connection that is forgotten takes all it had begun along', async () => {
    world.proxy.fault = ({ partNumber }) =>
      partNumber === 2 ? { kind: 'hold', until: new Promise<void>(() => undefined) } : null;
    const done = await world.upload('done.png', 1000);
    await world.until(done.id, 'done');
    await world.upload('a.mp4', 20 * MIB);
    await vi.waitFor(() => expect(world.count('UploadPart')).toBe(2), 10_000);
    await world.transfers.cancelConnection(CONNECTION);
    expect(world.transfers.rows(0, 10).total).toBe(0);
    expect(await world.openMultiparts()).toEqual([]);
  });

  it('cancel while the server is away removes the begun upload when it is back', async () => {
    let away = false;
    world.proxy.fault = ({ partNumber }) => {
      if (partNumber === 2) away = true;
      return away ? { kind: 'reset' } : null;
    };
    const item = await world.upload('a.mp4', 20 * MIB);
    await world.until(item.id, 'waiting');
    world.transfers.cancel('all');
    expect(await world.openMultiparts()).toEqual(['a.mp4']);
    await world.restart();
    away = false;
    world.proxy.fault = () => null;
    await vi.waitFor(async () => expect(await world.openMultiparts()).toEqual([]), { timeout: 10_000 });
  });

  it('pause while it is checked keeps showing all that has been moved, and resume ends it', async () => {
    const never = new Promise<void>(() => undefined);
    world.proxy.fault = ({ operation }) =>
      operation === 'CompleteMultipartUpload' ? { kind: 'hold', until: never } : null;
    const item = await world.upload('film.mp4', 20 * MIB);
    await world.until(item.id, 'verifying');
    world.transfers.pause([item.id]);
    expect(world.transfers.item(item.id)?.state).toEqual({ kind: 'paused', movedBytes: 20 * MIB });
    world.proxy.fault = () => null;
    world.transfers.resume([item.id]);
    await world.until(item.id, 'done');
    expect(world.count('CreateMultipartUpload')).toBe(1);
  });

  it('pause stops it where it is, resume goes on from there', async () => {
    let held = true;
    world.proxy.fault = ({ partNumber }) =>
      partNumber === 3 && held ? { kind: 'hold', until: new Promise<void>(() => undefined) } : null;
    const item = await world.upload('a.mp4', 40 * MIB);
    await world.untilParts(2);
    world.transfers.pause([item.id]);
    expect(world.transfers.item(item.id)?.state).toMatchObject({ kind: 'paused' });
    held = false;
    world.transfers.resume([item.id]);
    await world.until(item.id, 'done');
    expect(world.count('UploadPart')).toBe(4);
  });

  it('pause of all lets nothing start, and resuming one holds the others', async () => {
    world.transfers.pause('all');
    const one = await world.upload('1.png', 10);
    const two = await world.upload('2.png', 10);
    expect(world.transfers.slice().summary).toMatchObject({ paused: true, counts: { queued: 2 } });
    world.transfers.pause('all');
    world.transfers.resume([two.id]);
    await world.until(two.id, 'done');
    expect(world.transfers.item(one.id)?.state.kind).toBe('paused');
    expect(world.transfers.slice().summary.paused).toBe(false);
    world.transfers.resume('all');
    await world.until(one.id, 'done');
  });

  it('clears the finished and keeps the rest', async () => {
    const item = await world.upload('1.png', 10);
    await world.until(item.id, 'done');
    world.proxy.fault = ({ key }) => (key === '2.png' ? answer(403, 'AccessDenied') : null);
    const failed = await world.upload('2.png', 10);
    await world.until(failed.id, 'failed');
    world.transfers.clearFinished();
    expect(world.transfers.rows(0, 10).rows.map((row) => row.key)).toEqual(['2.png']);
  });
});
