import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { addAbortSignal, PassThrough } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { failure, FailureError, type Failure } from '../../../shared/failure';
import type { ObjectBody, ObjectStore } from '../store/object-store';
import type { AssetSource } from './asset-source';
import { answerMedia, readMedia } from './media-answer';
import { CONNECTION, never, openTestBucket, responseOf, type TestBucket } from './library.test-support';

const TEXT = '0123456789';
let dir: string;
let bucket: TestBucket;
let remote: Extract<AssetSource, { kind: 'remote' }>;
let local: Extract<AssetSource, { kind: 'local' }>;

beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'flow-media-'));
  bucket = await openTestBucket();
  await bucket.put('a b/ü.mp4', TEXT);
  const { etag } = await bucket.store.head('a b/ü.mp4', never);
  const facts = { size: 10, contentType: 'video/mp4', version: etag };
  remote = { kind: 'remote', connectionId: CONNECTION, key: 'a b/ü.mp4', etag, ...facts };
  local = { kind: 'local', connectionId: null, path: path.join(dir, 'x.mp4'), ...facts };
  await writeFile(local.path, TEXT);
});
afterAll(async () => {
  await bucket.close();
  await rm(dir, { recursive: true, force: true });
});

const failures: Failure[] = [];
const answer = (
  source: AssetSource,
  range: string | null,
  store: Pick<ObjectStore, 'get'> = bucket.store,
  signal = never,
) => {
  const from = {
    storeOf: () => store as ObjectStore,
    failed: (cause: Failure) => failures.push(cause),
    moved: () => undefined,
    passing: () => null,
  };
  return answerMedia(source, range, from, signal).then(responseOf);
};

describe.each(['local', 'remote'] as const)('a %s asset', (kind) => {
  const source = () => (kind === 'local' ? local : remote);

  it('comes whole, with what a player needs to seek in it', async () => {
    const reply = await answer(source(), null);
    expect(reply.status).toBe(200);
    expect(Object.fromEntries(reply.headers)).toMatchObject({
      'accept-ranges': 'bytes',
      'content-length': '10',
      'content-type': 'video/mp4',
      'x-content-type-options': 'nosniff',
    });
    expect(await reply.text()).toBe(TEXT);
  });

  it.each([
    ['bytes=2-4', 'bytes 2-4/10', '234'],
    ['bytes=7-', 'bytes 7-9/10', '789'],
    ['bytes=-2', 'bytes 8-9/10', '89'],
  ])('comes by the range %s', async (range, contentRange, text) => {
    const reply = await answer(source(), range);
    expect(reply.status).toBe(206);
    expect(reply.headers.get('Content-Range')).toBe(contentRange);
    expect(reply.headers.get('Content-Length')).toBe(String(text.length));
    expect(await reply.text()).toBe(text);
  });

  it('has nothing after its end', async () => {
    const reply = await answer(source(), 'bytes=10-');
    expect([reply.status, reply.headers.get('Content-Range')]).toEqual([416, 'bytes */10']);
  });

  it('of no bytes is empty, not an error', async () => {
    const reply = await answer({ ...source(), size: 0 }, null);
    expect([reply.status, await reply.text()]).toEqual([200, '']);
  });
});

