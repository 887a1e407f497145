import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ConnectionProfile } from '../../../shared/connection';
import { FailureError } from '../../../shared/failure';
import { DEFAULT_SETTINGS } from '../../../shared/settings';
import { startSandbox } from '../sandbox/sandbox';
import type { Sandbox } from '../sandbox/types';
import type { ObjectStore } from '../store/object-store';
import { createR2Store } from '../store/r2-store';
import { createWebFetch, type WebFetch } from '../store/web-fetch';
import { createLinks, type Links } from './links';

const never = new AbortController().signal;
const KEY = '照片/a b+c#d?e%f&g=(h)!.png';
let dir = '';
let sandbox: Sandbox;
let store: ObjectStore;

beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'links-'));
  sandbox = await startSandbox({ dir });
  store = createR2Store({ ...sandbox, region: 'auto' });
  const body = Buffer.from('picture');
  const contentMd5 = createHash('md5').update(body).digest('base64');
  const headers = { contentType: 'image/png', cacheControl: null, metadata: {} };
  await store.put(KEY, body, { ...headers, contentMd5, condition: 'none' }, never);
});
afterAll(async () => {
  store.close();
  await sandbox.close();
  await rm(dir, { recursive: true });
});

const webFetch = createWebFetch(async () => null);
let tried: string[] = [];
const told: string[] = [];
function linksWith(publicBase: string | null): Links {
  tried = [];
  const counted: WebFetch = (url, question) => {
    tried.push(url.href);
    return webFetch(url, question);
  };
  const profile: ConnectionProfile = {
    id: 'c1',
    name: 'n',
    address: { kind: 'sandbox' },
    bucket: sandbox.bucket,
    publicBase,
    publicDomains: publicBase === null ? [] : [{ base: publicBase, provenAt: null, transformations: false }],
    accessKeyId: sandbox.accessKeyId,
    secret: 'stored',
    apiToken: 'none',
    rights: { write: null, delete: null },
    createdAt: 0,
  };
  return createLinks({
    profileOf: () => profile,
    storeOf: async () => store,
    settings: () => ({ ...DEFAULT_SETTINGS, presignSeconds: 60 }),
    probe: { fetch: counted, waits: [] },
    tried: ({ key }, opens) => told.push(`${key} ${opens ? 'opens' : 'is not public'}`),
    now: () => 1000,
  });
}

describe('a link', () => {
  it('on the public domain opens for anyone', async () => {
    const link = await linksWith(sandbox.publicBase).linkOf({ connectionId: 'c1', key: KEY }, never);
    expect(link.kind).toBe('public');
    const reply = await fetch(link.url);
    expect(await reply.text()).toBe('picture');
    expect(reply.headers.get('content-type')).toBe('image/png');
  });

  it('that does not open says why', async () => {
    const link = await linksWith(sandbox.publicBase).linkOf({ connectionId: 'c1', key: 'not-there' }, never);
    expect(link).toMatchObject({
      kind: 'public-unreachable',
      url: `${sandbox.publicBase}/not-there`,
      failure: { code: 'not-public', action: 'set-public-domain' },
    });
  });

  it('of a private bucket is signed, without a request', async () => {
    const link = await linksWith(null).linkOf({ connectionId: 'c1', key: KEY }, never);
    expect(link).toMatchObject({ kind: 'presigned', expiresAt: 61_000 });
    expect(link.url).toContain('X-Amz-Expires=60');
    expect(await (await fetch(link.url)).text()).toBe('picture');
    expect(tried).toEqual([]);
  });
});

describe('what was tried', () => {
  it('is told: what opened and what is not public, and nothing of what could not be asked', async () => {
    told.length = 0;
    const links = linksWith(sandbox.publicBase);
    expect(await links.tryAll('c1', [KEY, 'not-there', KEY], never)).toEqual({ tried: 3, opened: 2 });
    expect(told).toEqual([`${KEY} opens`, 'not-there is not public', `${KEY} opens`]);
    told.length = 0;
    await expect(linksWith('http://127.0.0.1:9').tryAll('c1', [KEY], never)).rejects.toBeInstanceOf(FailureError);
    expect(await linksWith(null).tryAll('c1', [KEY], never)).toEqual({ tried: 0, opened: 0 });
    await linksWith(null).linkOf({ connectionId: 'c1', key: KEY }, never);
    expect(told).toEqual([]);
  });
});

describe('many links', () => {
  const keys = Array.from({ length: 25 }, (_, n) => (n === 3 ? 'gone.png' : KEY));

  it('try the first twenty, and go a line each', async () => {
    const links = linksWith(sandbox.publicBase);
    const copied = await links.copyOf('c1', keys, 'url', never);
    expect(copied).toMatchObject({ copied: 25, unreachable: 1, first: { kind: 'public' } });
    expect(copied.text.split('\n')).toHaveLength(25);
    expect(tried).toHaveLength(20);
  });

  it('are written as they are pasted', async () => {
    const { text } = await linksWith(sandbox.publicBase).copyOf('c1', [KEY], 'markdown', never);
    expect(text).toMatch(/^!\[a b\+c#d\?e%f&g=\(h\)!\.png\]\(http:\S+\)$/);
    const base = sandbox.publicBase;
    const { text: html } = await linksWith(base).copyOf('c1', ['v.mp4', 'a.zip'], 'html', never);
    expect(html.split('\n')).toEqual([
      `<video src="${base}/v.mp4" controls></video>`,
      `<a href="${base}/a.zip">a.zip</a>`,
    ]);
  });

  it('need one at least', async () => {
    await expect(linksWith(null).copyOf('c1', [], 'url', never)).rejects.toThrow('not-found');
  });
});
