import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { R2_LIMITS } from '../../../shared/r2';
import { startSandbox } from '../sandbox/sandbox';
import type { Sandbox } from '../sandbox/types';
import type { ObjectStore, PutOptions } from './object-store';
import { codeOf } from './failures.test-support';
import { createR2Store } from './r2-store';

const never = new AbortController().signal;
const KEYS = [
  'a b+c#d?e%f&g=h.txt',
  "it's (a) *star*!.png",
  '照片/é.png',
  '../x',
  'a//b',
  ' lead',
  'end ',
  'c\u0001d',
  'x\ry',
];

const ONE = { prefix: '', delimiter: '', continuationToken: null, maxKeys: 1 } as const;

let dir = '';
let sandbox: Sandbox;
let store: ObjectStore;

beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'r2-store-'));
  sandbox = await startSandbox({ dir });
});
afterAll(async () => {
  await sandbox.close();
  await rm(dir, { recursive: true });
});
beforeEach(() => {
  store = createR2Store({ ...sandbox, region: 'auto' });
});
afterEach(async () => {
  sandbox.setProfile('full');
  const page = await store.list({ prefix: '', delimiter: '', continuationToken: null, maxKeys: 1000 }, never);
  await store.deleteMany(
    page.objects.map((one) => one.key),
    never,
  );
  store.close();
});

function md5(body: Uint8Array): string {
  return createHash('md5').update(body).digest('base64');
}

function options(body: Uint8Array, more: Partial<PutOptions> = {}): PutOptions {
  return {
    contentType: 'image/png',
    cacheControl: null,
    metadata: {},
    contentMd5: md5(body),
    condition: 'none',
    ...more,
  };
}

async function put(key: string, text = 'x', more: Partial<PutOptions> = {}): Promise<string> {
  const body = Buffer.from(text);
  return (await store.put(key, body, options(body, more), never)).etag;
}

describe('objects', () => {
  it('gives back what was put, with its headers', async () => {
    const metadata = { prompt: '一只猫 — "hi"', model: 'sketch-1' };
    const etag = await put('p/a.png', 'hello', { cacheControl: 'max-age=60', metadata });
    expect(etag).toBe(createHash('md5').update('hello').digest('hex'));

    const head = await store.head('p/a.png', never);
    expect(head).toMatchObject({ size: 5, etag, contentType: 'image/png', cacheControl: 'max-age=60', metadata });
    const body = await store.get('p/a.png', { range: null, ifMatch: etag }, never);
    expect(body).toMatchObject({ length: 5, size: 5, contentType: 'image/png', etag });
    expect((await buffer(body.stream)).toString()).toBe('hello');
  });

  it('keeps what else an object is served with', async () => {
    const said = { contentDisposition: 'inline', contentEncoding: 'br', contentLanguage: 'de' };
    const expires = 'Thu, 01 Dec 2033 16:00:00 GMT';
    await put('a', 'x', { others: { ...said, expires } });
    expect((await store.head('a', never)).others).toMatchObject({ ...said, expires });
    // No moment, which a request cannot say: the beginning of time means the same to a browser.
    await put('b', 'x', { others: { ...said, expires: 'at once' } });
    expect((await store.head('b', never)).others).toMatchObject({ expires: 'Thu, 01 Jan 1970 00:00:00 GMT' });
  });

  it('gives a range with the size of the whole', async () => {
    await put('a', '0123456789');
    const body = await store.get('a', { range: { start: 2, end: 4 }, ifMatch: null }, never);
    expect(body).toMatchObject({ length: 3, size: 10 });
    expect((await buffer(body.stream)).toString()).toBe('234');
    expect(await codeOf(store.get('a', { range: { start: 10, end: 11 }, ifMatch: null }, never))).toBe('invalid-range');
  });

  it('stores nothing, too', async () => {
    await put('empty', '');
    expect(await store.head('empty', never)).toMatchObject({ size: 0 });
    const body = await store.get('empty', { range: null, ifMatch: null }, never);
    expect(await buffer(body.stream)).toHaveLength(0);
  });

  it.each(KEYS)('keeps the key %j exact', async (key) => {
    await put(key, key);
    expect(await store.head(key, never)).toMatchObject({ size: Buffer.byteLength(key) });
    const page = await store.list({ prefix: key, delimiter: '', continuationToken: null, maxKeys: 10 }, never);
    expect(page.objects.map((one) => one.key)).toEqual([key]);
    const url = await store.presignGet(key, 60);
    // Everything that reads URLs resolves `..`, which is why the app makes no such keys.
    if (!key.startsWith('../')) expect(await (await fetch(url)).text()).toBe(key);
    await store.delete(key, never);
    expect(await codeOf(store.head(key, never))).toBe('no-such-key');
  });

  it('refuses a taken key, a changed object and a damaged body', async () => {
    await put('taken', 'one');
    expect(await codeOf(put('taken', 'two', { condition: 'absent' }))).toBe('already-exists');
    expect(await codeOf(store.get('taken', { range: null, ifMatch: '0'.repeat(32) }, never))).toBe('object-changed');
    expect(await codeOf(put('bad', 'three', { contentMd5: md5(Buffer.from('four')) }))).toBe('damaged-in-transit');
    expect(await codeOf(store.head('bad', never))).toBe('no-such-key');
  });
});

