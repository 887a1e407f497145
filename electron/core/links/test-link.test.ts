import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ObjectLink } from '../../../shared/link';
import { publicUrl } from '../../../shared/links';
import { testPicture } from '../samples/test-picture';
import { startSandbox } from '../sandbox/sandbox';
import type { Sandbox } from '../sandbox/types';
import { codeOf } from '../store/failures.test-support';
import type { ObjectStore } from '../store/object-store';
import { createR2Store } from '../store/r2-store';
import { testLink, type TestLinkDeps } from './test-link';

const never = new AbortController().signal;
const KEY = 'flow-media-test.png';
let dir = '';
let sandbox: Sandbox;
let store: ObjectStore;
let painted = 0;

beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'test-link-'));
  sandbox = await startSandbox({ dir });
  store = createR2Store({ ...sandbox, region: 'auto' });
});
afterAll(async () => {
  store.close();
  await sandbox.close();
  await rm(dir, { recursive: true });
});

const deps = (): TestLinkDeps => ({
  storeOf: async () => store,
  links: {
    linkOf: async (_, { key }): Promise<ObjectLink> => ({ kind: 'public', url: publicUrl(sandbox.publicBase, key) }),
  },
  picture: async (signal) => {
    painted += 1;
    return testPicture(signal);
  },
});

it('is refused to a token that may only read', async () => {
  sandbox.setProfile('read-only');
  expect(await codeOf(testLink('c1', deps(), never))).toBe('access-denied');
  sandbox.setProfile('full');
});

it('leads to a small picture that anyone can open, stored once', async () => {
  painted = 0;
  const { key, link } = await testLink('c1', deps(), never);
  expect(key).toBe(KEY);
  const reply = await fetch(link.url);
  expect(reply.headers.get('content-type')).toBe('image/png');
  const bytes = Buffer.from(await reply.arrayBuffer());
  expect(bytes.subarray(1, 4).toString()).toBe('PNG');
  expect(bytes.byteLength).toBeLessThan(1_000_000);
  expect(await testLink('c1', deps(), never)).toEqual({ key, link });
  expect(painted).toBe(1);
});

it('touches nothing that somebody has put under that name', async () => {
  const own = Buffer.from('my own');
  const contentMd5 = createHash('md5').update(own).digest('base64');
  const headers = { contentType: 'image/png', cacheControl: null, metadata: {} };
  await store.put(KEY, own, { ...headers, contentMd5, condition: 'none' }, never);
  await testLink('c1', deps(), never);
  expect(await buffer((await store.get(KEY, { range: null, ifMatch: null }, never)).stream)).toEqual(own);
});
