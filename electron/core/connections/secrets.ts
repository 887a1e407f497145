import type { ConnectionAddress, SecretState, SecretStorage } from '../../../shared/connection';
import { fail, failure, FailureError } from '../../../shared/failure';

/** The operating system's keychain. */
export interface SecretVault {
  storage(): SecretStorage;
  /** Ciphertext, fit for a file. Rejects when the keychain refuses. */
  seal(text: string): Promise<string>;
  /** Rejects when this system's keychain cannot open it. */
  open(sealed: string): Promise<string>;
}

/** Whose secret it is, and its ciphertext; null where none is on disk. */
export interface SealedOwner {
  readonly id: string;
  readonly name: string;
  readonly address: ConnectionAddress;
  readonly sealedSecret: string | null;
}

const MAX_HELD = 60;

/** The secrets of the connections: sealed where there is a keychain, else in memory alone. */
export class Secrets {
  readonly #session = new Map<string, string>();
  readonly #held = new Map<string, string>();
  readonly #unreadable = new Set<string>();

  constructor(
    private readonly vault: SecretVault,
    private readonly randomId: () => string,
  ) {}

  storage(): SecretStorage {
    return this.vault.storage();
  }

  stateOf(profile: SealedOwner): SecretState {
    // The sandbox has its keys in its own folder.
    if (profile.address.kind === 'sandbox') return 'stored';
    if (this.#session.has(profile.id)) return 'session';
    if (profile.sealedSecret === null) return 'missing';
    return this.#unreadable.has(profile.id) ? 'unreadable' : 'stored';
  }

  /** Fails with `secrets-unreadable` or `secrets-unavailable`; the ciphertext stays where it is. */
  async open(profile: SealedOwner): Promise<string> {
    const known = this.#session.get(profile.id);
    if (known !== undefined) return known;
    if (profile.sealedSecret === null) fail('secrets-unavailable', { name: profile.name });
    try {
      const secret = await this.vault.open(profile.sealedSecret);
      this.#unreadable.delete(profile.id);
      return secret;
    } catch {
      this.#unreadable.add(profile.id);
      // What the keychain said is left out: it could quote what it was given.
      throw new FailureError(failure('secrets-unreadable', { name: profile.name }));
    }
  }

  /** What is to stand in the profile's file: ciphertext, or null where the secret may live only until the app ends. */
  async seal(secret: string): Promise<string | null> {
    if (this.vault.storage().kind === 'session-only') return null;
    try {
      return await this.vault.seal(secret);
    } catch {
      throw new FailureError(failure('secrets-unavailable'));
    }
  }

  /** Takes note of a secret that has been kept as `sealed` says. */
  kept(profileId: string, secret: string, sealed: string | null): void {
    this.#unreadable.delete(profileId);
    if (sealed === null) this.#session.set(profileId, secret);
    else this.#session.delete(profileId);
  }

  forget(profileId: string): void {
    this.#session.delete(profileId);
    this.#unreadable.delete(profileId);
  }

  /** Keeps a secret that an import found, under a name that the page may know. The oldest go first. */
  hold(secret: string): string {
    const id = this.randomId();
    this.#held.set(id, secret);
    const [oldest] = this.#held.keys();
    if (this.#held.size > MAX_HELD && oldest !== undefined) this.#held.delete(oldest);
    return id;
  }

  held(id: string): string {
    return this.#held.get(id) ?? fail('secrets-unavailable');
  }
}
