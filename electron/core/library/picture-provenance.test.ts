import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  A1111_TEXT,
  a1111Jpeg,
  COMFY_GRAPH,
  exifComment,
  pngChunk,
  pngWith,
  textChunk,
} from '../../../tests/support/generated';
import { noise, picture } from '../../../tests/support/files';
import { contentTypeOfName } from '../../../shared/media';
import { assetIdOf } from './asset-id';
import { CONNECTION, namesIn, never, openTestBucket, uploadOf, viewOf, type TestBucket } from './library.test-support';

let bucket: TestBucket;
let asked: string[];

beforeEach(async () => {
  bucket = await openTestBucket();
  asked = [];
});
afterEach(() => bucket.close());

const idOf = (key: string) => assetIdOf(CONNECTION, key);
const found = (search: string) => viewOf({ kind: 'smart', view: 'all' }, { search });

async function put(key: string, body: Buffer): Promise<void> {
  const contentMd5 = createHash('md5').update(body).digest('base64');
  const headers = { contentType: contentTypeOfName(key), cacheControl: null, metadata: {} };
  await bucket.store.put(key, body, { ...headers, condition: 'none', contentMd5 }, never);
}

/** A library that tells which objects were read. */
function library() {
  const { store } = bucket;
  const get = store.get.bind(store);
  vi.spyOn(store, 'get').mockImplementation((key, options, signal) => {
    asked.push(`${key} from ${options.range?.start ?? 'the start'}`);
    return get(key, options, signal);
  });
  return bucket.library();
}

describe('a file on its way up', () => {
  it('is read on the disk: found by its words, without a request', async () => {
    const { library: own } = library();
    const local = path.join(bucket.dir, 'heron.png');
    await writeFile(local, pngWith([textChunk('parameters', A1111_TEXT)]));
    await own.open(CONNECTION);
    own.hooks.uploadsQueued([uploadOf({ key: 'heron.png', localPath: local, contentType: 'image/png' })]);
    await vi.waitFor(async () => expect(await namesIn(own, found('heron reeds'))).toEqual(['heron.png']));
    expect(await own.provenance(CONNECTION, idOf('heron.png'))).toMatchObject({ tool: 'a1111', seed: '3019744221' });
    const { rows } = await own.rows(found('grain'), 0, 1);
    expect(rows).toMatchObject([{ generated: { provider: 'a1111', model: 'juggernautXL_v9' } }]);
    expect(asked).toEqual([]);
  });

  it('that is gone says nothing, and is no error', async () => {
    const { library: own } = library();
    own.hooks.uploadsQueued([uploadOf({ key: 'a.png', localPath: '/nowhere/a.png', contentType: 'image/png' })]);
    expect(await own.provenance(CONNECTION, idOf('a.png'))).toBeNull();
  });
});

describe('an object in the bucket', () => {
  it('is asked once for each content, with one request, also where it says nothing', async () => {
    await put('heron.jpg', a1111Jpeg());
    await put('plain.png', picture());
    const { library: own, scanned } = library();
    await scanned();
    for (const _ of [1, 2]) {
      expect(await own.provenance(CONNECTION, idOf('heron.jpg'))).toMatchObject({ tool: 'a1111' });
      expect(await own.provenance(CONNECTION, idOf('plain.png'))).toBeNull();
    }
    expect(asked).toEqual(['heron.jpg from 0', 'plain.png from 0']);
    expect(await namesIn(own, found('heron'))).toEqual(['heron.jpg']);
    await put('plain.png', pngWith([textChunk('prompt', JSON.stringify(COMFY_GRAPH))]));
    await own.refresh(CONNECTION);
    await vi.waitFor(async () => {
      expect(await own.provenance(CONNECTION, idOf('plain.png'))).toMatchObject({ tool: 'comfyui' });
    });
  });

  it('of any size is read at its head alone; a WebP and a large workflow take one request more', async () => {
    const pixels = pngChunk('IDAT', noise(600_000));
    await put('large.png', Buffer.concat([pngWith([]).subarray(0, 33), pixels, pixels]));
    const workflow = { ...COMFY_GRAPH, '99': { class_type: 'Note', inputs: { note: 'x'.repeat(300_000) } } };
    await put('graph.png', pngWith([textChunk('prompt', JSON.stringify(workflow))]));
    await put('far.webp', farWebp());
    const { library: own, scanned } = library();
    await scanned();
    expect(await own.provenance(CONNECTION, idOf('large.png'))).toBeNull();
    expect(await own.provenance(CONNECTION, idOf('graph.png'))).toMatchObject({
      prompt: 'glass bottle with a galaxy inside',
    });
    expect(await own.provenance(CONNECTION, idOf('far.webp'))).toMatchObject({ model: 'juggernautXL_v9' });
    expect(asked).toEqual([
      'large.png from 0',
      'graph.png from 0',
      expect.stringMatching(/^graph.png from \d\d/),
      'far.webp from 0',
      'far.webp from 500040',
    ]);
  });

  it('tells on its way to the screen, and needs no request of its own', async () => {
    await put('heron.png', pngWith([textChunk('parameters', A1111_TEXT)]));
    const { library: own, scanned } = library();
    await scanned();
    const source = await own.assetOf(idOf('heron.png'));
    const onlooker = source === null ? null : own.passing(source);
    const bytes = pngWith([textChunk('parameters', A1111_TEXT)]);
    onlooker?.see(bytes.subarray(0, 100));
    onlooker?.see(bytes.subarray(100));
    onlooker?.end();
    await vi.waitFor(async () => expect(await namesIn(own, found('reeds'))).toEqual(['heron.png']));
    expect(await own.provenance(CONNECTION, idOf('heron.png'))).toMatchObject({ tool: 'a1111' });
    expect(source === null ? null : own.passing(source)).toBeNull();
    expect(asked).toEqual([]);
  });
});

/** A WebP with half a megabyte of pixels before its Exif. */
function farWebp(): Buffer {
  const chunk = (type: string, data: Uint8Array): Buffer => {
    const length = Buffer.alloc(4);
    length.writeUInt32LE(data.length);
    return Buffer.concat([Buffer.from(type), length, data, Buffer.alloc(data.length % 2)]);
  };
  const head = chunk('VP8X', Buffer.from([8, 0, 0, 0, 1, 0, 0, 1, 0, 0]));
  const body = Buffer.concat([
    Buffer.from('WEBP'),
    head,
    chunk('VP8L', noise(500_002)),
    chunk('EXIF', exifComment(A1111_TEXT)),
  ]);
  return chunk('RIFF', body);
}
