import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ConnectionCheck, ConnectionDraft } from '../../../shared/connection';
import { startSandbox } from '../sandbox/sandbox';
import type { Sandbox } from '../sandbox/types';
import type { ObjectStore } from '../store/object-store';
import { createR2Store } from '../store/r2-store';
import { startLoopback } from '../store/loopback.test-support';
import { createWebFetch } from '../store/web-fetch';
import { CheckSheet } from './check';
import { checkConnection } from './check-connection';
import { createConnections, type Connections } from './connections';
import { MemoryStorage, TestVault } from './connections.test-support';

const never = new AbortController().signal;
let dir = '';
let sandbox: Sandbox;
let store: ObjectStore;
let connections: Connections;
/** ms that have gone by without anyone waiting for them. */
let passed = 0;
const pauses: number[] = [];

beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'check-'));
  sandbox = await startSandbox({ dir });
  store = createR2Store({ ...sandbox, region: 'auto' });
});
afterAll(async () => {
  store.close();
  await sandbox.close();
  await rm(dir, { recursive: true });
});
beforeEach(() => {
  let count = 0;
  passed = 0;
  pauses.length = 0;
  connections = createConnections({
    storage: new MemoryStorage(),
    vault: new TestVault(),
    sandbox: { start: async () => sandbox },
    createStore: async (config) => createR2Store(config),
    probe: { fetch: createWebFetch(async () => null), waits: [] },
    now: () => Date.now() + passed,
    wait: async (ms) => {
      pauses.push(ms);
      passed += ms;
    },
    randomId: () => `r${++count}`,
    onChange: () => undefined,
  });
});
afterEach(async () => {
  sandbox.setProfile('full');
  await store.deleteMany(await keys(), never);
});

async function keys(): Promise<string[]> {
  const page = await store.list({ prefix: '', delimiter: '', continuationToken: null, maxKeys: 1000 }, never);
  return page.objects.map((one) => one.key);
}

async function put(key: string, text: string): Promise<void> {
  const body = Buffer.from(text);
  const contentMd5 = createHash('md5').update(body).digest('base64');
  const headers = { contentType: 'text/plain', cacheControl: null, metadata: {} };
  await store.put(key, body, { ...headers, contentMd5, condition: 'none' }, never);
}

function draft(changes: Partial<ConnectionDraft> = {}): ConnectionDraft {
  return {
    address: { kind: 'endpoint', endpoint: sandbox.endpoint, region: 'auto', style: 'path' },
    bucket: sandbox.bucket,
    publicBase: sandbox.publicBase,
    accessKeyId: sandbox.accessKeyId,
    secret: { kind: 'typed', value: sandbox.secretAccessKey },
    apiToken: { kind: 'none' },
    ...changes,
  };
}

/** `list passed`, `write failed access-denied`, …: one line each. */
function summary(check: ConnectionCheck): string[] {
  return check.lines.map(({ name, outcome }) => {
    if (outcome.kind === 'failed') return `${name} failed ${outcome.failure.code}`;
    return outcome.kind === 'skipped' ? `${name} skipped ${outcome.reason}` : `${name} ${outcome.kind}`;
  });
}

async function check(changes: Partial<ConnectionDraft> = {}): Promise<string[]> {
  return summary(await connections.check({ checkId: 'c', draft: draft(changes) }, () => undefined, never));
}

const ALL = ['list', 'write', 'read', 'delete', 'public-read', 'cors', 'clock'].map((name) => `${name} passed`);

