import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { failure, FailureError, type FailureCode } from '../../../shared/failure';
import type { AssetSource, RemoteSource } from './asset-source';
import { createThumbnails } from './create-thumbnails';
import type { Probe, Probes } from './probes';
import { DecoderFault, type DecodedThumbnail, type DecodeJob } from './decoder';
import { ThumbnailFiles } from './thumbnail-files';
import type { Thumbnails } from './thumbnails';

let dir: string;
let known: Map<string, Probe>;
let jobs: DecodeJob[];
let decode: (job: DecodeJob, signal: AbortSignal) => Promise<DecodedThumbnail>;
const rechecked: string[] = [];
const sources = new Map<string, AssetSource>();

const webp = new Uint8Array([1, 2, 3]);
const decoded: DecodedThumbnail = { webp, width: 40, height: 30, durationMs: null, pages: null, blur: 'HBkSHYSIeHiP' };

function picture(change: Partial<Extract<AssetSource, { kind: 'local' }>> = {}): AssetSource {
  return {
    kind: 'local',
    connectionId: 'c1',
    path: '/x.png',
    size: 10,
    version: 'v1',
    contentType: 'image/png',
    ...change,
  };
}

function remote(change: Partial<RemoteSource>): RemoteSource {
  return {
    kind: 'remote',
    connectionId: 'c',
    key: 'a.png',
    etag: 'e',
    size: 10,
    version: 'v1',
    contentType: 'image/png',
    ...change,
  };
}

const probes: Probes = {
  probe: (assetId, version) => Promise.resolve(known.get(`${assetId} ${version}`) ?? null),
  rememberProbe: (assetId, { version }, probe) => void known.set(`${assetId} ${version}`, probe),
};

function open(): Thumbnails {
  const files = new ThumbnailFiles(path.join(dir, 'thumbnails'), () => 500_000_000);
  return createThumbnails({
    files,
    probes,
    decoder: {
      thumbnail: (job, signal) => {
        jobs.push(job);
        return decode(job, signal);
      },
    },
    shared: { read: () => Promise.resolve(null), write: () => Promise.resolve() },
    resized: { wants: (_source): _source is RemoteSource => false, of: () => Promise.resolve(null) },
    assetOf: (assetId) => Promise.resolve(sources.get(assetId) ?? null),
    recheck: (assetId) => {
      rechecked.push(assetId);
      return Promise.resolve();
    },
    now: () => 1_800_000_000_000,
  });
}

const refuse = (code: FailureCode) => () => Promise.reject(new FailureError(failure(code)));

beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'flow-thumbnails-'));
  known = new Map();
  jobs = [];
  decode = () => Promise.resolve(decoded);
  sources.clear();
  sources.set('a', picture());
  rechecked.length = 0;
});
afterEach(async () => {
  await rm(dir, { recursive: true, force: true });
});

