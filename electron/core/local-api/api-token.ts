import { randomBytes } from 'node:crypto';
import { isKeptOnDisk, type SecretState } from '../../../shared/connection';
import { fail } from '../../../shared/failure';
import type { SecretVault } from '../connections/secrets';

export interface TokenStorage {
  read(): string | null;
  write(sealed: string | null): void;
}

/** What opens the door: sealed on disk, or for this session where nothing can seal it. */
export class ApiToken {
  #session: string | null = null;
  #unreadable = false;

  constructor(
    private readonly storage: TokenStorage,
    private readonly vault: SecretVault,
  ) {}

  stateOf(): SecretState {
    if (this.#session !== null) return 'session';
    const sealed = this.storage.read();
    if (sealed === null) return 'missing';
    const known = this.vault.stateOf(sealed);
    if (known !== 'openable') return known;
    return this.#unreadable ? 'unreadable' : 'stored';
  }

  /** Made where there is none. Fails with `secrets-locked`, `local-token-unreadable`. */
  async get(): Promise<string> {
    if (this.#session !== null) return this.#session;
    const sealed = this.storage.read();
    if (sealed === null) return this.renew();
    if (this.vault.stateOf(sealed) === 'locked') fail('secrets-locked');
    try {
      const token = await this.vault.open(sealed, 'local-token');
      this.#unreadable = false;
      return token;
    } catch {
      this.#unreadable = true;
      return fail('local-token-unreadable');
    }
  }

  /** The old one opens nothing any more. */
  async renew(): Promise<string> {
    const token = randomBytes(32).toString('base64url');
    await this.#keep(token);
    return token;
  }

  /** Seals it anew, as the vault says now; what cannot be opened stays as it is. */
  async reseal(): Promise<void> {
    if (this.stateOf() === 'missing') return;
    const token = await this.get().catch(() => null);
    if (token !== null) await this.#keep(token);
  }

  async #keep(token: string): Promise<void> {
    const sealed = isKeptOnDisk(this.vault.storage()) ? await this.vault.seal(token, 'local-token') : null;
    this.#session = sealed === null ? token : null;
    this.#unreadable = false;
    this.storage.write(sealed);
  }
}
