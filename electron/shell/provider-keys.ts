import { z } from 'zod';
import type { ProviderId } from '../../shared/generation';
import type { DocumentStore } from './document-store';
import type { KeychainVault } from './vault';

const sealedKeys = z.record(z.string(), z.string()).catch({});

/** The keys of generation services: sealed by the keychain on disk, or for this session where there is none. */
export class ProviderKeyStore {
  readonly #document: DocumentStore;
  readonly #vault: KeychainVault;
  readonly #session = new Map<ProviderId, string>();
  #sealed: Record<string, string>;

  constructor(document: DocumentStore, vault: KeychainVault) {
    this.#document = document;
    this.#vault = vault;
    this.#sealed = sealedKeys.parse(document.read() ?? {});
  }

  /** The key; null when none is kept, or when this keychain cannot open it. */
  async get(provider: ProviderId): Promise<string | null> {
    const kept = this.#session.get(provider);
    if (kept !== undefined) return kept;
    const sealed = this.#sealed[provider];
    if (sealed === undefined) return null;
    return this.#vault.open(sealed).catch(() => null);
  }

  /** Keeps a key; '' forgets it. */
  async set(provider: ProviderId, key: string): Promise<void> {
    this.#session.delete(provider);
    const others = Object.fromEntries(Object.entries(this.#sealed).filter(([name]) => name !== provider));
    if (key === '') this.#sealed = others;
    else if (this.#vault.storage().kind === 'keychain') {
      this.#sealed = { ...others, [provider]: await this.#vault.seal(key) };
    } else {
      this.#sealed = others;
      this.#session.set(provider, key);
    }
    this.#document.write(this.#sealed);
  }

  stateOf(provider: ProviderId): 'stored' | 'session' | 'missing' {
    if (this.#session.has(provider)) return 'session';
    return this.#sealed[provider] === undefined ? 'missing' : 'stored';
  }
}
