import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { ConnectionDraft, DraftSecret } from '../../../shared/connection';
import { FailureError } from '../../../shared/failure';
import type { TokenKeys } from '../store/cloudflare/api-token';
import type { ProfileBook } from './profile-book';
import { hasToken, type ClearSecrets } from './profile-secrets';
import type { StoredProfile } from './profiles-file';

/** Asks Cloudflare about an API token of an account. */
export type ProveToken = (chosen: DraftSecret, accountId: string, signal: AbortSignal) => Promise<TokenKeys>;

type Terms = Pick<StoredProfile, 'keysTerm' | 'apiTokenTerm'>;

/**
 * How long tokens are good, as Cloudflare told when it was last asked. It tells only whoever has the token's value; that a token's
 * id is the Access Key ID of its keys makes it the keys' end too.
 */
export class TokenTerms {
  readonly #known = new Map<string, TokenKeys>();

  constructor(
    private readonly book: ProfileBook,
    private readonly prove: ProveToken | null,
  ) {}

  /** Takes note of a token that Cloudflare has proved, for connections that have it and those that will. */
  note(token: TokenKeys): void {
    this.#known.set(token.accessKeyId, token);
    for (const one of this.book.all)
      if (one.accessKeyId === token.accessKeyId) this.#change(one, { keysTerm: token.term });
  }

  /** Asks about the API token of a draft, where it has one. Quiet where there is no answer: nothing depends on it. */
  async learn({ address, apiToken }: ConnectionDraft, signal: AbortSignal): Promise<void> {
    if (this.prove === null || address.kind !== 'r2' || !hasToken(apiToken)) return;
    try {
      const token = await this.prove(apiToken, address.accountId.trim().toLowerCase(), signal);
      this.note(token);
      const owner = apiToken.kind === 'stored' ? this.book.find(apiToken.connectionId) : null;
      if (owner !== null) this.#change(owner, { apiTokenTerm: token.term });
    } catch (error) {
      if (!(error instanceof FailureError)) throw error;
    }
  }

  /** What is known of the secrets that are about to be kept in the place of `old`. */
  of(accessKeyId: string, { apiToken }: ClearSecrets, draft: ConnectionDraft, old: StoredProfile | null): Terms {
    const oldKeys = old?.accessKeyId === accessKeyId ? old.keysTerm : null;
    const keysTerm = this.#known.get(accessKeyId)?.term ?? oldKeys;
    const isOwn = draft.apiToken.kind === 'stored' && draft.apiToken.connectionId === old?.id;
    const oldToken = isOwn ? (old?.apiTokenTerm ?? null) : null;
    return { keysTerm, apiTokenTerm: (apiToken === null ? null : this.#termOf(apiToken)) ?? oldToken };
  }

  /** The secret of its keys is a token's fingerprint (r2/api/tokens). */
  #termOf(apiToken: string): TokenKeys['term'] | null {
    const secret = createHash('sha256').update(apiToken).digest('hex');
    return [...this.#known.values()].find((one) => one.secretAccessKey === secret)?.term ?? null;
  }

  #change(profile: StoredProfile, change: Partial<Terms>): void {
    if (!isDeepStrictEqual({ ...profile, ...change }, profile)) this.book.change(profile.id, change);
  }
}
