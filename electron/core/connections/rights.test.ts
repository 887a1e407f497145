import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ConnectionDraft, ConnectionRights } from '../../../shared/connection';
import { startSandbox } from '../sandbox/sandbox';
import type { Sandbox } from '../sandbox/types';
import { codeOf } from '../store/failures.test-support';
import { createR2Store } from '../store/r2-store';
import { createWebFetch } from '../store/web-fetch';
import { createConnections, type Connections } from './connections';
import { MemoryStorage, TestVault } from './connections.test-support';

const never = new AbortController().signal;
const UNKNOWN: ConnectionRights = { write: null, delete: null, listBuckets: null };
const ALL: ConnectionRights = { write: true, delete: true, listBuckets: true };
const NONE: ConnectionRights = { write: false, delete: false, listBuckets: true };
let dir = '';
let sandbox: Sandbox;
let storage: MemoryStorage;
let connections: Connections;

beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'rights-'));
  sandbox = await startSandbox({ dir });
});
afterAll(async () => {
  await sandbox.close();
  await rm(dir, { recursive: true });
});
beforeEach(() => {
  sandbox.setProfile('full');
  storage = new MemoryStorage();
  connections = open();
});

function open(): Connections {
  let count = 0;
  return createConnections({
    storage,
    vault: new TestVault(),
    sandbox: { start: async () => sandbox },
    createStore: async (config) => createR2Store(config),
    probe: { fetch: createWebFetch(async () => null), waits: [] },
    now: Date.now,
    wait: () => Promise.reject(new DOMException('No patience', 'AbortError')),
    randomId: () => `r${++count}`,
    onChange: () => undefined,
  });
}

function draft(): ConnectionDraft {
  return {
    address: { kind: 'endpoint', endpoint: `${sandbox.endpoint}/`, region: 'auto', style: 'path' },
    bucket: sandbox.bucket,
    publicBase: null,
    accessKeyId: sandbox.accessKeyId,
    secret: { kind: 'typed', value: sandbox.secretAccessKey },
    apiToken: { kind: 'none' },
  };
}

async function check(changes: Partial<ConnectionDraft> = {}): Promise<void> {
  await connections.check({ checkId: 'c', draft: { ...draft(), ...changes } }, () => undefined, never);
}

async function saved(): Promise<string> {
  return (await connections.save({ draft: draft(), replaces: null })).id;
}

function rights(id: string): ConnectionRights {
  return connections.profileOf(id).rights;
}

describe('the rights of a connection', () => {
  it('are those that the check before it was saved has shown, also after a restart', async () => {
    sandbox.setProfile('read-only');
    await check();
    const id = await saved();
    expect(rights(id)).toEqual(NONE);
    connections.close();
    connections = open();
    expect(rights(id)).toEqual(NONE);
  });

  it('are not known without a check, nor by a check of other keys or one that got nowhere', async () => {
    sandbox.setProfile('read-only');
    await check({ accessKeyId: '0'.repeat(32) });
    const id = await saved();
    expect(rights(id)).toEqual(UNKNOWN);
    sandbox.setProfile('object-scoped');
    await check({ bucket: 'not-mine' });
    expect(rights(id)).toEqual(UNKNOWN);
  });

  it('are found again by the next check of the same keys', async () => {
    sandbox.setProfile('read-only');
    await check();
    const id = await saved();
    sandbox.setProfile('full');
    await check();
    expect(rights(id)).toEqual(ALL);
  });

  it('reach no farther than the bucket with a token for objects alone', async () => {
    sandbox.setProfile('object-scoped');
    await check();
    const id = await saved();
    expect(rights(id)).toEqual({ ...ALL, listBuckets: false });
  });

  it('that are wider than they need to be are told until the person knows it, and again of other keys', async () => {
    await check();
    const id = await saved();
    expect(connections.profileOf(id)).toMatchObject({ rights: { listBuckets: true }, reachAccepted: false });
    connections.acceptReach(id);
    connections.close();
    connections = open();
    expect(connections.profileOf(id).reachAccepted).toBe(true);
    const accessKeyId = 'f'.repeat(32);
    await connections.save({ draft: { ...draft(), accessKeyId }, replaces: id });
    expect(connections.profileOf(id)).toMatchObject({ rights: UNKNOWN, reachAccepted: false });
  });

  it('are learnt from a write and a deletion that are refused', async () => {
    const id = await saved();
    const store = await connections.storeOf(id);
    sandbox.setProfile('read-only');
    const body = Buffer.from('x');
    const contentMd5 = createHash('md5').update(body).digest('base64');
    const options = { contentType: 'text/plain', cacheControl: null, metadata: {}, contentMd5 } as const;
    expect(await codeOf(() => store.put('a', body, { ...options, condition: 'none' }, never))).toBe('access-denied');
    expect(rights(id)).toEqual({ write: false, delete: null, listBuckets: null });
    await store.deleteMany(['a'], never).catch(() => undefined);
    expect(rights(id)).toEqual({ ...NONE, listBuckets: null });
    connections.close();
  });

  it('are not known of a profile from before there were any', async () => {
    const id = await saved();
    const { profiles, ...file } = storage.content as { profiles: readonly Record<string, unknown>[] };
    storage.content = { ...file, profiles: profiles.map(({ rights: _, ...old }) => old) };
    connections = open();
    expect(rights(id)).toEqual(UNKNOWN);
    expect(storage.aside).toEqual([]);
  });
});
