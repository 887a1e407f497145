import { beforeEach, describe, expect, it } from 'vitest';
import type { ConnectionDraft, ConnectionsState } from '../../../shared/connection';
import { fail, FailureError, type FailureCode } from '../../../shared/failure';
import type { ObjectStore } from '../store/object-store';
import { createR2Store } from '../store/r2-store';
import type { StoreConfig } from '../store/store-config';
import { createConnections, type Connections } from './connections';
import { MemoryStorage, TestVault } from './connections.test-support';
import type { SandboxInfo } from './sandbox-control';

const ACCOUNT = '0123456789abcdef0123456789abcdef';
const SECRET = 'b2'.repeat(32);
const OTHER_SECRET = 'c3'.repeat(32);

let storage: MemoryStorage;
let vault: TestVault;
let sandbox: SandboxInfo;
let configs: StoreConfig[];
let closed: ObjectStore[];
let states: ConnectionsState[];

beforeEach(() => {
  storage = new MemoryStorage();
  vault = new TestVault();
  sandbox = {
    endpoint: 'http://127.0.0.1:1000',
    publicBase: 'http://127.0.0.1:1001',
    accessKeyId: 'd'.repeat(32),
    secretAccessKey: 'e'.repeat(64),
    bucket: 'sandbox',
  };
  configs = [];
  closed = [];
  states = [];
});

let count = 0;
function open(): Connections {
  return createConnections({
    storage,
    vault,
    sandbox: { start: async () => sandbox },
    createStore: async (config) => {
      configs.push(config);
      const store = createR2Store(config);
      const close = store.close.bind(store);
      store.close = () => {
        closed.push(store);
        close();
      };
      return store;
    },
    probe: { fetch },
    now: () => 1000,
    randomId: () => `id-${++count}`,
    onChange: (state) => states.push(state),
  });
}

function draft(changes: Partial<ConnectionDraft> = {}): ConnectionDraft {
  return {
    address: { kind: 'r2', accountId: ACCOUNT, jurisdiction: 'default' },
    bucket: 'media',
    publicBase: 'https://media.example.com',
    accessKeyId: 'a'.repeat(32),
    secret: { kind: 'typed', value: ` ${SECRET}\n` },
    ...changes,
  };
}

async function codeOf(work: () => unknown): Promise<FailureCode> {
  try {
    await work();
  } catch (error) {
    if (error instanceof FailureError) return error.failure.code;
    throw error;
  }
  throw new Error('It did not fail');
}

describe('keeping', () => {
  it('saves a connection, opens it, and finds it again after a restart', async () => {
    const saved = await open().save({ draft: draft(), replaces: null });
    expect(saved).toMatchObject({ name: 'media', bucket: 'media', secret: 'stored', createdAt: 1000 });
    expect(states.at(-1)).toMatchObject({ activeId: saved.id, profiles: [saved] });

    const again = open();
    expect(again.state()).toMatchObject({ activeId: saved.id, profiles: [saved] });
    const store = await again.storeOf(saved.id);
    expect(await again.storeOf(saved.id)).toBe(store);
    expect(configs).toEqual([
      {
        endpoint: `https://${ACCOUNT}.r2.cloudflarestorage.com`,
        region: 'auto',
        bucket: 'media',
        accessKeyId: 'a'.repeat(32),
        secretAccessKey: SECRET,
      },
    ]);
  });

  it('shows and keeps no secret in the clear', async () => {
    const connections = open();
    await connections.save({ draft: draft(), replaces: null });
    expect(JSON.stringify([connections.state(), states, storage.content])).not.toContain(SECRET);
  });

  it('changes a connection in its place, and opens it anew', async () => {
    const connections = open();
    const first = await connections.save({ draft: draft(), replaces: null });
    const store = await connections.storeOf(first.id);
    const secret = { kind: 'stored', connectionId: first.id } as const;
    const second = await connections.save({ draft: draft({ bucket: 'other', secret }), replaces: first.id });
    expect(second).toMatchObject({ id: first.id, createdAt: first.createdAt, name: 'other' });
    expect(connections.state().profiles).toHaveLength(1);
    await connections.storeOf(first.id);
    expect(closed).toEqual([store]);
    expect(configs.at(-1)).toMatchObject({ bucket: 'other', secretAccessKey: SECRET });
  });

  it('selects and removes', async () => {
    const connections = open();
    const one = await connections.save({ draft: draft(), replaces: null });
    const two = await connections.save({ draft: draft({ bucket: 'two' }), replaces: null });
    connections.select(one.id);
    expect(connections.state().activeId).toBe(one.id);
    connections.remove(one.id);
    expect(connections.state()).toMatchObject({ activeId: two.id, profiles: [{ id: two.id }] });
    expect(JSON.stringify(storage.content)).not.toContain(one.id);
    expect(await codeOf(() => connections.storeOf(one.id))).toBe('no-connection');
    expect(await codeOf(() => connections.select(one.id))).toBe('no-connection');
  });

  it('leaves all as it was when the disk is full', async () => {
    const connections = open();
    const one = await connections.save({ draft: draft(), replaces: null });
    storage.failWith = Object.assign(new Error('no space'), { code: 'ENOSPC' });
    expect(await codeOf(() => connections.save({ draft: draft({ bucket: 'two' }), replaces: null }))).toBe('disk-full');
    expect(await codeOf(() => connections.remove(one.id))).toBe('disk-full');
    expect(connections.state()).toMatchObject({ activeId: one.id, profiles: [one] });
  });

  it('refuses what cannot be right, before it keeps anything', async () => {
    const connections = open();
    const empty = { kind: 'typed', value: '  ' } as const;
    expect(await codeOf(() => connections.save({ draft: draft({ secret: empty }), replaces: null }))).toBe(
      'invalid-input',
    );
    expect(await codeOf(() => connections.save({ draft: draft({ bucket: 'No' }), replaces: null }))).toBe(
      'invalid-bucket-name',
    );
    expect(await codeOf(() => connections.save({ draft: draft(), replaces: 'gone' }))).toBe('no-connection');
    expect(storage.content).toBeNull();
  });
});

