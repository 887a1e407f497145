import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ConnectionProfile, PublicDomain } from '../../../shared/connection';
import { fail, FailureError } from '../../../shared/failure';
import type { LinkWish } from '../../../shared/link';
import type { LinkForm } from '../../../shared/link-formats';
import { DEFAULT_SETTINGS, type Settings } from '../../../shared/settings';
import { startSandbox } from '../sandbox/sandbox';
import type { Sandbox } from '../sandbox/types';
import { startLoopback, type Loopback } from '../store/loopback.test-support';
import type { ObjectStore } from '../store/object-store';
import { createR2Store } from '../store/r2-store';
import { createWebFetch, type WebFetch } from '../store/web-fetch';
import { createLinks, type LinkChoice, type LinkedFile, type Links, type LinksOptions } from './links';
import { receiveLink } from './receive';
import { tryDomain } from './try-domain';

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
let proven: string[] = [];
let told: string[] = [];
let settings: Settings = { ...DEFAULT_SETTINGS, presignSeconds: 60 };
beforeEach(() => {
  [tried, proven, told] = [[], [], []];
  settings = { ...DEFAULT_SETTINGS, presignSeconds: 60 };
});

type Bases = readonly (string | Partial<PublicDomain>)[];

function linksWith(bases: Bases, changes: Partial<LinksOptions> = {}): Links {
  const counted: WebFetch = (url, question) => {
    tried.push(url.href);
    return webFetch(url, question);
  };
  const plain = { base: '', provenAt: null, transformations: false };
  const publicDomains = bases.map((one) => ({ ...plain, ...(typeof one === 'string' ? { base: one } : one) }));
  const profile: ConnectionProfile = {
    id: 'c1',
    name: 'n',
    address: { kind: 'sandbox' },
    bucket: sandbox.bucket,
    publicBase: publicDomains[0]?.base ?? null,
    publicDomains,
    accessKeyId: sandbox.accessKeyId,
    secret: 'stored',
    apiToken: 'none',
    createdAt: 0,
    keysSince: 0,
    keysRemindedAt: null,
    keysTerm: null,
    apiTokenTerm: null,
    reachAccepted: false,
    rights: { write: null, delete: null, listBuckets: null },
  };
  return createLinks({
    profileOf: () => profile,
    storeOf: async () => store,
    domainProven: (id, base) => proven.push(`${id} ${base}`),
    tried: (_, key, opens) => told.push(`${key} ${opens ? 'opens' : 'is not public'}`),
    pictureSize: async () => ({ width: 640, height: 480 }),
    settings: () => settings,
    probe: { fetch: counted, waits: [] },
    now: () => 1000,
    ...changes,
  });
}

const file = (key: string, size: number | null = null): LinkedFile => ({ key, assetId: key, size });
const AUTO = { way: { kind: 'auto' }, width: null } as const;
const wish = (form: LinkForm = 'url'): LinkWish => ({ ...AUTO, form });
const linkOf = (links: Links, key = KEY, choice: LinkChoice = AUTO, size: number | null = 7) =>
  links.linkOf('c1', file(key, size), choice, never);

/** A domain that answers every address in one way. */
async function domainThat(answer: RequestListener): Promise<string> {
  const server = await startLoopback(answer);
  opened.push(server);
  return server.url;
}
const welcome: RequestListener = (_, response) =>
  response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Welcome</h1>');
const opened: Loopback[] = [];
afterEach(async () => {
  for (const server of opened.splice(0)) await server.close();
});

