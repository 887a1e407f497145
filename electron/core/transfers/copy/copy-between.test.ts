import { createHash, randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { TransferItem } from '../../../../shared/transfer';
import type { ObjectStore } from '../../store/object-store';
import { answer } from '../fault-proxy.test-support';
import { CONNECTION, MIB, openWorld, type World } from '../world.test-support';

const NEVER = new AbortController().signal;
const OTHER = 'c2';
const HEADERS = { contentType: 'image/png', cacheControl: 'max-age=60', metadata: { prompt: 'grün 😀' } };

let world: World;
let there: ObjectStore;

beforeEach(async () => {
  world = await openWorld();
  world.copyLimits = { inPartsAbove: 8 * MIB, partBytes: 5 * MIB };
  there = await world.addBucket(OTHER, 'the-other-one');
  await world.restart();
});

afterEach(async () => {
  there.close();
  await world.close();
});

async function put(key: string, content: Buffer): Promise<void> {
  const contentMd5 = createHash('md5').update(content).digest('base64');
  await world.store.put(key, content, { ...HEADERS, contentMd5, condition: 'none' }, NEVER);
}

/** Moves an object into the other bucket, under the same key. */
async function moved(key: string): Promise<TransferItem> {
  const objects = [{ key, targetKey: key, size: 0, etag: '' }];
  await world.transfers.addCopies({ from: CONNECTION, to: OTHER, move: true, objects });
  const [item] = world.transfers.rows(0, 1).rows;
  return world.until(item?.id ?? '', 'done', 'failed');
}

async function keys(store: ObjectStore): Promise<readonly string[]> {
  const page = await store.list({ prefix: '', delimiter: '', continuationToken: null, maxKeys: 1000 }, NEVER);
  return page.objects.map((object) => object.key);
}

async function bytesThere(key: string): Promise<Buffer> {
  const body = await there.get(key, { range: null, ifMatch: null }, NEVER);
  const chunks: Uint8Array[] = [];
  for await (const chunk of body.stream) chunks.push(chunk as Uint8Array);
  return Buffer.concat(chunks);
}

const refuse = (): void => {
  world.proxy.fault = ({ operation }) =>
    operation === 'CopyObject' || operation === 'UploadPartCopy' ? answer(403, 'AccessDenied') : null;
};

describe('between two buckets that the same keys open', () => {
  it('the server copies by itself, with all that was stored with the object', async () => {
    const content = randomBytes(1000);
    await put('a b+c#ü.png', content);
    expect((await moved('a b+c#ü.png')).state).toMatchObject({ kind: 'done', verified: 'md5' });
    expect(world.count('CopyObject')).toBe(1);
    expect([world.count('GetObject'), world.count('PutObject')]).toEqual([0, 0]);
    expect((await bytesThere('a b+c#ü.png')).equals(content)).toBe(true);
    expect(await there.head('a b+c#ü.png', NEVER)).toMatchObject(HEADERS);
    expect(await keys(world.store)).toEqual([]);
  });

  it('so it does in parts, of what is large', async () => {
    const content = randomBytes(12 * MIB);
    await put('a.bin', content);
    expect((await moved('a.bin')).state).toMatchObject({ kind: 'done', verified: 'parts' });
    expect(world.count('UploadPartCopy')).toBe(3);
    expect([world.count('GetObject'), world.count('UploadPart')]).toEqual([0, 0]);
    expect((await bytesThere('a.bin')).equals(content)).toBe(true);
    expect(await keys(world.store)).toEqual([]);
  });

  it('what the server may not copy goes through this machine, and it is asked no second time', async () => {
    refuse();
    const content = randomBytes(1000);
    for (const key of ['a.png', 'b.png']) {
      await put(key, content);
      expect((await moved(key)).state).toMatchObject({ kind: 'done', verified: 'md5' });
      expect((await bytesThere(key)).equals(content)).toBe(true);
      expect(await there.head(key, NEVER)).toMatchObject(HEADERS);
    }
    expect(world.count('CopyObject')).toBe(1);
    expect(await keys(world.store)).toEqual([]);
  });

  it('the same of what is large, and nothing begun on the server is left over', async () => {
    refuse();
    const content = randomBytes(20 * MIB);
    await put('a.bin', content);
    expect((await moved('a.bin')).state).toMatchObject({ kind: 'done', verified: 'md5' });
    expect((await bytesThere('a.bin')).equals(content)).toBe(true);
    expect(await keys(world.store)).toEqual([]);
    await vi.waitFor(async () => expect(await there.listMultiparts('', NEVER)).toEqual([]));
  });

  it('goes on through this machine after a kill, with the parts that got through', async () => {
    const content = randomBytes(40 * MIB);
    await put('a.bin', content);
    let holds = true;
    world.proxy.fault = ({ operation, partNumber }) => {
      if (operation === 'CopyObject' || operation === 'UploadPartCopy') return answer(403, 'AccessDenied');
      const until = new Promise<void>(() => undefined);
      return holds && operation === 'UploadPart' && partNumber !== 1 ? { kind: 'hold', until } : null;
    };
    const objects = [{ key: 'a.bin', targetKey: 'a.bin', size: 0, etag: '' }];
    await world.transfers.addCopies({ from: CONNECTION, to: OTHER, move: false, objects });
    await world.untilParts(1);
    const asked = world.count('UploadPartCopy');
    await world.kill();
    holds = false;
    const [item] = world.transfers.rows(0, 1).rows;
    await world.until(item?.id ?? '', 'done');
    expect(world.count('UploadPartCopy')).toBe(asked);
    const { seen } = world.proxy;
    expect(seen.filter(({ operation, partNumber }) => operation === 'UploadPart' && partNumber === 1)).toHaveLength(1);
    expect((await bytesThere('a.bin')).equals(content)).toBe(true);
    expect(await there.listMultiparts('', NEVER)).toEqual([]);
  });

  it('within one bucket a refusal is what it says, and the source stays', async () => {
    refuse();
    await put('a.png', randomBytes(10));
    const objects = [{ key: 'a.png', targetKey: 'b.png', size: 0, etag: '' }];
    await world.transfers.addCopies({ from: CONNECTION, to: CONNECTION, move: true, objects });
    const [item] = world.transfers.rows(0, 1).rows;
    const { state } = await world.until(item?.id ?? '', 'waiting', 'failed');
    expect(state).toMatchObject({ failure: { code: 'access-denied' } });
    expect(await keys(world.store)).toEqual(['a.png']);
    expect(world.count('GetObject')).toBe(0);
  });
});