describe('a file that is broken', () => {
  it.each<unknown>(['not json', { version: 99 }, [], 7, { version: 1, activeId: null, profiles: 'x' }])(
    'is set aside: %j',
    (content) => {
      storage.content = content;
      expect(open().state().profiles).toEqual([]);
      expect(storage.aside).toEqual([content]);
    },
  );

  it('gives what of it can be read', async () => {
    const kept = await open().save({ draft: draft(), replaces: null });
    const good = storage.content as { profiles: unknown[] };
    storage.content = { ...good, profiles: [{ id: 'half' }, ...good.profiles] };
    expect(open().state().profiles).toEqual([kept]);
    expect(storage.aside).toHaveLength(1);
    expect(open().state().profiles).toEqual([kept]);
    expect(storage.aside).toHaveLength(1);
  });
});

describe('a keychain', () => {
  it('that cannot open a secret loses nothing', async () => {
    const connections = open();
    const one = await connections.save({ draft: draft(), replaces: null });
    const before = JSON.stringify(storage.content);
    vault.key = 'k2';
    const again = open();
    expect(await codeOf(() => again.storeOf(one.id))).toBe('secrets-unreadable');
    expect(again.state().profiles).toMatchObject([{ id: one.id, bucket: 'media', secret: 'unreadable' }]);
    expect(states.at(-1)?.profiles).toMatchObject([{ secret: 'unreadable' }]);
    expect(JSON.stringify(storage.content)).toBe(before);

    vault.key = 'k1';
    await again.storeOf(one.id);
    expect(again.profileOf(one.id).secret).toBe('stored');
  });

  it('of another machine takes a new secret in place of the old', async () => {
    const one = await open().save({ draft: draft(), replaces: null });
    vault.key = 'k2';
    const again = open();
    expect(await codeOf(() => again.storeOf(one.id))).toBe('secrets-unreadable');
    const secret = { kind: 'typed', value: OTHER_SECRET } as const;
    expect(await again.save({ draft: draft({ secret }), replaces: one.id })).toMatchObject({ secret: 'stored' });
    await again.storeOf(one.id);
    expect(configs.at(-1)?.secretAccessKey).toBe(OTHER_SECRET);
  });

  it('that will not seal keeps the connection from being half kept, and says nothing of the secret', async () => {
    vault.key = 'locked';
    const connections = open();
    const error: unknown = await connections
      .save({ draft: draft(), replaces: null })
      .catch((reason: unknown) => reason);
    expect(error).toMatchObject({ failure: { code: 'secrets-unavailable' } });
    expect(JSON.stringify((error as FailureError).failure) + String(error)).not.toContain(SECRET);
    expect(connections.state().profiles).toEqual([]);
  });

  it('that is not there leaves the secret in memory alone, until the app ends', async () => {
    vault.kind = 'session-only';
    const connections = open();
    const one = await connections.save({ draft: draft(), replaces: null });
    expect(connections.state()).toMatchObject({ storage: { kind: 'session-only' }, profiles: [{ secret: 'session' }] });
    await connections.storeOf(one.id);
    expect(configs[0]?.secretAccessKey).toBe(SECRET);
    expect(JSON.stringify(storage.content)).not.toContain(Buffer.from(SECRET).toString('base64'));

    const again = open();
    expect(again.profileOf(one.id).secret).toBe('missing');
    expect(await codeOf(() => again.storeOf(one.id))).toBe('secrets-unavailable');
  });
});