describe('a link', () => {
  it('on the public domain opens for anyone, and makes the domain believed', async () => {
    const link = await linkOf(linksWith([sandbox.publicBase]));
    expect(link.kind).toBe('public');
    const reply = await fetch(link.url);
    expect(await reply.text()).toBe('picture');
    expect(reply.headers.get('content-type')).toBe('image/png');
    expect(proven).toEqual([`c1 ${sandbox.publicBase}`]);
  });

  it('of a private bucket is signed, without a request', async () => {
    const link = await linkOf(linksWith([]));
    expect(link).toMatchObject({ kind: 'presigned', expiresAt: 61_000, instead: null });
    expect(link.url).toContain('X-Amz-Expires=60');
    expect(await (await fetch(link.url)).text()).toBe('picture');
    expect(tried).toEqual([]);
  });

  it('is signed where the public one does not open, and says why', async () => {
    const elsewhere = await domainThat((_, response) => response.writeHead(404).end());
    const link = await linkOf(linksWith([elsewhere]));
    expect(link).toMatchObject({ kind: 'presigned', instead: { code: 'not-public' } });
    expect(await (await fetch(link.url)).text()).toBe('picture');
    expect(proven).toEqual([]);
  });

  it('does not take a website’s own page for the file', async () => {
    const website = await domainThat(welcome);
    expect(await linkOf(linksWith([website]))).toMatchObject({ kind: 'presigned', instead: { code: 'not-public' } });
  });

  it('takes the next domain where the preferred one does not serve', async () => {
    const elsewhere = await domainThat((_, response) => response.writeHead(404).end());
    expect(await linkOf(linksWith([elsewhere, sandbox.publicBase]))).toMatchObject({
      kind: 'public',
      url: expect.stringContaining(sandbox.publicBase) as string,
    });
  });

  it('on a domain that has served before stays public while it is only too busy', async () => {
    const busy = await domainThat((_, response) => response.writeHead(429).end());
    const failure = { code: 'rate-limited' };
    expect(await linkOf(linksWith([{ base: busy, provenAt: 5 }]))).toMatchObject({
      kind: 'public-unreachable',
      failure,
    });
    expect(await linkOf(linksWith([busy]))).toMatchObject({ kind: 'presigned', instead: failure });
  });

  it('is the public one after all where nothing can be signed', async () => {
    const gone = await domainThat((_, response) => response.writeHead(404).end());
    const links = linksWith([gone], { storeOf: async () => fail('secrets-unreadable') });
    expect(await linkOf(links)).toMatchObject({ kind: 'public-unreachable', failure: { code: 'not-public' } });
  });

  it('is the one that was asked for: signed for so long, or on that domain', async () => {
    const gone = await domainThat((_, response) => response.writeHead(404).end());
    const links = linksWith([sandbox.publicBase, gone]);
    const signed = await linkOf(links, KEY, { way: { kind: 'signed', seconds: 5 }, width: null });
    expect(signed).toMatchObject({ kind: 'presigned', expiresAt: 6000, instead: null });
    const there = await linkOf(links, KEY, { way: { kind: 'public', base: gone }, width: null });
    expect(there).toMatchObject({ kind: 'public-unreachable', failure: { code: 'not-public' } });
  });
});

describe('what was tried', () => {
  const all = (links: Links, keys: readonly string[]) =>
    links.tryAll(
      'c1',
      keys.map((key) => file(key)),
      never,
    );

  it('is told: what opened and what is not public, and nothing of what could not be asked', async () => {
    const links = linksWith([sandbox.publicBase]);
    expect(await all(links, [KEY, 'not-there', KEY])).toEqual({ tried: 3, opened: 2 });
    expect(told).toEqual([`${KEY} opens`, 'not-there is not public', `${KEY} opens`]);
    told = [];
    await expect(all(linksWith(['http://127.0.0.1:9']), [KEY])).rejects.toBeInstanceOf(FailureError);
    expect(await all(linksWith([]), [KEY])).toEqual({ tried: 0, opened: 0 });
    await linkOf(linksWith([]));
    expect(told).toEqual([]);
  });
});

describe('a picture made smaller', () => {
  const choice = { way: { kind: 'auto' }, width: 800 } as const;
  const key = 'a b.png';
  const resizing = (status: number): RequestListener => {
    return ({ url = '' }, response) => response.writeHead(url.startsWith('/cdn-cgi/image/') ? status : 200).end();
  };

  it('has its size in its link, where the domain can do that', async () => {
    const base = await domainThat(resizing(200));
    const links = linksWith([{ base, transformations: true }]);
    const path = '/cdn-cgi/image/width=800,fit=scale-down,format=auto/a%20b.png';
    expect(await linkOf(links, key, choice, null)).toEqual({ kind: 'public', url: `${base}${path}` });
    for (const name of ['a.zip', 'a.avif', 'a.tiff', 'a.bmp', 'a.ico', 'a.jxl', 'a.psd', 'a.svg'])
      expect(await linkOf(links, name, choice, null)).toEqual({ kind: 'public', url: `${base}/${name}` });
    for (const name of ['a.jpg', 'a.gif', 'a.webp', 'a.heic'])
      expect(await linkOf(links, name, choice, null)).toMatchObject({ url: expect.stringContaining('/cdn-cgi/') });
    expect(await linkOf(linksWith([base]), key, choice, null)).toEqual({ kind: 'public', url: `${base}/a%20b.png` });
  });

  it('says where it is the making smaller that does not work', async () => {
    const base = await domainThat(resizing(404));
    expect(await linkOf(linksWith([{ base, transformations: true }]), key, choice, null)).toMatchObject({
      failure: { code: 'no-transformations' },
    });
  });
});

