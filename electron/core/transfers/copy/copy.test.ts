import { createHash, randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { TransferItem, TransferState } from '../../../../shared/transfer';
import { startSandbox } from '../../sandbox/sandbox';
import type { Sandbox } from '../../sandbox/types';
import type { ObjectHeaders } from '../../store/object-store';
import { createR2Store } from '../../store/r2-store';
import { answer, first, type SeenRequest } from '../fault-proxy.test-support';
import { CONNECTION, MIB, openWorld, type World } from '../world.test-support';

const NEVER = new AbortController().signal;
const OTHER = 'c2';
const AWKWARD = 'a b+c#d?e%f&g=h ü 😀.txt';
let world: World;

beforeEach(async () => {
  world = await openWorld();
});

afterEach(async () => {
  await world.close();
});

const PLAIN: ObjectHeaders = { contentType: 'text/plain', cacheControl: null, metadata: {} };

async function put(key: string, content: string | Buffer, headers = PLAIN, store = world.store): Promise<void> {
  const body = Buffer.from(content);
  const contentMd5 = createHash('md5').update(body).digest('base64');
  await store.put(key, body, { ...headers, contentMd5, condition: 'none' }, NEVER);
}

/** An object as an upload in parts makes it. */
async function putInParts(key: string, parts: readonly Buffer[]): Promise<void> {
  const { uploadId } = await world.store.createMultipart(key, PLAIN, NEVER);
  const sent: { partNumber: number; etag: string }[] = [];
  for (const [index, body] of parts.entries()) {
    const contentMd5 = createHash('md5').update(body).digest('base64');
    const partNumber = index + 1;
    sent.push({
      partNumber,
      ...(await world.store.uploadPart({ key, uploadId, partNumber, body, contentMd5 }, NEVER)),
    });
  }
  await world.store.completeMultipart({ key, uploadId, parts: sent, condition: 'none' }, NEVER);
}

interface Way {
  readonly move?: boolean;
  readonly to?: string;
}

/** Queues copies of objects, by their keys, to other keys. */
async function send(keys: Readonly<Record<string, string>>, { move = true, to = CONNECTION }: Way = {}) {
  const objects = Object.entries(keys).map(([key, targetKey]) => ({ key, targetKey, size: 0, etag: '' }));
  await world.transfers.addCopies({ from: CONNECTION, to, move, objects });
  return world.transfers.rows(0, objects.length).rows.toReversed();
}

async function sendOne(key: string, targetKey: string, way: Way = {}): Promise<TransferItem> {
  const [item] = await send({ [key]: targetKey }, way);
  if (item === undefined) throw new Error('Nothing was added');
  return item;
}

async function keys(prefix = '', store = world.store): Promise<string[]> {
  const page = await store.list({ prefix, delimiter: '', continuationToken: null, maxKeys: 1000 }, NEVER);
  return page.objects.map((object) => object.key);
}

/** Holds the first request of a kind until something else is done. */
function holdFor(isMeant: (seen: SeenRequest) => boolean, work: () => Promise<void>): void {
  let held = false;
  world.proxy.fault = (seen) => {
    if (held || !isMeant(seen)) return null;
    held = true;
    return { kind: 'hold', until: work() };
  };
}

const text = async (key: string): Promise<string> => String(await world.object(key));

describe('moves that take each other’s names', () => {
  it('go one after the other, none over another, and a ring by a name in between', async () => {
    const names = ['a', 'b', 'c', 'd', 'e'];
    for (const name of names) await put(name, name);
    // What is slow holds up all that wait for it, and nobody overtakes.
    const waiting = (): number => world.transfers.rows(0, 9).rows.filter(({ state }) => state.kind === 'queued').length;
    holdFor(
      ({ operation, key }) => operation === 'CopyObject' && key === 'f',
      () => vi.waitFor(() => expect(waiting()).toBe(4)),
    );
    const items = await send({ e: 'f', d: 'e', c: 'd', b: 'c', a: 'b' });
    for (const { id } of items) await world.until(id, 'done');
    expect(await Promise.all(['b', 'c', 'd', 'e', 'f'].map(text))).toEqual(names);
    for (const { id } of await send({ b: 'x', c: 'b', x: 'c' })) await world.until(id, 'done');
    expect([await text('b'), await text('c')]).toEqual(['b', 'a']);
    expect(await keys()).toEqual(['b', 'c', 'd', 'e', 'f']);
  });
});

describe('a move', () => {
  it('takes keys of any shape along with all that was stored with them, without a byte through this machine', async () => {
    const headers = {
      contentType: 'text/plain; charset=utf-8',
      cacheControl: 'max-age=60',
      metadata: { prompt: 'grün 😀' },
      others: { contentDisposition: 'inline; filename="x"', contentEncoding: null, contentLanguage: 'de' },
    };
    await put(AWKWARD, 'content', headers);
    const target = `folder é/${AWKWARD}`;
    const item = await sendOne(AWKWARD, target);
    expect((await world.until(item.id, 'done')).state).toMatchObject({ verified: 'md5' });
    expect(await keys()).toEqual([target]);
    expect(await world.store.head(target, NEVER)).toMatchObject(headers);
    expect(world.count('GetObject')).toBe(0);
    expect(world.calls).toContain(`copied ${AWKWARD} to ${target} 7`);
  });

  it('asks whether the copy is there before it removes the source', async () => {
    await put('a.txt', 'content');
    const item = await sendOne('a.txt', 'b.txt');
    await world.until(item.id, 'done');
    const steps = world.proxy.seen.map(({ operation, key }) => `${operation} ${key}`);
    expect(steps).toEqual([
      'HeadObject a.txt',
      'HeadObject b.txt',
      'CopyObject b.txt',
      'HeadObject b.txt',
      'HeadObject a.txt',
      'DeleteObject a.txt',
    ]);
  });

  it('keeps the source when the copy is not what it should be', async () => {
    await put('a.txt', 'content');
    world.proxy.fault = ({ operation, key }) =>
      operation === 'HeadObject' && key === 'b.txt' && world.count('CopyObject') > 0
        ? { kind: 'etag', etag: '0'.repeat(32) }
        : null;
    const item = await sendOne('a.txt', 'b.txt');
    const failed = await world.until(item.id, 'failed');
    expect(failed.state).toMatchObject({ failure: { code: 'verification-failed' } });
    expect(await text('a.txt')).toBe('content');
  });

  it('keeps a source that was written to after it was copied, and says so', async () => {
    await put('a.txt', 'content');
    holdFor(
      ({ operation, key }) => operation === 'HeadObject' && key === 'a.txt' && world.count('CopyObject') > 0,
      () => put('a.txt', 'something new'),
    );
    const item = await sendOne('a.txt', 'b.txt');
    const failed = await world.until(item.id, 'failed');
    expect(failed.state).toMatchObject({ failure: { code: 'source-changed' } });
    expect([await text('a.txt'), await text('b.txt')]).toEqual(['something new', 'content']);
    world.transfers.retry([item.id]);
    await world.until(item.id, 'conflict');
    world.transfers.decide(item.id, 'replace', false);
    await world.until(item.id, 'done');
    expect(await keys()).toEqual(['b.txt']);
    expect(await text('b.txt')).toBe('something new');
  });

  it('copies what is there when the source changed before or while it was copied', async () => {
    await put('a.txt', 'content');
    holdFor(
      ({ operation }) => operation === 'CopyObject',
      () => put('a.txt', 'something new'),
    );
    const item = await sendOne('a.txt', 'b.txt');
    await world.until(item.id, 'done');
    expect(await text('b.txt')).toBe('something new');
    expect(await keys()).toEqual(['b.txt']);
  });

  it('never removes a source that is its own target', async () => {
    const decomposed = 'e\u0301.txt';
    await put(decomposed, 'content');
    await expect(sendOne(decomposed, 'é.txt')).rejects.toThrow('same-object');
    // The same bucket behind a second connection: only the server's answers can tell.
    world.others.set(OTHER, { store: world.store, profile: { ...world.profile, id: OTHER } });
    world.rule = 'replace';
    const item = await sendOne(decomposed, decomposed, { to: OTHER });
    const failed = await world.until(item.id, 'failed');
    expect(failed.state).toMatchObject({ failure: { code: 'same-object' } });
    expect(await text('é.txt')).toBe('content');
    expect(world.count('DeleteObject')).toBe(0);
  });

  it('renames in case alone', async () => {
    await put('Photo.TXT', 'content');
    const item = await sendOne('Photo.TXT', 'photo.txt');
    await world.until(item.id, 'done');
    expect(await keys()).toEqual(['photo.txt']);
  });

  it('is done once its answer was lost', async () => {
    await put('a.txt', 'content');
    world.proxy.fault = first(1, 'CopyObject', { kind: 'lose-answer' });
    const item = await sendOne('a.txt', 'b.txt');
    await world.until(item.id, 'done');
    expect(await keys()).toEqual(['b.txt']);
  });

  it('takes a source that is gone already for done, once its copy is proven', async () => {
    await put('a.txt', 'content');
    let deleted = false;
    world.proxy.fault = ({ operation }) => {
      if (operation !== 'DeleteObject' || deleted) return null;
      deleted = true;
      return { kind: 'lose-answer' };
    };
    const item = await sendOne('a.txt', 'b.txt');
    await world.until(item.id, 'done');
    expect(await keys()).toEqual(['b.txt']);
  });

  it('fails where the source is not there, and leaves the target alone', async () => {
    const item = await sendOne('a.txt', 'b.txt');
    const failed = await world.until(item.id, 'failed');
    expect(failed.state).toMatchObject({ failure: { code: 'no-such-key' } });
  });
});

describe('a taken target', () => {
  const outcomes: readonly [World['rule'], TransferState['kind'], Readonly<Record<string, string>>][] = [
    ['ask', 'conflict', { 'a.txt': 'mine', 'b.txt': 'theirs' }],
    ['skip', 'skipped', { 'a.txt': 'mine', 'b.txt': 'theirs' }],
    ['replace', 'done', { 'b.txt': 'mine' }],
    ['keep-both', 'done', { 'b-2.txt': 'mine', 'b.txt': 'theirs' }],
  ];

  it.each(outcomes)('under the rule "%s" is %s', async (rule, kind, left) => {
    await put('a.txt', 'mine');
    await put('b.txt', 'theirs');
    world.rule = rule;
    const item = await sendOne('a.txt', 'b.txt');
    await world.until(item.id, kind);
    expect(await keys()).toEqual(Object.keys(left));
    for (const [key, content] of Object.entries(left)) expect(await text(key)).toBe(content);
  });

  it('is decided by a person, also for all', async () => {
    for (const name of ['a', 'b']) {
      await put(`${name}.txt`, 'mine');
      await put(`to/${name}.txt`, 'theirs');
    }
    const items = await send({ 'a.txt': 'to/a.txt', 'b.txt': 'to/b.txt' });
    for (const item of items) await world.until(item.id, 'conflict');
    world.transfers.decide(items[0]?.id ?? '', 'keep-both', true);
    for (const item of items) await world.until(item.id, 'done');
    expect(await keys()).toEqual(['to/a-2.txt', 'to/a.txt', 'to/b-2.txt', 'to/b.txt']);
  });

  it('with the very same content is no reason to ask under "skip if identical"', async () => {
    for (const key of ['a.txt', 'b.txt']) await put(key, 'the same');
    await put('c.txt', 'another');
    world.rule = 'skip-identical';
    const same = await sendOne('a.txt', 'b.txt', { move: false });
    const differs = await sendOne('a.txt', 'c.txt', { move: false });
    expect((await world.until(same.id, 'skipped')).state).toMatchObject({ identical: true });
    expect((await world.until(differs.id, 'conflict')).state).toMatchObject({ compared: 'different' });
  });
});

describe('a large object', () => {
  beforeEach(async () => {
    world.copyLimits = { inPartsAbove: 8 * MIB, partBytes: 5 * MIB };
    await world.restart();
  });

  it('is copied in parts on the server, and goes on where it was', async () => {
    const content = randomBytes(18 * MIB);
    await put('a.bin', content);
    world.proxy.fault = ({ partNumber }) =>
      partNumber === 4 ? { kind: 'hold', until: new Promise<void>(() => undefined) } : null;
    const item = await sendOne('a.bin', 'b.bin');
    await vi.waitFor(
      () => expect(world.transfers.item(item.id)?.state).toMatchObject({ movedBytes: 15 * MIB }),
      10_000,
    );
    world.proxy.fault = () => null;
    await world.restart();
    expect((await world.until(item.id, 'done')).state).toMatchObject({ verified: 'parts' });
    const parts = world.proxy.seen.filter(({ operation }) => operation === 'UploadPartCopy');
    expect(parts.map(({ partNumber }) => partNumber).filter((number) => number !== 4)).toHaveLength(3);
    expect((await world.object('b.bin')).equals(content)).toBe(true);
    expect(await keys()).toEqual(['b.bin']);
    expect(world.count('GetObject')).toBe(0);
  });

  it('is copied by fewer parts at once when the server has too much to do', async () => {
    await put('a.bin', randomBytes(28 * MIB));
    world.proxy.fault = ({ operation }) => (operation === 'UploadPartCopy' ? answer(503, 'ServiceUnavailable') : null);
    const item = await sendOne('a.bin', 'b.bin');
    await world.until(item.id, 'waiting');
    const before = world.count('UploadPartCopy');
    let release = (): void => undefined;
    const until = new Promise<void>((resolve) => (release = resolve));
    world.proxy.fault = ({ operation }) => (operation === 'UploadPartCopy' ? { kind: 'hold', until } : null);
    await vi.waitFor(() => expect(world.count('UploadPartCopy')).toBeGreaterThan(before), 10_000);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(world.count('UploadPartCopy') - before).toBeLessThanOrEqual(2);
    release();
    await world.until(item.id, 'done');
  });

  it('that this app uploaded in parts keeps its ETag', async () => {
    const upload = await world.upload('a.bin', 20 * MIB);
    await world.until(upload.id, 'done');
    const { etag } = await world.store.head('a.bin', NEVER);
    const item = await sendOne('a.bin', 'b.bin');
    expect((await world.until(item.id, 'done')).state).toMatchObject({ verified: 'md5' });
    expect((await world.store.head('b.bin', NEVER)).etag).toBe(etag);
  });

  it('that changes while it is copied is copied anew, and nothing of the old stays', async () => {
    await put('a.bin', randomBytes(12 * MIB));
    const content = randomBytes(12 * MIB);
    holdFor(
      ({ operation, partNumber }) => operation === 'UploadPartCopy' && partNumber === 2,
      () => put('a.bin', content),
    );
    const item = await sendOne('a.bin', 'b.bin');
    await world.until(item.id, 'done');
    expect((await world.object('b.bin')).equals(content)).toBe(true);
    await vi.waitFor(async () => expect(await world.openMultiparts()).toEqual([]));
  });

  it('whose copy in one piece has another ETag is known again by its bytes', async () => {
    world.copyLimits = { inPartsAbove: 64 * MIB, partBytes: 5 * MIB };
    await world.restart();
    await putInParts('a.bin', [randomBytes(5 * MIB), randomBytes(100)]);
    world.proxy.fault = ({ operation }) =>
      operation === 'HeadObject' && world.count('CopyObject') > 0
        ? { kind: 'hold', until: new Promise<void>(() => undefined) }
        : null;
    const item = await sendOne('a.bin', 'b.bin');
    await vi.waitFor(() => expect(world.count('HeadObject')).toBe(3));
    world.proxy.fault = () => null;
    await world.restart();
    expect((await world.until(item.id, 'done')).state).toMatchObject({ verified: 'md5' });
    expect(world.count('CopyObject')).toBe(1);
    expect(await keys()).toEqual(['b.bin']);
  });

  it('leaves nothing behind when it is cancelled', async () => {
    await put('a.bin', randomBytes(12 * MIB));
    world.proxy.fault = ({ partNumber }) =>
      partNumber === 3 ? { kind: 'hold', until: new Promise<void>(() => undefined) } : null;
    const item = await sendOne('a.bin', 'b.bin');
    await vi.waitFor(async () => expect(await world.openMultiparts()).toEqual(['b.bin']));
    world.transfers.cancel([item.id]);
    await vi.waitFor(async () => expect(await world.openMultiparts()).toEqual([]));
    expect(await keys()).toEqual(['a.bin']);
  });
});

describe('between two servers', () => {
  let sandbox: Sandbox;

  beforeEach(async () => {
    sandbox = await startSandbox({ dir: `${world.dir}/other` });
    const { endpoint, bucket, accessKeyId, secretAccessKey } = sandbox;
    const store = createR2Store({ endpoint, bucket, accessKeyId, secretAccessKey, region: 'auto' });
    const address = { kind: 'endpoint', endpoint, region: 'auto', style: 'path' } as const;
    world.others.set(OTHER, { store, profile: { ...world.profile, id: OTHER, address, bucket, accessKeyId } });
  });

  afterEach(async () => {
    world.others.get(OTHER)?.store.close();
    await sandbox.close();
  });

  const there = () => world.others.get(OTHER)?.store ?? world.store;

  it('an object goes through this machine with all that was stored with it, and is verified', async () => {
    const headers = {
      contentType: 'image/svg+xml',
      cacheControl: 'max-age=60',
      metadata: { prompt: 'grün 😀' },
      others: { contentDisposition: 'inline; filename="x"', contentEncoding: 'gzip', contentLanguage: null },
    };
    await put(AWKWARD, 'content', headers);
    const item = await sendOne(AWKWARD, AWKWARD, { to: OTHER });
    expect((await world.until(item.id, 'done')).state).toMatchObject({ verified: 'md5' });
    expect(await there().head(AWKWARD, NEVER)).toMatchObject({ ...headers, size: 7 });
    expect(await keys()).toEqual([]);
  });

  it('a large one goes in parts, goes on after a kill, and is verified as a whole', async () => {
    const content = randomBytes(40 * MIB);
    await put('a.bin', content);
    const item = await sendOne('a.bin', 'b.bin', { to: OTHER, move: false });
    expect((await world.until(item.id, 'done')).state).toMatchObject({ verified: 'md5' });
    const ranges = (): number => world.count('GetObject');
    expect(ranges()).toBe(3);
    world.proxy.fault = () => (ranges() > 5 ? { kind: 'hold', until: new Promise<void>(() => undefined) } : null);
    const second = await sendOne('a.bin', 'c.bin', { to: OTHER });
    await vi.waitFor(
      () => expect(world.transfers.item(second.id)?.state).toMatchObject({ movedBytes: 32 * MIB }),
      20_000,
    );
    world.proxy.fault = () => null;
    await world.restart();
    expect((await world.until(second.id, 'done')).state).toMatchObject({ verified: 'parts' });
    expect(await keys()).toEqual([]);
    expect(await keys('', there())).toEqual(['b.bin', 'c.bin']);
    expect((await there().head('c.bin', NEVER)).size).toBe(content.length);
  });

  it('what arrives damaged is not taken for the source', async () => {
    await put('a.txt', 'content');
    world.proxy.fault = ({ operation }) =>
      operation === 'GetObject' ? { kind: 'rewrite', change: () => 'damaged' } : null;
    const item = await sendOne('a.txt', 'a.txt', { to: OTHER });
    const failed = await world.until(item.id, 'failed');
    expect(failed.state).toMatchObject({ failure: { code: 'verification-failed' } });
    expect(await keys('', there())).toEqual([]);
    expect(await keys()).toEqual(['a.txt']);
  });
});

describe('a folder', () => {
  const COUNT = 300;

  it('that is renamed and killed again and again ends whole: each object once, none lost', async () => {
    const from = Object.fromEntries(Array.from({ length: COUNT }, (_, n) => [`old/${n % 7}/${n}.txt`, `text ${n}`]));
    await Promise.all(Object.entries({ ...from, 'old/': '' }).map(([key, content]) => put(key, content)));
    const targets = Object.keys({ ...from, 'old/': '' }).map((key) => [key, key.replace('old/', 'new/')] as const);
    const lost: string[] = [];
    // Whatever the moment: of each object there is the source or the target, or both.
    const look = async (): Promise<void> => {
      const there = new Set([...(await keys('old/')), ...(await keys('new/'))]);
      lost.push(...targets.filter((pair) => pair.every((key) => !there.has(key))).map(([key]) => key));
    };
    await send(Object.fromEntries(targets));
    for (const requests of [1, 2, 3, 5, 40, 41, 100, 150, 222, 333]) {
      const until = world.proxy.seen.length + requests;
      await vi.waitFor(() => expect(world.proxy.seen.length >= until).toBe(true), { timeout: 20_000, interval: 1 });
      await world.kill();
      await look();
    }
    await vi.waitFor(
      () =>
        expect(world.transfers.slice().summary.counts).toMatchObject({
          queued: 0,
          moving: 0,
          verifying: 0,
          waiting: 0,
        }),
      {
        timeout: 40_000,
      },
    );
    expect(world.transfers.rows(0, 500).rows.filter((row) => row.state.kind !== 'done')).toEqual([]);
    expect(lost).toEqual([]);
    expect(await keys('old/')).toEqual([]);
    expect((await keys('new/')).toSorted()).toEqual(targets.map(([, key]) => key).toSorted());
    for (const [key, content] of Object.entries(from).slice(0, 20))
      expect(await text(key.replace('old/', 'new/'))).toBe(content);
  });

  it('is queued whole or not at all', async () => {
    await put('old/a.txt', 'a');
    world.transfers.pause('all');
    await send({ 'old/a.txt': 'new/a.txt' });
    await world.forgetLastLine();
    expect(world.transfers.rows(0, 10).total).toBe(0);
    world.transfers.resume('all');
    await send({ 'old/a.txt': 'new/a.txt' });
    await world.restart();
    await vi.waitFor(async () => expect(await keys()).toEqual(['new/a.txt']));
  });
});

describe('a server that refuses to copy', () => {
  it('is gone around: the bytes go through this machine', async () => {
    await put('a.txt', 'content');
    world.proxy.fault = ({ operation }) => (operation === 'CopyObject' ? answer(501, 'NotImplemented') : null);
    const items = await send({ 'a.txt': 'b.txt' });
    await world.until(items[0]?.id ?? '', 'done');
    expect(await keys()).toEqual(['b.txt']);
  });
});
