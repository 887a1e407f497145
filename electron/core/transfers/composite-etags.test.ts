import { createHash, randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TransferItem, TransferState } from '../../../shared/transfer';
import { CONNECTION, MIB, openWorld, type World } from './world.test-support';

const NEVER = new AbortController().signal;
const OTHER = 'c2';
/** Two parts of this app's own size. */
const CONTENT = randomBytes(20 * MIB);

let world: World;

beforeEach(async () => {
  world = await openWorld();
});

afterEach(async () => {
  await world.close();
});

/** Another ETag for each object that is put together of parts, as rclone has met them on R2. */
function random(): void {
  world.proxy.fault = ({ operation }) =>
    operation === 'CompleteMultipartUpload'
      ? { kind: 'rewrite', change: (xml) => xml.replace(/[0-9a-f]{32}-/, `${randomBytes(16).toString('hex')}-`) }
      : null;
}

async function uploaded(name: string, content: Uint8Array = CONTENT): Promise<TransferState> {
  const item = await world.upload(name, content);
  return (await world.until(item.id, 'done')).state;
}

/** What becomes of an upload of the same content to a key that is taken, under "skip if identical". */
async function again(name: string, connectionId = CONNECTION): Promise<TransferState> {
  world.rule = 'skip-identical';
  const path = await world.file(`again/${name}`, CONTENT);
  await world.transfers.addPaths({ connectionId, prefix: '', paths: [path] });
  const [item] = world.transfers.rows(0, 1).rows;
  const { state } = await world.until(item?.id ?? '', 'skipped', 'conflict');
  world.transfers.cancel([item?.id ?? '']);
  return state;
}

async function downloaded(key: string): Promise<TransferItem> {
  const folder = join(world.dir, 'down');
  await mkdir(folder, { recursive: true });
  const { size, etag, modified } = await world.store.head(key, NEVER);
  const objects = [{ key, size, etag, modified, relativePath: key }];
  await world.transfers.addDownloads({ connectionId: CONNECTION, folder, objects });
  const [item] = world.transfers.rows(0, 1).rows;
  return world.until(item?.id ?? '', 'done');
}

const questionsForParts = (): number =>
  world.proxy.seen.filter(({ operation, partNumber }) => operation === 'HeadObject' && partNumber !== null).length;

const SAME = { kind: 'skipped', identical: true };
const UNTOLD = { kind: 'conflict', compared: 'unknown' };

describe('a server whose multipart ETags were seen to be none', () => {
  beforeEach(async () => {
    random();
    expect(await uploaded('a.mp4')).toMatchObject({ verified: 'parts' });
    world.proxy.fault = () => null;
  });

  it('proves by them neither that a file is the same nor that it is another, also after a restart and a kill', async () => {
    expect(await again('a.mp4')).toMatchObject(UNTOLD);
    await world.restart();
    expect(await again('a.mp4')).toMatchObject(UNTOLD);
    await world.kill();
    expect(await again('a.mp4')).toMatchObject(UNTOLD);
  });

  it('proves by them no download, and is not asked for its parts', async () => {
    expect((await downloaded('a.mp4')).state).toMatchObject({ verified: 'size' });
    expect(questionsForParts()).toBe(0);
  });

  it('proves by them no copy', async () => {
    world.copyLimits = { inPartsAbove: 8 * MIB, partBytes: 5 * MIB };
    await world.restart();
    const objects = [{ key: 'a.mp4', size: CONTENT.length, etag: '', targetKey: 'b.mp4' }];
    await world.transfers.addCopies({ from: CONNECTION, to: CONNECTION, move: true, objects });
    const [item] = world.transfers.rows(0, 1).rows;
    expect((await world.until(item?.id ?? '', 'done')).state).toMatchObject({ verified: 'parts' });
    expect((await world.object('b.mp4')).equals(CONTENT)).toBe(true);
  });

  it('is the same one for every connection to it, and another server is not meant', async () => {
    world.others.set(OTHER, { store: world.store, profile: { ...world.profile, id: OTHER, bucket: 'other' } });
    expect(await again('a.mp4', OTHER)).toMatchObject(UNTOLD);
    const address = { kind: 'endpoint', endpoint: 'https://elsewhere.test', region: 'auto', style: 'path' } as const;
    world.others.set(OTHER, { store: world.store, profile: { ...world.profile, id: OTHER, address } });
    expect(await again('a.mp4', OTHER)).toMatchObject(SAME);
  });

  it('still proves what went up in one piece', async () => {
    await uploaded('small.png', Buffer.from('small'));
    expect((await downloaded('small.png')).state).toMatchObject({ verified: 'md5' });
  });

  it('is trusted again once a later upload gets the ETag of its parts, also after a restart', async () => {
    expect(await uploaded('b.mp4')).toMatchObject({ verified: 'md5' });
    await world.restart();
    expect(await again('a.mp4')).toMatchObject(SAME);
    expect((await downloaded('b.mp4')).state).toMatchObject({ verified: 'md5' });
  });
});

describe('a server whose multipart ETags are what they should be', () => {
  it('tells a file from another one, but not where its parts were of another size', async () => {
    await uploaded('a.mp4');
    expect(await again('a.mp4')).toMatchObject(SAME);
    await uploaded('b.mp4', randomBytes(20 * MIB));
    expect(await again('b.mp4')).toMatchObject({ kind: 'conflict', compared: 'different' });
    await putInParts('c.mp4', 10 * MIB);
    expect(await again('c.mp4')).toMatchObject(UNTOLD);
  });
});

/** As another program would have sent it. */
async function putInParts(key: string, partSize: number): Promise<void> {
  const headers = { contentType: 'video/mp4', cacheControl: null, metadata: {} };
  const { uploadId } = await world.store.createMultipart(key, headers, NEVER);
  const parts: { readonly partNumber: number; readonly etag: string }[] = [];
  for (let at = 0; at < CONTENT.length; at += partSize) {
    const body = CONTENT.subarray(at, at + partSize);
    const partNumber = parts.length + 1;
    const contentMd5 = createHash('md5').update(body).digest('base64');
    const { etag } = await world.store.uploadPart({ key, uploadId, partNumber, body, contentMd5 }, NEVER);
    parts.push({ partNumber, etag });
  }
  await world.store.completeMultipart({ key, uploadId, parts, condition: 'none' }, NEVER);
}
