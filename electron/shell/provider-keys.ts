import { z } from 'zod';
import { isKeptOnDisk } from '../../shared/connection';
import { fail } from '../../shared/failure';
import type { ProviderId, ProviderKeyState } from '../../shared/generation';
import type { SecretVault } from '../core/connections/secrets';
import type { DocumentStore } from './document-store';

const sealedKeys = z.record(z.string(), z.string()).catch({});

/** The keys of generation services: sealed on disk, or for this session where nothing can seal them. */
export class ProviderKeyStore {
  readonly #document: DocumentStore;
  readonly #vault: SecretVault;
  readonly #session = new Map<ProviderId, string>();
  readonly #unreadable = new Set<ProviderId>();
  #sealed: Record<string, string>;

  constructor(document: DocumentStore, vault: SecretVault) {
    this.#document = document;
    this.#vault = vault;
    this.#sealed = sealedKeys.parse(document.read() ?? {});
  }

  /** The key; null when none is kept. Fails with `secrets-locked`, `provider-key-unreadable`. */
  async get(provider: ProviderId): Promise<string | null> {
    const kept = this.#session.get(provider);
    if (kept !== undefined) return kept;
    const sealed = this.#sealed[provider];
    if (sealed === undefined) return null;
    if (this.#vault.stateOf(sealed) === 'locked') fail('secrets-locked');
    try {
      const key = await this.#vault.open(sealed, 'provider-key');
      this.#unreadable.delete(provider);
      return key;
    } catch {
      this.#unreadable.add(provider);
      return fail('provider-key-unreadable');
    }
  }

  /** Keeps a key; '' forgets it. */
  async set(provider: ProviderId, key: string): Promise<void> {
    const sealed =
      key !== '' && isKeptOnDisk(this.#vault.storage()) ? await this.#vault.seal(key, 'provider-key') : null;
    const others = Object.fromEntries(Object.entries(this.#sealed).filter(([name]) => name !== provider));
    this.#sealed = sealed === null ? others : { ...others, [provider]: sealed };
    this.#unreadable.delete(provider);
    this.#session.delete(provider);
    if (key !== '' && sealed === null) this.#session.set(provider, key);
    this.#document.write(this.#sealed);
  }

  /** Seals all anew, as the vault says now; what cannot be opened stays as it is. */
  async reseal(): Promise<void> {
    const providers = new Set([...Object.keys(this.#sealed), ...this.#session.keys()]) as ReadonlySet<ProviderId>;
    for (const provider of providers) {
      const key = await this.get(provider).catch(() => null);
      if (key !== null) await this.set(provider, key);
    }
  }

  stateOf(provider: ProviderId): ProviderKeyState {
    if (this.#session.has(provider)) return 'session';
    const sealed = this.#sealed[provider];
    if (sealed === undefined) return 'missing';
    const known = this.#vault.stateOf(sealed);
    if (known !== 'openable') return known;
    return this.#unreadable.has(provider) ? 'unreadable' : 'stored';
  }
}
