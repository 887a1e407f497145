import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { AssetSource, LocalSource, RemoteSource } from '../core/library/asset-source';
import { CONNECTION, never, openTestBucket, responseOf, type TestBucket } from '../core/library/library.test-support';
import { mediaServer } from './media-protocol';

const ASSET = '0123456789abcdef0123456789abcdef';
let dir: string;
let bucket: TestBucket;
let local: LocalSource;
let remote: RemoteSource;

beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'flow-media-'));
  bucket = await openTestBucket();
  await bucket.put('made.png', 'in the bucket');
  const { etag } = await bucket.store.head('made.png', never);
  const facts = { contentType: 'image/png', version: 'v', connectionId: CONNECTION };
  local = { kind: 'local', path: path.join(dir, 'made.png'), size: 9, ...facts };
  remote = { kind: 'remote', key: 'made.png', etag, size: 13, ...facts };
});
afterAll(async () => {
  await bucket.close();
  await rm(dir, { recursive: true, force: true });
});

/** Asks for a file of which is known where it is: first here, from the second question on there. */
async function asked(here: AssetSource, there: AssetSource | null): Promise<Response> {
  const known = [here];
  const serve = mediaServer({
    assetOf: () => Promise.resolve(known.shift() ?? there),
    storeOf: () => bucket.store,
    passing: () => null,
    recheck: () => Promise.resolve(),
    thumbnails: { of: () => Promise.reject(new Error('unasked')), page: () => Promise.reject(new Error('unasked')) },
    taskFile: () => null,
    taskPreview: () => null,
    taskAsset: () => null,
  });
  return responseOf(await serve({ url: `media://file/${ASSET}?v=v`, method: 'GET', range: null }));
}

it('serves a file on its way to the bucket from this computer', async () => {
  await writeFile(local.path, 'made here');
  expect(await (await asked(local, remote)).text()).toBe('made here');
  await rm(local.path);
});

it('serves it from the bucket when it has just arrived there and is gone here', async () => {
  expect(await (await asked(local, remote)).text()).toBe('in the bucket');
});

it('says that a file is not there when it is in neither place', async () => {
  expect((await asked(local, local)).status).toBe(404);
  expect((await asked(local, null)).status).toBe(404);
});