describe('listing', () => {
  it('goes on from page to page, and shows folders', async () => {
    for (const key of ['a/1', 'a/2', 'b c/1', 'd', 'e']) await put(key);
    const first = await store.list({ prefix: '', delimiter: '/', continuationToken: null, maxKeys: 2 }, never);
    expect(first.prefixes).toEqual(['a/', 'b c/']);
    expect(first.continuationToken).not.toBeNull();
    const request = { prefix: '', delimiter: '/', continuationToken: first.continuationToken, maxKeys: 2 } as const;
    const second = await store.list(request, never);
    expect(second.objects.map((one) => one.key)).toEqual(['d', 'e']);
    expect(second.continuationToken).toBeNull();
    expect(second.objects[0]).toMatchObject({ size: 1, etag: createHash('md5').update('x').digest('hex') });
  });

  it('tells what lies in Infrequent Access, as the head does', async () => {
    const usual = { contentDisposition: null, contentEncoding: null, contentLanguage: null };
    const others = { ...usual, storageClass: 'STANDARD_IA' };
    await put('a');
    const { etag } = await store.head('a', never);
    const headers = { contentType: 'image/png', cacheControl: null, metadata: {}, others };
    const source = { bucket: store.bucket, key: 'a', etag };
    await store.copy({ source, key: 'b', condition: 'none', headers }, never);
    const { objects } = await store.list({ ...ONE, maxKeys: 10 }, never);
    expect(objects.map(({ key, storageClass }) => [key, storageClass])).toEqual([
      ['a', undefined],
      ['b', 'infrequent'],
    ]);
    expect((await store.head('b', never)).others?.storageClass).toBe('STANDARD_IA');
  });
});

describe('deleting many', () => {
  it('deletes more than a batch, whatever their keys', async () => {
    await Promise.all(KEYS.map((key) => put(key)));
    // What is not there is deleted, too, as S3 has it.
    const keys = [...Array.from({ length: R2_LIMITS.deleteBatch + 3 }, (_, n) => `not-there/${n}`), ...KEYS];
    const answers = await store.deleteMany(keys, never);
    expect(answers.filter((one) => !one.deleted)).toEqual([]);
    expect(new Set(answers.map((one) => one.key))).toEqual(new Set(keys));
    const page = await store.list({ prefix: '', delimiter: '', continuationToken: null, maxKeys: 10 }, never);
    expect(page.objects).toEqual([]);
  });

  it('throws when the first batch is refused as a whole, and tells each key where one was asked for alone', async () => {
    sandbox.setProfile('read-only');
    expect(await codeOf(() => store.deleteMany(['a', 'b'], never))).toBe('access-denied');
    expect(await store.deleteMany(['a'], never)).toMatchObject([
      { key: 'a', deleted: false, failure: { code: 'access-denied' } },
    ]);
  });
});

