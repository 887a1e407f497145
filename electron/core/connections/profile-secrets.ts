import { assertNever } from '../../../shared/assert';
import type { ApiTokenState, DraftApiToken, DraftSecret, SecretState, SecretStorage } from '../../../shared/connection';
import { fail } from '../../../shared/failure';
import type { StoredProfile } from './profiles-file';
import { Secrets, type SealedOwner, type SecretVault } from './secrets';

/** What of a connection is secret, in the clear: for main alone. */
export interface ClearSecrets {
  readonly secret: string;
  readonly apiToken: string | null;
}

export type SealedSecrets = Pick<StoredProfile, 'sealedSecret' | 'sealedApiToken'>;

/** The two secrets of each connection: its Secret Access Key and, where it has one, its Cloudflare API token. */
export class ProfileSecrets {
  readonly #keys: Secrets;
  readonly #tokens: Secrets;

  constructor(vault: SecretVault, randomId: () => string) {
    this.#keys = new Secrets(vault, 'secret', randomId);
    this.#tokens = new Secrets(vault, 'api-token', randomId);
  }

  storage(): SecretStorage {
    return this.#keys.storage();
  }

  statesOf(profile: StoredProfile): { readonly secret: SecretState; readonly apiToken: ApiTokenState } {
    const token = this.#tokens.stateOf(tokenOwner(profile));
    const none = profile.address.kind === 'sandbox' || token === 'missing';
    return { secret: this.#keys.stateOf(profile), apiToken: none ? 'none' : token };
  }

  openSecret(profile: StoredProfile): Promise<string> {
    return this.#keys.open(profile);
  }

  /** Fails with `api-token-missing` where there is none. */
  async openApiToken(profile: StoredProfile): Promise<string> {
    if (this.statesOf(profile).apiToken === 'none') fail('api-token-missing', { name: profile.name });
    return this.#tokens.open(tokenOwner(profile));
  }

  /** What a draft says, in the clear. `stored` answers for a connection's own. */
  async clear(
    chosen: DraftSecret,
    stored: (connectionId: string) => Promise<string>,
    field: 'secret' | 'apiToken',
  ): Promise<string> {
    switch (chosen.kind) {
      case 'typed':
        return chosen.value.trim() === '' ? fail('invalid-input', { field }) : chosen.value.trim();
      case 'held':
        return this.#keys.held(chosen.id);
      case 'stored':
        return stored(chosen.connectionId);
      default:
        return assertNever(chosen);
    }
  }

  async seal({ secret, apiToken }: ClearSecrets): Promise<SealedSecrets> {
    const sealedSecret = await this.#keys.seal(secret);
    return { sealedSecret, sealedApiToken: apiToken === null ? null : await this.#tokens.seal(apiToken) };
  }

  /** Takes note of secrets that have been kept as `sealed` says. */
  kept(profileId: string, clear: ClearSecrets, sealed: SealedSecrets): void {
    this.#keys.kept(profileId, clear.secret, sealed.sealedSecret);
    if (clear.apiToken === null) this.#tokens.forget(profileId);
    else this.#tokens.kept(profileId, clear.apiToken, sealed.sealedApiToken);
  }

  /** Seals both anew, as far as they can be opened; `done` takes note once they are kept. */
  async reseal(profile: StoredProfile): Promise<{ readonly sealed: SealedSecrets; readonly done: () => void }> {
    const key = await this.#keys.reseal(profile);
    const token = await this.#tokens.reseal(tokenOwner(profile));
    const done = (): void => {
      if (key.secret !== null) this.#keys.kept(profile.id, key.secret, key.sealed);
      if (token.secret !== null) this.#tokens.kept(profile.id, token.secret, token.sealed);
    };
    return { sealed: { sealedSecret: key.sealed, sealedApiToken: token.sealed }, done };
  }

  forget(profileId: string): void {
    this.#keys.forget(profileId);
    this.#tokens.forget(profileId);
  }

  /** Keeps a secret that a token gave, under a name that the page may know. */
  hold(secret: string): string {
    return this.#keys.hold(secret);
  }

  /** What keeps the secrets of one import, which go together. */
  startHolding(): (secret: string) => string {
    return this.#keys.startHolding();
  }
}

/** No token is a choice of its own, and costs nothing. */
export function hasToken(chosen: DraftApiToken): chosen is DraftSecret {
  return chosen.kind !== 'none';
}

function tokenOwner({ id, name, address, sealedApiToken }: StoredProfile): SealedOwner {
  return { id, name, address, sealedSecret: sealedApiToken };
}