describe('thumbnails', () => {
  it('are decoded once, also for many askers, and kept over a restart', async () => {
    const thumbnails = open();
    const made = await Promise.all([thumbnails.of('a'), thumbnails.of('a'), thumbnails.of('a')]);
    expect(made[2]).toMatchObject({ kind: 'picture', version: 'v1' });
    expect(known.get('a v1')).toMatchObject({ width: 40, height: 30 });
    const again = await open().of('a');
    expect(again.kind === 'picture' && [...again.webp]).toEqual([1, 2, 3]);
    expect(jobs).toHaveLength(1);
  });

  it.each([
    ['a file on its way', picture(), 2],
    ['an object that was one', remote({ version: 'v1' }), 2],
    ['any other object', remote({ version: 'e' }), 1],
  ])('that are kept have what was seen in %s seen again where that was lost, once', async (_what, source, times) => {
    sources.set('a', source);
    await open().of('a');
    known.clear();
    const again = open();
    for (let i = 0; i < 3; i += 1) expect((await again.of('a')).kind).toBe('picture');
    if (times > 1) await expect.poll(() => known.get('a v1')).toMatchObject({ width: 40, height: 30 });
    await again.close();
    expect(jobs).toHaveLength(times);
  });

  it('are not kept of what has gone while they were made, with its connection perhaps', async () => {
    decode = () => {
      sources.clear();
      return Promise.resolve(decoded);
    };
    expect((await open().of('a')).kind).toBe('picture');
    expect(await readdir(dir)).toEqual([]);
  });

  it('are made anew for another version', async () => {
    const thumbnails = open();
    await thumbnails.of('a');
    sources.set('a', picture({ version: 'v2' }));
    expect(await thumbnails.of('a')).toMatchObject({ version: 'v2' });
    expect(jobs).toHaveLength(2);
  });

  it.each([
    ['an unknown asset', null],
    ['an empty file', picture({ size: 0 })],
    ['a text', picture({ contentType: 'text/plain' })],
    ['a format that Chromium does not read', picture({ contentType: 'image/heic' })],
    ['a picture of more than 300 MB', picture({ size: 301 * 1024 * 1024 })],
  ])('do not exist of %s, and nothing is read for it', async (_what, source) => {
    sources.clear();
    if (source !== null) sources.set('a', source);
    expect(await open().of('a')).toEqual({ kind: 'none' });
    expect(jobs).toEqual([]);
  });

  it('of a film have no limit of size', async () => {
    sources.set('a', picture({ size: 5e9, contentType: 'video/mp4' }));
    expect((await open().of('a')).kind).toBe('picture');
  });

  it.each([
    ['broken file', 'not-a-picture'],
    ['document with a password', 'document-locked'],
  ] as const)('of a %s are tried once, restarts included', async (_which, code) => {
    decode = refuse(code);
    expect(await open().of('a')).toEqual({ kind: 'none' });
    expect(await open().of('a')).toEqual({ kind: 'none' });
    expect(jobs).toHaveLength(1);
    sources.set('a', picture({ version: 'v2' }));
    decode = () => Promise.resolve(decoded);
    expect((await open().of('a')).kind).toBe('picture');
  });

  it('of a broken file are tried again, once, when the cache was cleared', async () => {
    decode = refuse('not-a-picture');
    const thumbnails = open();
    expect((await thumbnails.of('a')).kind).toBe('none');
    await new ThumbnailFiles(path.join(dir, 'thumbnails'), () => 0).clear();
    for (let i = 0; i < 2; i += 1) expect((await thumbnails.of('a')).kind).toBe('none');
    expect((await thumbnails.page('a', 1)).kind).toBe('none');
    expect(jobs).toHaveLength(2);
  });

  it('are tried again after the network failed, as often as it takes', async () => {
    const thumbnails = open();
    for (const code of ['offline', 'timeout', 'unexpected'] as const) {
      decode = refuse(code);
      for (let i = 0; i < 10; i += 1) expect(await thumbnails.of('a')).toEqual({ kind: 'later' });
    }
    decode = () => Promise.resolve(decoded);
    expect((await thumbnails.of('a')).kind).toBe('picture');
  });

  it('of what brings the decoder down are given up for this run', async () => {
    const thumbnails = open();
    decode = () => Promise.reject(new DecoderFault(failure('unexpected')));
    for (let i = 0; i < 3; i += 1) expect(await thumbnails.of('a')).toEqual({ kind: 'later' });
    expect(await thumbnails.of('a')).toEqual({ kind: 'none' });
    expect(jobs).toHaveLength(3);
    expect(known.get('a v1')).toBeUndefined();
  });

  it('are not made when nobody looks any more, begun or not, and are when somebody looks again', async () => {
    const ends: (() => void)[] = [];
    decode = (_job, signal) =>
      new Promise((resolve, reject) => {
        ends.push(() => resolve(decoded));
        signal.addEventListener('abort', () => reject(new DOMException('', 'AbortError')));
      });
    const ids = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
    for (const id of ids) sources.set(id, picture());
    const thumbnails = open();
    const asked = ids.map((id) => thumbnails.of(id));
    await expect.poll(() => ends.length).toBe(6);
    const begun = jobs.length;
    thumbnails.forget(ids);
    // Before what was under way has ended.
    const again = thumbnails.of('a');
    const kinds = (await Promise.all(asked)).map(({ kind }) => kind);
    expect(new Set(kinds)).toEqual(new Set(['forgotten']));
    await expect.poll(() => ends.length).toBe(7);
    expect(jobs).toHaveLength(begun + 1);
    ends[6]?.();
    expect((await again).kind).toBe('picture');
  });

  it('that are being made hold up no end of the app', async () => {
    const thumbnails = open();
    decode = (_job, signal) =>
      new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));
    const asked = thumbnails.of('a');
    await expect.poll(() => jobs).toHaveLength(1);
    await thumbnails.close();
    expect(await asked).toEqual({ kind: 'later' });
  });

  it('of documents have pages, each drawn for itself, and no size of a picture', async () => {
    sources.set('a', picture({ contentType: 'application/pdf' }));
    decode = ({ page }) => Promise.resolve({ ...decoded, webp: Uint8Array.of(page), pages: 7 });
    const thumbnails = open();
    expect(await thumbnails.pages('a')).toEqual({ count: 7, width: 40, height: 30 });
    expect(await thumbnails.page('a', 1)).toMatchObject({ webp: Buffer.of(1) });
    expect(await thumbnails.page('a', 3)).toMatchObject({ webp: Uint8Array.of(3) });
    expect(jobs.map(({ kind, page, edge }) => [kind, page, edge])).toEqual([
      ['pdf', 1, 1800],
      ['pdf', 3, 1800],
    ]);
    expect(known.size).toBe(0);
    decode = refuse('not-a-picture');
    expect((await thumbnails.page('a', 4)).kind).toBe('none');
    expect((await thumbnails.of('a')).kind).toBe('none');
    await expect(thumbnails.pages('a')).rejects.toThrow('not-a-picture');
  });

  it('have the bucket asked again when the object is another by now', async () => {
    decode = refuse('object-changed');
    expect(await open().of('a')).toEqual({ kind: 'later' });
    expect(rechecked).toEqual(['a']);
  });

  it('come from the bucket when the file on its way there has arrived and is gone', async () => {
    const read: string[] = [];
    decode = async ({ source }) => {
      const { kind } = await source();
      read.push(kind);
      sources.set('a', remote({ version: 'v1' }));
      return kind === 'local' ? refuse('file-missing')() : decoded;
    };
    expect((await open().of('a')).kind).toBe('picture');
    expect(read).toEqual(['local', 'remote']);
  });

  it('are read from where the content is when it is read, not when it was asked for', async () => {
    decode = async ({ source }) => {
      sources.set('a', picture({ path: '/y.png' }));
      const now = await source();
      return now.kind === 'local' && now.path === '/y.png' ? decoded : refuse('file-missing')();
    };
    expect((await open().of('a')).kind).toBe('picture');
  });

  it('are still shown when they cannot be kept', async () => {
    await writeFile(path.join(dir, 'thumbnails'), 'a file in the way');
    expect((await open().of('a')).kind).toBe('picture');
  });
});

