import { beforeEach, describe, expect, it } from 'vitest';
import type { SecretStorage } from '../../../shared/connection';
import { Bench, draft, MemoryStorage, SECRET, TestVault } from '../connections/connections.test-support';
import type { Connections } from '../connections/connections';
import { codeOf } from '../store/failures.test-support';
import { PassphraseVault } from './passphrase-vault';
import { SecretKeeping } from './secret-keeping';
import { Vault, type Keychain } from './vault';

const PASSPHRASE = 'correct horse battery staple';
const TOKEN = `cfut_${'t'.repeat(40)}0a1b2c3d`;
const QUICK = { name: 'scrypt', cost: 2 ** 14, blockSize: 8, parallelization: 1 } as const;
const apiToken = { kind: 'typed', value: TOKEN } as const;

/** A keychain that may be missing. */
class TestKeychain implements Keychain {
  readonly #vault = new TestVault();
  present = true;

  storage(): Exclude<SecretStorage, { readonly kind: 'passphrase' }> {
    return this.present ? { kind: 'keychain', backend: 'test' } : { kind: 'session-only' };
  }

  async seal(text: string): Promise<string> {
    if (!this.present) throw new Error('There is none.');
    return this.#vault.seal(text);
  }

  open(sealed: string): Promise<string> {
    return this.#vault.open(sealed);
  }
}

const keychain = new TestKeychain();
let files: { readonly connections: MemoryStorage; readonly vault: MemoryStorage };
beforeEach(() => {
  files = { connections: new MemoryStorage(), vault: new MemoryStorage() };
  keychain.present = true;
});

/** The app as it starts on those files. */
function start(): { readonly connections: Connections; readonly keeping: SecretKeeping; readonly bench: Bench } {
  const passphrase = new PassphraseVault({ storage: files.vault, now: () => 0, derivation: QUICK });
  const vault = new Vault(keychain, passphrase);
  const bench = new Bench();
  const connections = bench.open({ storage: files.connections, vault });
  const onChange = (): void => connections.secretsChanged();
  return { bench, connections, keeping: new SecretKeeping({ vault, passphrase, keepers: [connections], onChange }) };
}

async function secretOf({ connections, bench }: ReturnType<typeof start>, id: string): Promise<string | undefined> {
  await connections.storeOf(id);
  return bench.configs.at(-1)?.secretAccessKey;
}

describe('with no keychain', () => {
  beforeEach(() => {
    keychain.present = false;
  });

  it('a passphrase keeps what was only kept for the session, the API token too, through a restart', async () => {
    const first = start();
    const { id } = await first.connections.save({ draft: draft({ apiToken }), replaces: null });
    expect(first.connections.profileOf(id)).toMatchObject({ secret: 'session', apiToken: 'session' });
    await first.keeping.protect(PASSPHRASE);
    expect(first.connections.profileOf(id)).toMatchObject({ secret: 'stored', apiToken: 'stored' });

    const again = start();
    expect(again.connections.state()).toMatchObject({
      storage: { kind: 'passphrase', lock: 'locked', keychain: false },
      profiles: [{ secret: 'locked', apiToken: 'locked' }],
    });
    expect(await codeOf(() => again.connections.storeOf(id))).toBe('secrets-locked');
    await again.keeping.unlock(PASSPHRASE);
    expect(await secretOf(again, id)).toBe(SECRET);
    expect(await again.connections.apiTokenOf({ kind: 'stored', connectionId: id })).toBe(TOKEN);
    const written = JSON.stringify([files.connections.content, files.vault.content]);
    for (const text of [SECRET, TOKEN, PASSPHRASE]) {
      expect(written).not.toContain(text);
      expect(written).not.toContain(Buffer.from(text).toString('base64'));
    }
  });

  it('keys that are entered while it is locked are used at once and sealed once it is open', async () => {
    const first = start();
    await first.keeping.protect(PASSPHRASE);
    const { id } = await first.connections.save({ draft: draft({ apiToken }), replaces: null });
    const again = start();
    const own = { kind: 'stored', connectionId: id } as const;
    await again.connections.save({ draft: draft({ apiToken: own }), replaces: id });
    expect(again.connections.profileOf(id)).toMatchObject({ secret: 'session', apiToken: 'locked' });
    expect(await secretOf(again, id)).toBe(SECRET);
    await again.keeping.unlock(PASSPHRASE);
    expect(again.connections.profileOf(id)).toMatchObject({ secret: 'stored', apiToken: 'stored' });
    expect(await again.connections.apiTokenOf(own)).toBe(TOKEN);
  });

  it('locked again it opens nothing, and open stores are closed', async () => {
    const app = start();
    await app.keeping.protect(PASSPHRASE);
    const { id } = await app.connections.save({ draft: draft(), replaces: null });
    await app.connections.storeOf(id);
    app.keeping.lock();
    expect(await codeOf(() => app.connections.storeOf(id))).toBe('secrets-locked');
    expect(app.bench.closed).toHaveLength(1);
  });

  it('a forgotten passphrase leads to entering the keys again, and loses nothing else', async () => {
    const first = start();
    await first.keeping.protect(PASSPHRASE);
    const { id } = await first.connections.save({ draft: draft({ apiToken }), replaces: null });
    const again = start();
    again.keeping.forget();
    expect(again.connections.state()).toMatchObject({
      storage: { kind: 'session-only' },
      profiles: [{ bucket: 'media', secret: 'unreadable', apiToken: 'unreadable' }],
    });
    expect(await codeOf(() => again.connections.storeOf(id))).toBe('secrets-unreadable');
    const own = { kind: 'stored', connectionId: id } as const;
    await again.connections.save({ draft: draft({ apiToken: own }), replaces: id });
    expect(await secretOf(again, id)).toBe(SECRET);
    expect(await codeOf(() => again.keeping.useKeychain())).toBe('secrets-unavailable');
  });
});

it('secrets move from the keychain behind a passphrase, and back', async () => {
  const app = start();
  const { id } = await app.connections.save({ draft: draft({ apiToken }), replaces: null });
  await app.keeping.protect(PASSPHRASE);
  expect(JSON.stringify(files.connections.content)).not.toContain('k1:');
  expect(app.connections.state().storage).toEqual({ kind: 'passphrase', lock: 'open', keychain: true });
  await app.keeping.useKeychain();
  expect(JSON.stringify(files.connections.content)).not.toContain('passphrase:');
  expect(files.vault.content).toBeNull();
  const again = start();
  expect(again.connections.state().storage.kind).toBe('keychain');
  expect(await secretOf(again, id)).toBe(SECRET);
  expect(await again.connections.apiTokenOf({ kind: 'stored', connectionId: id })).toBe(TOKEN);
});

it('a full disk on the way back leaves the passphrase and all that it opens', async () => {
  const app = start();
  const { id } = await app.connections.save({ draft: draft(), replaces: null });
  await app.keeping.protect(PASSPHRASE);
  files.connections.failWith = Object.assign(new Error('full'), { code: 'ENOSPC' });
  expect(await codeOf(() => app.keeping.useKeychain())).toBe('disk-full');
  const again = start();
  await again.keeping.unlock(PASSPHRASE).catch(() => undefined);
  expect(await secretOf(again, id)).toBe(SECRET);
});
