import { createHash, randomBytes } from 'node:crypto';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { NO_EDIT, type HeaderEdit } from '../../../../shared/header-edit';
import type { ObjectHeaders } from '../../store/object-store';
import { answer, type SeenRequest } from '../fault-proxy.test-support';
import { CONNECTION, MIB, openWorld, type World } from '../world.test-support';

const NEVER = new AbortController().signal;
const AWKWARD = 'folder é/a b+c#d?e%f&g=h 😀.png';
let world: World;

beforeEach(async () => {
  world = await openWorld();
});

afterEach(async () => {
  await world.close();
});

const HEADERS: ObjectHeaders = {
  contentType: 'application/octet-stream',
  cacheControl: 'max-age=60',
  metadata: { prompt: 'grün 😀', seed: '7', old: 'x' },
  others: { contentDisposition: 'inline; filename="x"', contentEncoding: 'identity', contentLanguage: 'de' },
};

async function put(key: string, content: string | Buffer, headers = HEADERS): Promise<void> {
  const body = Buffer.from(content);
  const contentMd5 = createHash('md5').update(body).digest('base64');
  await world.store.put(key, body, { ...headers, contentMd5, condition: 'none' }, NEVER);
}

/** Queues an edit of objects, by their keys; answers the ids in their order. */
async function edit(change: Partial<HeaderEdit>, ...keys: readonly string[]): Promise<readonly string[]> {
  const objects = async function* () {
    yield keys.map((key) => ({ key, size: 0, etag: '' }));
    await Promise.resolve();
  };
  const { added } = await world.transfers.addEdits({
    connectionId: CONNECTION,
    edit: { ...NO_EDIT, ...change },
    objects,
  });
  return world.transfers
    .rows(0, added)
    .rows.toReversed()
    .map(({ id }) => id);
}

async function editOne(change: Partial<HeaderEdit>, key: string): Promise<string> {
  const [id] = await edit(change, key);
  if (id === undefined) throw new Error('Nothing was added');
  return id;
}

/** Does something before the first request of a kind gets through. */
function before(operation: string, work: () => Promise<void>): void {
  let held = false;
  world.proxy.fault = (seen: SeenRequest) => {
    if (held || seen.operation !== operation) return null;
    held = true;
    return { kind: 'hold', until: work() };
  };
}

it('changes what is named and keeps all else, content and ETag too, without a byte through this machine', async () => {
  await put(AWKWARD, 'content');
  const { etag } = await world.store.head(AWKWARD, NEVER);
  const id = await editOne(
    {
      contentType: 'image/png',
      cacheControl: 'public, max-age=31536000, immutable',
      metadata: { old: null, by: 'Ada' },
    },
    AWKWARD,
  );
  const item = await world.until(id, 'done');
  expect(item).toMatchObject({ contentType: 'image/png', copy: { edits: true }, state: { verified: 'md5' } });
  expect(await world.store.head(AWKWARD, NEVER)).toMatchObject({
    etag,
    contentType: 'image/png',
    cacheControl: 'public, max-age=31536000, immutable',
    metadata: { prompt: 'grün 😀', seed: '7', by: 'Ada' },
    others: HEADERS.others ?? {},
  });
  expect(String(await world.object(AWKWARD))).toBe('content');
  expect([world.count('GetObject'), world.count('PutObject'), world.count('DeleteObject')]).toEqual([0, 0, 0]);
});

it('edits a file once that is selected together with its folder', async () => {
  await put('f/a', '1');
  await put('b', '2');
  const ids = await edit({ cacheControl: 'no-store' }, 'b', 'f/a', 'f/a');
  expect(ids).toHaveLength(2);
  for (const id of ids) await world.until(id, 'done');
});

it('takes a cache header away, and asks for no copy where all is as it should be already', async () => {
  await put('a', '1');
  await put('b', '2', { ...HEADERS, cacheControl: null });
  for (const id of await edit({ cacheControl: '' }, 'a', 'b')) await world.until(id, 'done');
  expect((await world.store.head('a', NEVER)).cacheControl).toBeNull();
  expect(world.count('CopyObject')).toBe(1);
});

it('loses nothing that is written meanwhile: the new content gets the headers', async () => {
  await put('a', 'old');
  before('CopyObject', () => put('a', 'newer', { ...HEADERS, metadata: { prompt: 'another' } }));
  const id = await editOne({ contentType: 'text/plain' }, 'a');
  await world.until(id, 'done');
  expect(String(await world.object('a'))).toBe('newer');
  expect(await world.store.head('a', NEVER)).toMatchObject({
    contentType: 'text/plain',
    metadata: { prompt: 'another' },
  });
});

it('is done once, however the answer gets lost and the app is killed', async () => {
  await put('a', 'content');
  world.proxy.fault = ({ operation }) => (operation === 'CopyObject' ? { kind: 'lose-answer' } : null);
  const id = await editOne({ contentType: 'text/plain' }, 'a');
  await vi.waitFor(() => expect(world.count('CopyObject')).toBeGreaterThan(0));
  world.proxy.fault = () => null;
  await world.kill();
  await world.until(id, 'done');
  expect((await world.store.head('a', NEVER)).contentType).toBe('text/plain');
});

it('a large object goes by parts on its server, and goes on after a kill with the parts that are there', async () => {
  world.copyLimits = { inPartsAbove: 6 * MIB, partBytes: 5 * MIB };
  await world.restart();
  const content = randomBytes(27 * MIB);
  await put('large', content);
  let free = false;
  world.proxy.fault = ({ operation }) =>
    operation === 'UploadPartCopy' && !free && world.count('UploadPartCopy') > 3 ? answer(503, 'SlowDown') : null;
  const id = await editOne({ contentType: 'video/mp4', metadata: { by: 'Ada' } }, 'large');
  await vi.waitFor(() => expect(world.count('UploadPartCopy')).toBeGreaterThan(4));
  free = true;
  await world.kill();
  await world.until(id, 'done');
  expect(await world.store.head('large', NEVER)).toMatchObject({
    contentType: 'video/mp4',
    cacheControl: 'max-age=60',
    metadata: { ...HEADERS.metadata, by: 'Ada' },
  });
  expect((await world.object('large')).equals(content)).toBe(true);
  expect(world.count('CreateMultipartUpload')).toBe(1);
  expect(await world.openMultiparts()).toEqual([]);
});

it('more metadata than R2 keeps is refused before anything is sent', async () => {
  await put('a', 'content', { ...HEADERS, metadata: { long: 'x'.repeat(5000) } });
  const id = await editOne({ metadata: { longer: 'y'.repeat(5000) } }, 'a');
  expect((await world.until(id, 'failed')).state).toMatchObject({ failure: { code: 'metadata-too-large' } });
  expect(world.count('CopyObject')).toBe(0);
});

it('an object that is gone is told, and nothing comes in its place', async () => {
  const id = await editOne({ contentType: 'text/plain' }, 'gone');
  expect((await world.until(id, 'failed')).state).toMatchObject({ failure: { code: 'no-such-key' } });
});