describe('the sandbox', () => {
  it('is one connection, however often it is opened', async () => {
    const connections = open();
    const one = await connections.openSandbox();
    await connections.save({ draft: draft(), replaces: null });
    const two = await connections.openSandbox();
    expect(two.id).toBe(one.id);
    expect(two).toMatchObject({ address: { kind: 'sandbox' }, publicBase: 'http://127.0.0.1:1001', secret: 'stored' });
    expect(connections.state()).toMatchObject({ activeId: one.id, profiles: [{ id: one.id }, { bucket: 'media' }] });
    expect(JSON.stringify(storage.content)).not.toContain(sandbox.secretAccessKey);
  });

  it('is followed to another port', async () => {
    const { id } = await open().openSandbox();
    const again = open();
    await again.storeOf(id);
    sandbox = { ...sandbox, endpoint: 'http://127.0.0.1:2000', publicBase: 'http://127.0.0.1:2001' };
    expect(await again.readyProfileOf(id)).toMatchObject({ publicBase: 'http://127.0.0.1:2001' });
    await again.storeOf(id);
    await again.storeOf(id);
    expect(configs.map((one) => one.endpoint)).toEqual(['http://127.0.0.1:1000', 'http://127.0.0.1:2000']);
    expect(closed).toHaveLength(1);
  });

  it('that does not start says so, and is tried again', async () => {
    let works = false;
    const start = async (): Promise<SandboxInfo> => (works ? sandbox : fail('sandbox-failed'));
    const { id } = await open().openSandbox();
    const again = createConnections({
      storage,
      vault,
      sandbox: { start },
      createStore: async (config) => createR2Store(config),
      probe: { fetch },
      now: () => 0,
      randomId: () => 'x',
      onChange: () => undefined,
    });
    expect(await codeOf(() => again.storeOf(id))).toBe('sandbox-failed');
    works = true;
    expect((await again.storeOf(id)).bucket).toBe('sandbox');
  });
});

describe('an import', () => {
  it('keeps the secret here, and gives it to the draft by its name', async () => {
    const connections = open();
    const found = connections.readImport(`R2_SECRET_ACCESS_KEY=${SECRET}\nR2_BUCKET_NAME=media`);
    expect(JSON.stringify(found)).not.toContain(SECRET);
    const secret = { kind: 'held', id: found.heldSecretId ?? '' } as const;
    const saved = await connections.save({ draft: draft({ secret }), replaces: null });
    await connections.storeOf(saved.id);
    expect(configs[0]?.secretAccessKey).toBe(SECRET);
  });

  it('says when there is nothing in it', async () => {
    expect(await codeOf(() => open().readImport('hello\nPORT=80'))).toBe('import-nothing-found');
    const unknown = { kind: 'held', id: 'gone' } as const;
    expect(await codeOf(() => open().save({ draft: draft({ secret: unknown }), replaces: null }))).toBe(
      'secrets-unavailable',
    );
  });
});

describe('a check', () => {
  it('tells in its first line what is wrong with the draft', async () => {
    const input = { checkId: 'c1', draft: draft({ bucket: 'NO' }) };
    const check = await open().check(input, () => undefined, new AbortController().signal);
    expect(check).toMatchObject({ checkId: 'c1', finished: true });
    expect(check.lines.map((line) => line.outcome)).toMatchObject([
      { kind: 'failed', failure: { code: 'invalid-bucket-name' } },
      ...Array.from({ length: 4 }, () => ({ kind: 'skipped', reason: 'needs-list' })),
    ]);
    expect(configs).toEqual([]);
  });
});