describe('the files', () => {
  it('are pruned by when they were last looked at', async () => {
    const folder = path.join(dir, 'pruned');
    const files = new ThumbnailFiles(folder, () => 250);
    for (const name of ['old', 'looked-at', 'new']) await files.write(name, new Uint8Array(100));
    for (const file of await readdir(folder, { recursive: true }))
      if (file.endsWith('.webp')) await utimes(path.join(folder, file), 1000, 1000);
    await files.read('looked-at', 3_000_000);
    await files.write('new', new Uint8Array(100));
    const oldAfterPruning = async (): Promise<unknown> => {
      await files.prune();
      return files.read('old', 0);
    };
    await expect.poll(oldAfterPruning).toBeNull();
    expect(await files.read('looked-at', 0)).not.toBeNull();
    expect(await files.read('new', 0)).not.toBeNull();
  });

  // Whatever is written to /dev/full finds no space left on the device.
  it.skipIf(process.platform !== 'linux')('are done without on a full disk, and leave nothing half there', async () => {
    const folder = path.join(dir, 'full');
    const hash = createHash('sha256').update('a').digest('hex');
    const own = path.join(folder, hash.slice(0, 16), hash.slice(0, 2));
    await mkdir(own, { recursive: true });
    await symlink('/dev/full', path.join(own, `${hash.slice(0, 40)}.webp.${process.pid}-1`));
    const files = new ThumbnailFiles(folder, () => 1000);
    await files.write('a', new Uint8Array(100));
    expect(await files.read('a', 0)).toBeNull();
    expect(await readdir(own)).toEqual([]);
    await files.write('a', new Uint8Array(100));
    expect(await files.read('a', 0)).not.toBeNull();
  });

  it('of one connection go with it', async () => {
    const files = new ThumbnailFiles(path.join(dir, 'owned'), () => 1000);
    for (const name of ['c1\0a', 'c1\0b', 'c2\0a']) await files.write(name, new Uint8Array(100));
    await files.removeAllOf('c1');
    expect(await files.size()).toBe(100);
    expect(await files.read('c1\0a', 0)).toBeNull();
    expect(await files.read('c2\0a', 0)).not.toBeNull();
  });

  it('stay below their cap while they are written, and can be cleared', async () => {
    const files = new ThumbnailFiles(path.join(dir, 'capped'), () => 1000);
    await files.prune();
    for (let n = 0; n < 30; n += 1) await files.write(`n${n}`, new Uint8Array(100));
    // By itself, beside the writing: what came after a pruning had begun is not seen by it.
    await expect.poll(() => files.size()).toBeLessThan(3000);
    await files.prune();
    await files.prune();
    expect(await files.size()).toBeLessThanOrEqual(1000);
    expect(await files.size()).toBeGreaterThan(0);
    await files.clear();
    expect(await files.size()).toBe(0);
    await files.write('again', new Uint8Array(100));
    expect(await files.read('again', 0)).not.toBeNull();
  });
});
