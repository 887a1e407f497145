import type { ConnectionDraft, ConnectionsState, SecretStorage } from '../../../shared/connection';
import { fail } from '../../../shared/failure';
import type { ObjectStore } from '../store/object-store';
import { createR2Store } from '../store/r2-store';
import type { StoreConfig } from '../store/store-config';
import { createWebFetch } from '../store/web-fetch';
import { createConnections, type Connections, type ConnectionsOptions } from './connections';
import type { ProfileStorage } from './profiles-file';
import type { SandboxInfo } from './sandbox-control';
import type { SecretVault } from './secrets';

/** A file of profiles in memory, for tests. */
export class MemoryStorage implements ProfileStorage {
  content: unknown = null;
  readonly aside: unknown[] = [];
  failWith: Error | null = null;

  read(): unknown {
    if (this.content === 'not json') throw new SyntaxError('Unexpected token');
    return structuredClone(this.content);
  }

  write(value: unknown): void {
    if (this.failWith !== null) throw this.failWith;
    this.content = structuredClone(value);
  }

  setAside(): void {
    this.aside.push(this.content);
    this.content = null;
  }
}

/** A keychain that can be locked, exchanged for another one, and taken away, for tests. */
export class TestVault implements SecretVault {
  key = 'k1';
  kind: SecretStorage['kind'] = 'keychain';

  storage(): SecretStorage {
    return this.kind === 'keychain' ? { kind: 'keychain', backend: 'test' } : { kind: 'session-only' };
  }

  stateOf(): 'openable' {
    return 'openable';
  }

  async seal(text: string): Promise<string> {
    if (this.key === 'locked') throw new Error(`cannot seal ${text}`);
    return `${this.key}:${Buffer.from(text).toString('base64')}`;
  }

  async open(sealed: string): Promise<string> {
    const [key, text] = sealed.split(':', 2);
    if (key !== this.key || text === undefined) throw new Error(`cannot open ${sealed}`);
    return Buffer.from(text, 'base64').toString();
  }
}

export const SECRET = 'b2'.repeat(32);

export function draft(changes: Partial<ConnectionDraft> = {}): ConnectionDraft {
  return {
    address: { kind: 'r2', accountId: '0123456789abcdef0123456789abcdef', jurisdiction: 'default' },
    bucket: 'media',
    publicBase: 'https://media.example.com',
    accessKeyId: 'a'.repeat(32),
    secret: { kind: 'typed', value: ` ${SECRET}\n` },
    apiToken: { kind: 'none' },
    ...changes,
  };
}

/** Connections on a file and a keychain that outlive them, with a note of all that they open, close and tell. */
export class Bench {
  readonly storage = new MemoryStorage();
  readonly vault = new TestVault();
  readonly configs: StoreConfig[] = [];
  readonly closed: ObjectStore[] = [];
  readonly states: ConnectionsState[] = [];
  sandboxStarts = true;
  time = 1000;
  sandbox: SandboxInfo = {
    endpoint: 'http://127.0.0.1:1000',
    publicBase: 'http://127.0.0.1:1001',
    accessKeyId: 'd'.repeat(32),
    secretAccessKey: 'e'.repeat(64),
    bucket: 'sandbox',
  };
  #ids = 0;

  /** `other` stands in for what the bench itself has. */
  open(other: Partial<Pick<ConnectionsOptions, 'storage' | 'vault' | 'proveToken'>> = {}): Connections {
    return createConnections({
      storage: this.storage,
      vault: this.vault,
      sandbox: { start: async () => (this.sandboxStarts ? this.sandbox : fail('sandbox-failed')) },
      createStore: async (config) => this.#createStore(config),
      probe: { fetch: createWebFetch(async () => null) },
      now: () => this.time,
      randomId: () => `id-${++this.#ids}`,
      // Keys that may be too new are tried again at once.
      wait: async (ms) => {
        this.time += ms;
      },
      onChange: (state) => this.states.push(state),
      ...other,
    });
  }

  #createStore(config: StoreConfig): ObjectStore {
    this.configs.push(config);
    const store = createR2Store(config);
    const close = store.close.bind(store);
    store.close = () => {
      this.closed.push(store);
      close();
    };
    return store;
  }
}
