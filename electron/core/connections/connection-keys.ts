import type { ConnectionDraft, DraftApiToken, DraftSecret, ImportedConnection } from '../../../shared/connection';
import { fail } from '../../../shared/failure';
import type { ReadPaste } from './paste/paste';
import type { ProfileBook } from './profile-book';
import { hasToken, type ClearSecrets, type ProfileSecrets, type SealedSecrets } from './profile-secrets';
import type { StoredProfile } from './profiles-file';

/** The secrets that connections and drafts name, in the clear for main alone; `tell` hears when one turns out not to open. */
export class ConnectionKeys {
  constructor(
    private readonly book: ProfileBook,
    private readonly secrets: ProfileSecrets,
    private readonly tell: () => void,
  ) {}

  /** Both secrets of a draft. A connection's own API token that cannot be opened now is left out. */
  async secretsOf({ secret, apiToken }: ConnectionDraft, old: StoredProfile | null): Promise<ClearSecrets> {
    const token = hasToken(apiToken) && !this.#isClosed(apiToken, old) ? await this.apiTokenOf(apiToken) : null;
    return { secret: await this.secretOf(secret), apiToken: token };
  }

  /** A connection's own API token that cannot be opened now stays sealed as it is: its secret can be entered again all the same. */
  async seal(secrets: ClearSecrets, { apiToken }: ConnectionDraft, old: StoredProfile | null): Promise<SealedSecrets> {
    const sealed = await this.secrets.seal(secrets);
    return old !== null && this.#isClosed(apiToken, old) ? { ...sealed, sealedApiToken: old.sealedApiToken } : sealed;
  }

  /** Seals all secrets anew, as the vault says now. What cannot be opened stays as it is. */
  async reseal(): Promise<void> {
    const before = this.book.all;
    const resealed = await Promise.all(before.map((one) => this.secrets.reseal(one)));
    // One that was saved meanwhile is sealed already.
    const changed = new Map(before.map((one, place) => [one, resealed[place]]));
    const kept = this.book.all.flatMap((one) => changed.get(one) ?? []);
    this.book.changeAll((one) => ({ ...one, ...changed.get(one)?.sealed }));
    for (const one of kept) one.done();
  }

  secretOf(chosen: DraftSecret): Promise<string> {
    return this.secrets.clear(chosen, (id) => this.openSecret(this.book.stored(id)), 'secret');
  }

  /** Fails with `api-token-missing`, `secrets-unreadable`. */
  apiTokenOf(chosen: DraftSecret): Promise<string> {
    const stored = (connectionId: string): Promise<string> =>
      this.#opened(this.book.stored(connectionId), (profile) => this.secrets.openApiToken(profile));
    return this.secrets.clear(chosen, stored, 'apiToken');
  }

  openSecret(profile: StoredProfile): Promise<string> {
    return this.#opened(profile, () => this.secrets.openSecret(profile));
  }

  /** Whether a connection has this secret; null where its own cannot be opened. */
  async hasSecret(profile: StoredProfile, secret: string): Promise<boolean | null> {
    const own = await this.secrets.openSecret(profile).catch(() => null);
    return own === null ? null : own === secret;
  }

  /** Keys that are entered again are as old as they were, and what was said of them stands. `now`: ms since 1970. */
  async historyOf(
    accessKeyId: string,
    secret: string,
    old: StoredProfile | null,
    now: number,
  ): Promise<Pick<StoredProfile, 'keysSince' | 'keysRemindedAt' | 'reachAccepted'>> {
    const isSame = old?.accessKeyId === accessKeyId && (await this.hasSecret(old, secret)) !== false;
    if (!isSame) return { keysSince: now, keysRemindedAt: null, reachAccepted: false };
    const { keysSince, keysRemindedAt, reachAccepted } = old;
    return { keysSince, keysRemindedAt, reachAccepted };
  }

  /** Keeps what a pasted text gave: its secrets stay here, under names. Fails with `import-nothing-found`. */
  holdImport(found: readonly ReadPaste[]): readonly ImportedConnection[] {
    if (found.length === 0) fail('import-nothing-found');
    const keep = this.secrets.startHolding();
    const hold = (secret: string | null): string | null => (secret === null ? null : keep(secret));
    return found.map(({ secret, apiToken, ...rest }) => ({
      ...rest,
      heldSecretId: hold(secret),
      heldTokenId: hold(apiToken),
    }));
  }

  #isClosed(apiToken: DraftApiToken, old: StoredProfile | null): boolean {
    if (old === null || apiToken.kind !== 'stored' || apiToken.connectionId !== old.id) return false;
    const state = this.secrets.statesOf(old).apiToken;
    return state === 'unreadable' || state === 'locked';
  }

  /** Opens a secret, and tells when that changed what is known of it. */
  async #opened(profile: StoredProfile, open: (profile: StoredProfile) => Promise<string>): Promise<string> {
    const before = JSON.stringify(this.secrets.statesOf(profile));
    try {
      return await open(profile);
    } finally {
      if (JSON.stringify(this.secrets.statesOf(profile)) !== before) this.tell();
    }
  }
}