describe('multipart', () => {
  const part = randomBytes(R2_LIMITS.minPartBytes);
  const headers = { contentType: 'video/mp4', cacheControl: null, metadata: {} };

  async function send(key: string, uploadId: string, partNumber: number, body: Buffer): Promise<string> {
    const upload = { key, uploadId, partNumber, body, contentMd5: md5(body) };
    return (await store.uploadPart(upload, never)).etag;
  }

  it('sends, lists and joins parts', async () => {
    const { uploadId } = await store.createMultipart('v.mp4', headers, never);
    const last = part.subarray(0, 10);
    const parts = [
      { partNumber: 1, etag: await send('v.mp4', uploadId, 1, part) },
      { partNumber: 2, etag: await send('v.mp4', uploadId, 2, last) },
    ];
    expect(await store.listParts('v.mp4', uploadId, never)).toEqual([
      { ...parts[0], size: part.length },
      { ...parts[1], size: 10 },
    ]);
    const { etag } = await store.completeMultipart({ key: 'v.mp4', uploadId, parts, condition: 'absent' }, never);
    expect(etag).toMatch(/^[0-9a-f]{32}-2$/);
    expect(await store.head('v.mp4', never)).toMatchObject({ size: part.length + 10, etag, contentType: 'video/mp4' });
  });

  it('is quiet about an upload that is gone', async () => {
    const { uploadId } = await store.createMultipart('v.mp4', headers, never);
    await store.abortMultipart('v.mp4', uploadId, never);
    await store.abortMultipart('v.mp4', uploadId, never);
    expect(await codeOf(store.listParts('v.mp4', uploadId, never))).toBe('no-such-upload');
  });
});

describe('tokens', () => {
  it('knows a wrong secret from a wrong key id', async () => {
    const wrongSecret = createR2Store({ ...sandbox, region: 'auto', secretAccessKey: '0'.repeat(64) });
    const wrongId = createR2Store({ ...sandbox, region: 'auto', accessKeyId: '0'.repeat(32) });
    const shortId = createR2Store({ ...sandbox, region: 'auto', accessKeyId: sandbox.secretAccessKey });
    expect(await codeOf(wrongSecret.list(ONE, never))).toBe('wrong-secret');
    expect(await codeOf(wrongId.list(ONE, never))).toBe('unknown-key');
    expect(await codeOf(shortId.list(ONE, never))).toBe('key-id-shape');
    // HEAD is refused without a reason.
    expect(await codeOf(wrongSecret.head('a', never))).toBe('wrong-secret');
    expect(await codeOf(wrongId.head('a', never))).toBe('unknown-key');
    for (const one of [wrongSecret, wrongId, shortId]) one.close();
  });

  it('works with a token for one bucket, and says so of another', async () => {
    sandbox.setProfile('object-scoped');
    await put('a');
    const other = createR2Store({ ...sandbox, region: 'auto', bucket: 'another' });
    expect(await codeOf(other.head('a', never))).toBe('access-denied');
    other.close();
  });
});

describe('cancelling', () => {
  it('ends a request at once, before, during and after its answer begins', async () => {
    await put('a', 'x'.repeat(300_000));
    sandbox.setProfile('slow');
    const before = AbortSignal.abort();
    await expect(store.head('a', before)).rejects.toMatchObject({ name: 'AbortError' });

    const during = new AbortController();
    const waiting = store.head('a', during.signal);
    during.abort(new Error('the window closed'));
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });

    const after = new AbortController();
    const body = await store.get('a', { range: null, ifMatch: null }, after.signal);
    after.abort();
    await expect(buffer(body.stream)).rejects.toMatchObject({ name: 'AbortError' });
  });
});