describe('a check of a connection', () => {
  it('passes line by line, tells of each, and leaves nothing behind', async () => {
    const seen: ConnectionCheck[] = [];
    const input = { checkId: 'c1', draft: draft() };
    const last = await connections.check(input, (state) => seen.push(state), never);
    expect(summary(last)).toEqual(ALL);
    expect(seen.every((state) => state.checkId === 'c1' && state.lines.length === 7)).toBe(true);
    expect(seen.filter((state) => state.stage === 'finished')).toEqual([last]);
    expect(summary(seen[0] as ConnectionCheck)).toEqual([
      'list running',
      'write waiting',
      'read waiting',
      'delete waiting',
      'public-read waiting',
      'cors waiting',
      'clock waiting',
    ]);
    expect(await keys()).toEqual([]);
  });

  it('passes with a token for one bucket', async () => {
    sandbox.setProfile('object-scoped');
    expect(await check()).toEqual(ALL);
  });

  it('checks the sandbox by its own keys', async () => {
    const address = { kind: 'sandbox' } as const;
    expect(await check({ address, secret: { kind: 'typed', value: '' } })).toEqual(ALL);
  });

  it('tries a token that may only read on an object that is there', async () => {
    for (const text of ['hello', '']) {
      await put('there.txt', text);
      sandbox.setProfile('read-only');
      expect(await check()).toEqual([
        'list passed',
        'write failed access-denied',
        'read passed',
        'delete skipped needs-write',
        'public-read passed',
        'cors passed',
        'clock passed',
      ]);
      sandbox.setProfile('full');
    }
  });

  it('tells an object that is there from what a website answers in its place', async () => {
    await put('there.png', 'a picture');
    sandbox.setProfile('read-only');
    const opens = async (headers: Record<string, string>): Promise<string | undefined> => {
      const domain = await startLoopback((_, response) => response.writeHead(200, headers).end());
      const lines = await check({ publicBase: domain.url });
      await domain.close();
      return lines[4];
    };
    const page = { 'content-type': 'text/html', 'transfer-encoding': 'chunked' };
    expect(await opens(page)).toBe('public-read failed not-public');
    const picture = { 'content-type': 'image/webp', 'content-length': '5' };
    expect(await opens(picture)).toBe('public-read failed not-public');
    expect(await opens({ ...picture, 'cf-polished': 'origSize=9' })).toBe('public-read passed');
    expect(await opens({ ...picture, 'cf-cache-status': 'HIT', age: '60' })).toBe('public-read passed');
  });

  it('tries an object with content rather than the marker of a folder', async () => {
    for (const key of ['album/', 'album/empty.txt']) await put(key, '');
    await put('album/there.png', 'a picture');
    sandbox.setProfile('read-only');
    const domain = await startLoopback((_, response) => response.end());
    await check({ publicBase: domain.url });
    expect(domain.requests.map(({ url }) => url)).toContain('/album/there.png');
    await domain.close();
  });

  it('says what it could not try in an empty bucket', async () => {
    sandbox.setProfile('read-only');
    expect(await check()).toEqual([
      'list passed',
      'write failed access-denied',
      'read skipped needs-write',
      'delete skipped needs-write',
      'public-read skipped needs-write',
      'cors skipped needs-write',
      'clock passed',
    ]);
  });

  it('needs no public domain', async () => {
    const lines = await check({ publicBase: null });
    expect(lines.slice(4)).toEqual([
      'public-read skipped no-public-domain',
      'cors skipped no-public-domain',
      'clock passed',
    ]);
  });

  it.each<[string, Partial<ConnectionDraft>, string]>([
    ['secret', { secret: { kind: 'typed', value: '0'.repeat(64) } }, 'wrong-secret'],
    ['key id', { accessKeyId: '0'.repeat(32) }, 'unknown-key'],
    ['bucket', { bucket: 'nobody' }, 'no-such-bucket'],
  ])('stops at a wrong %s', async (_, changes, code) => {
    expect(await check(changes)).toEqual([
      `list failed ${code}`,
      'write skipped needs-list',
      'read skipped needs-list',
      'delete skipped needs-list',
      'public-read skipped needs-list',
      'cors skipped needs-list',
      'clock passed',
    ]);
  });

  it.each<[string, Partial<ConnectionDraft>, string]>([
    ['secret', { secret: { kind: 'typed', value: '0'.repeat(64) } }, 'wrong-secret'],
    ['key id', { accessKeyId: '0'.repeat(32) }, 'unknown-key'],
  ])('tries a refused %s again for a minute, since keys may be new; the next time not', async (_, changes, code) => {
    const seen: ConnectionCheck[] = [];
    const input = { checkId: 'c', draft: draft(changes) };
    const last = await connections.check(input, (state) => seen.push(state), never);
    const stages = seen.map(({ stage }) => stage);
    expect(stages.filter((one) => one === 'trying-again').length).toBeGreaterThan(3);
    // No line is taken back while it is tried again.
    expect(stages.lastIndexOf('running')).toBeLessThan(stages.indexOf('trying-again'));
    expect(seen.at(-1)).toEqual(last);
    expect(summary(last)[0]).toBe(`list failed ${code}`);
    expect(pauses.reduce((sum, ms) => sum + ms, 0)).toBeLessThanOrEqual(60_000);
    pauses.length = 0;
    passed = 60_000;
    await check(changes);
    expect(pauses).toEqual([]);
  });

  it('stops trying again as soon as the answer is another one', async () => {
    sandbox.setProfile('object-scoped');
    const input = { checkId: 'c', draft: draft({ bucket: 'later' }) };
    const last = await connections.check(
      input,
      (state) => {
        if (state.stage === 'trying-again') sandbox.setProfile('full');
      },
      never,
    );
    // With a token for everything the server says what is really wrong.
    expect(summary(last)[0]).toBe('list failed no-such-bucket');
    expect(pauses).toEqual([2000]);
  });

  it('tries the other rights when listing alone is refused', async () => {
    sandbox.setProfile('object-scoped');
    const lines = await check({ bucket: 'not-mine' });
    expect(lines).toEqual([
      'list failed access-denied',
      'write failed access-denied',
      'read skipped needs-list',
      'delete skipped needs-write',
      'public-read skipped needs-list',
      'cors skipped needs-list',
      'clock passed',
    ]);
  });

  it('does not believe a domain that answers with something else, or with nothing', async () => {
    const site = await startLoopback((_, response) => response.end('<h1>Welcome</h1>'));
    const publicLines = async (publicBase: string) => (await check({ publicBase })).slice(4, 6);
    const because = (code: string) => [`public-read failed ${code}`, 'cors skipped needs-public-read'];
    expect(await publicLines(site.url)).toEqual(because('not-public'));
    await site.close();
    expect(await publicLines(site.url)).toEqual(because('connection-refused'));
    expect(await publicLines(`${sandbox.publicBase}/elsewhere`)).toEqual(because('not-public'));
    expect(await keys()).toEqual([]);
  });

  it('does not wait for ever for a server that says nothing', async () => {
    const silent = await startLoopback(() => undefined);
    const other = createR2Store({ ...sandbox, region: 'auto', endpoint: silent.url });
    const sheet = new CheckSheet('c', Date.now, () => undefined);
    const input = {
      sheet,
      store: other,
      endpoint: silent.url,
      publicBase: null,
      probe: { fetch: createWebFetch(async () => null) },
      elsewhere: async () => null,
      now: Date.now,
      randomId: () => 'r',
      patience: 50,
    };
    expect(summary(await checkConnection(input, never))[0]).toBe('list failed timeout');
    other.close();
    await silent.close();
  });

  it('cleans up when it is cancelled in the middle', async () => {
    const abort = new AbortController();
    const running = connections.check(
      { checkId: 'c', draft: draft() },
      (state) => {
        if (state.lines.some((line) => line.name === 'read' && line.outcome.kind === 'running')) abort.abort();
      },
      abort.signal,
    );
    await expect(running).rejects.toMatchObject({ name: 'AbortError' });
    expect(await keys()).toEqual([]);
  });
});