describe('many links', () => {
  const keys = Array.from({ length: 25 }, (_, n) => file(n === 3 ? 'gone.png' : KEY));

  it('try the first twenty, and go a line each', async () => {
    const copied = await linksWith([sandbox.publicBase]).copyOf('c1', keys, wish(), never);
    expect(copied).toMatchObject({ copied: 25, unreachable: 0, signed: 1, first: { kind: 'public' } });
    const lines = copied.text.split('\n');
    expect(lines).toHaveLength(25);
    expect(lines.filter((line) => line.startsWith(sandbox.publicBase))).toHaveLength(24);
    expect(tried).toHaveLength(20);
  });

  it('go the way of the domain that opened, though another begins in the same way', async () => {
    const { publicBase } = sandbox;
    const { text } = await linksWith([`${publicBase}/old`, publicBase]).copyOf('c1', keys, wish(), never);
    expect(text.split('\n').filter((line) => line.startsWith(`${publicBase}/old/`))).toEqual([]);
  });

  it('are all signed where none of the first has opened', async () => {
    const gone = await domainThat((_, response) => response.writeHead(404).end());
    expect(await linksWith([gone]).copyOf('c1', keys, wish(), never)).toMatchObject({ copied: 25, signed: 25 });
  });

  it('are written as they are pasted', async () => {
    const base = sandbox.publicBase;
    const { text } = await linksWith([base]).copyOf('c1', [file(KEY)], wish('markdown'), never);
    expect(text).toMatch(/^!\[a b\+c#d\?e%f&g=\(h\)!\.png\]\(http:\S+\)$/);
    settings = { ...settings, linkTemplates: [{ id: 't', name: 'T', text: '{name} {width}x{height} {size} {type}' }] };
    const mine = await linksWith([base]).copyOf('c1', [file('v.mp4', 5), file('a.zip')], wish('own:t'), never);
    expect(mine.text.split('\n')).toEqual(['v.mp4 640x480 5 video/mp4', 'a.zip 640x480  application/zip']);
  });

  it('need one at least', async () => {
    await expect(linksWith([]).copyOf('c1', [], wish(), never)).rejects.toThrow('not-found');
  });
});

describe('a domain', () => {
  const probe = { fetch: webFetch, waits: [] };

  it('is tried with an object that is there', async () => {
    expect(await tryDomain(store, sandbox.publicBase, probe, never)).toEqual({ kind: 'opens', key: KEY });
    const website = await domainThat(welcome);
    expect(await tryDomain(store, website, probe, never)).toMatchObject({
      kind: 'fails',
      key: KEY,
      failure: { code: 'not-public' },
    });
  });
});

describe('a link to receive by', () => {
  it('takes one file, of any content and type, from anyone who has it', async () => {
    const key = "in/a b+c#d?e%f&g=h 猫/é!'()*.png";
    const link = await receiveLink(store, key, 60, () => 1000);
    expect(link.expiresAt).toBe(61_000);
    expect(link.url).not.toMatch(/checksum|content-type/i);
    expect(link.curl).toBe(`curl --fail --upload-file FILE --header "Content-Type: image/png" "${link.url}"`);
    const sent = await fetch(link.url, { method: 'PUT', body: 'hello', headers: { 'content-type': 'image/png' } });
    expect(sent.status).toBe(200);
    expect(await store.head(key, never)).toMatchObject({ size: 5, contentType: 'image/png' });
    await store.delete(key, never);
  });

  it.each(['', 'folder/', 'a//b', '../a'])('is refused for the key “%s”', async (key) => {
    await expect(receiveLink(store, key, 60, () => 0)).rejects.toThrow('invalid-key');
  });
});