describe('an asset in memory', () => {
  const held = (source: AssetSource, store: Pick<ObjectStore, 'get'> = bucket.store, signal = never) => {
    const seen: Uint8Array[] = [];
    const passing = () => ({
      see: (piece: Uint8Array) => void seen.push(piece),
      end: () => void seen.push(Buffer.from('.')),
    });
    const bytes = readMedia(source, new Uint8Array(64), { storeOf: () => store as ObjectStore, passing }, signal);
    return { bytes, seen: () => Buffer.concat(seen).toString() };
  };

  it('is the whole, and passes whoever looks on', async () => {
    for (const source of [local, remote]) {
      const { bytes, seen } = held(source);
      expect(Buffer.from(await bytes).toString()).toBe(TEXT);
      expect(seen()).toBe(`${TEXT}.`);
    }
    const { bytes } = held({ ...remote, kind: 'memory', bytes: Buffer.from(TEXT) });
    expect(Buffer.from(await bytes).toString()).toBe(TEXT);
  });

  it('is no more than it is known to be, however much a server sends', async () => {
    const stream = new PassThrough();
    const { bytes, seen } = held(remote, { get: () => Promise.resolve(bodyOf(stream)) });
    stream.write('01234');
    stream.write('0123456789');
    await expect(bytes).rejects.toThrow('object-changed');
    expect(stream.destroyed).toBe(true);
    expect(seen()).not.toContain('.');
  });

  it('fails with why it cannot be had, and ends with its signal', async () => {
    await expect(held({ ...remote, etag: 'other' }).bytes).rejects.toThrow('object-changed');
    const end = new AbortController();
    const stream = new PassThrough();
    const get: ObjectStore['get'] = async (_key, _options, signal) => bodyOf(addAbortSignal(signal, stream));
    const { bytes } = held(remote, { get }, end.signal);
    end.abort();
    await expect(bytes).rejects.toMatchObject({ name: 'AbortError' });
    expect(stream.destroyed).toBe(true);
  });
});

function bodyOf(stream: PassThrough): ObjectBody {
  const chunks = (): ReturnType<ObjectBody['chunks']> => stream.iterator() as ReturnType<ObjectBody['chunks']>;
  return { stream, chunks, length: 10, size: 10, contentType: '', etag: '' };
}

describe('what goes wrong', () => {
  it('is a status, and told', async () => {
    failures.length = 0;
    expect((await answer({ ...local, path: path.join(dir, 'gone') }, null)).status).toBe(404);
    expect((await answer({ ...remote, key: 'gone' }, null)).status).toBe(404);
    expect((await answer({ ...remote, etag: 'f'.repeat(32) }, null)).status).toBe(409);
    const get = () => Promise.reject(new FailureError(failure('offline')));
    expect((await answer(remote, null, { get })).status).toBe(502);
    expect(failures.map(({ code }) => code)).toEqual(['file-missing', 'no-such-key', 'object-changed', 'offline']);
  });

  it('ends the request to the bucket when the reader goes away', async () => {
    const stream = new PassThrough();
    const get = () => Promise.resolve(bodyOf(stream));
    const reply = await answer(remote, null, { get });
    stream.write('01234');
    const reader = reply.body?.getReader();
    await reader?.read();
    await reader?.cancel();
    await vi.waitFor(() => expect(stream.destroyed).toBe(true));
  });

  it('breaks a body off, or never begins it, when the signal fires', async () => {
    const stream = new PassThrough();
    const asker = new AbortController();
    const reply = await answer(remote, null, { get: () => Promise.resolve(bodyOf(stream)) }, asker.signal);
    stream.write('01234');
    asker.abort();
    await expect(reply.text()).rejects.toThrow();
    expect(stream.destroyed).toBe(true);
    expect((await answer(remote, null, bucket.store, asker.signal)).status).toBe(410);
  });

  it('in the middle of a body breaks it off, rather than ending it short', async () => {
    const stream = new PassThrough();
    const get = () => Promise.resolve(bodyOf(stream));
    const reply = await answer(remote, null, { get });
    stream.write('01234');
    stream.destroy(new FailureError(failure('connection-lost')));
    await expect(reply.text()).rejects.toThrow();
  });
});

describe('what must not run', () => {
  it('goes out as plain text, or sandboxed', async () => {
    const page = await answer({ ...local, contentType: 'text/html' }, null);
    expect(page.headers.get('Content-Type')).toBe('text/plain; charset=utf-8');
    const drawing = await answer({ ...local, contentType: 'image/svg+xml' }, null);
    expect(drawing.headers.get('Content-Security-Policy')).toBe(
      "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    );
  });
});
