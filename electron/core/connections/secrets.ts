import { isKeptOnDisk, type ConnectionAddress, type SecretState, type SecretStorage } from '../../../shared/connection';
import { fail, failure, FailureError } from '../../../shared/failure';

/** What a sealed text is; one cannot be passed off as another where the vault can prove it. */
export type SecretPurpose = 'secret' | 'api-token' | 'provider-key' | 'local-token';

/** The operating system's keychain, or a passphrase in its place. */
export interface SecretVault {
  storage(): SecretStorage;
  /** What is known of a ciphertext without opening it. */
  stateOf(sealed: string): 'openable' | 'locked' | 'unreadable';
  /** Ciphertext, fit for a file. Rejects when the keychain refuses. */
  seal(text: string, purpose: SecretPurpose): Promise<string>;
  /** Rejects when this system's keychain, or this vault, cannot open it. */
  open(sealed: string, purpose: SecretPurpose): Promise<string>;
}

/** Whose secret it is, and its ciphertext; null where none is on disk. */
export interface SealedOwner {
  readonly id: string;
  readonly name: string;
  readonly address: ConnectionAddress;
  readonly sealedSecret: string | null;
}

/** A secret as it is to be kept from now on; in the clear too, where it could be opened. */
export interface Resealed {
  readonly sealed: string | null;
  readonly secret: string | null;
}

/** How many imports and secrets of tokens are held: more than anyone goes back to. */
const MAX_HOLDINGS = 60;

/** The secrets of the connections: sealed where there is a keychain or a passphrase, else in memory alone. */
export class Secrets {
  readonly #session = new Map<string, string>();
  /** The oldest first. */
  readonly #holdings: Map<string, string>[] = [];
  readonly #unreadable = new Set<string>();

  constructor(
    private readonly vault: SecretVault,
    private readonly purpose: SecretPurpose,
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
    const known = this.vault.stateOf(profile.sealedSecret);
    if (known !== 'openable') return known;
    return this.#unreadable.has(profile.id) ? 'unreadable' : 'stored';
  }

  /** Fails with `secrets-unreadable`, `secrets-locked` or `secrets-unavailable`; the ciphertext stays where it is. */
  async open(profile: SealedOwner): Promise<string> {
    const known = this.#session.get(profile.id);
    if (known !== undefined) return known;
    if (profile.sealedSecret === null) fail('secrets-unavailable', { name: profile.name });
    if (this.vault.stateOf(profile.sealedSecret) === 'locked') fail('secrets-locked', { name: profile.name });
    try {
      const secret = await this.vault.open(profile.sealedSecret, this.purpose);
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
    if (!isKeptOnDisk(this.vault.storage())) return null;
    try {
      return await this.vault.seal(secret, this.purpose);
    } catch {
      throw new FailureError(failure('secrets-unavailable'));
    }
  }

  /** Seals anew what can be opened; what cannot stays as it is. */
  async reseal(owner: SealedOwner): Promise<Resealed> {
    const old = { sealed: owner.sealedSecret, secret: null };
    if (owner.address.kind === 'sandbox') return old;
    const secret = await this.open(owner).catch(() => null);
    if (secret === null) return old;
    return { sealed: (await this.seal(secret)) ?? owner.sealedSecret, secret };
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

  /** Keeps a secret here, under a name that the page may know. */
  hold(secret: string): string {
    return this.startHolding()(secret);
  }

  /**
   * What keeps the secrets of one import. They go together, the oldest import first: any of its configurations may be chosen, however
   * many it has.
   */
  startHolding(): (secret: string) => string {
    const holding = new Map<string, string>();
    this.#holdings.push(holding);
    if (this.#holdings.length > MAX_HOLDINGS) this.#holdings.shift();
    return (secret) => {
      const id = this.randomId();
      holding.set(id, secret);
      return id;
    };
  }

  held(id: string): string {
    return this.#holdings.find((holding) => holding.has(id))?.get(id) ?? fail('secrets-unavailable');
  }
}
