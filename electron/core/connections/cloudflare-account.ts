import type {
  AccountBucket,
  AccountPlace,
  BucketPlace,
  DevUrl,
  LocationHint,
  PublicAccess,
} from '../../../shared/cloudflare';
import type { ConnectionProfile, DraftSecret, VerifiedToken } from '../../../shared/connection';
import { fail } from '../../../shared/failure';
import { ACCOUNT_ID_SHAPE } from '../../../shared/r2';
import { verifyToken, type TokenKeys } from '../store/cloudflare/api-token';
import { createBucket, listBuckets } from '../store/cloudflare/buckets';
import { readPublicAccess, switchOnDevUrl } from '../store/cloudflare/domains';
import type { CloudflareWire } from '../store/cloudflare/wire';

export interface CloudflareAccountOptions extends Omit<CloudflareWire, 'token'> {
  /** The token that a draft names, in the clear. */
  readonly tokenOf: (chosen: DraftSecret) => Promise<string>;
  /** Keeps a secret in main under a name that the page may know. */
  readonly hold: (secret: string) => string;
  /** Hears of each token that was proved. */
  readonly proved: (token: TokenKeys) => void;
}

export interface BucketApi {
  readonly wire: CloudflareWire;
  readonly place: BucketPlace;
}

/** What the wizard does with an API token before there is a connection; each call fails as Cloudflare refuses it. */
export class CloudflareAccount {
  constructor(private readonly options: CloudflareAccountOptions) {}

  /** Proves a token. What it gives stays in main; the page gets names for it. */
  async verify(chosen: DraftSecret, accountId: string, signal: AbortSignal): Promise<VerifiedToken> {
    const wire = await this.#wire(chosen, accountId);
    const token = await verifyToken(wire, accountId, signal);
    const { hold, proved } = this.options;
    proved(token);
    const { accessKeyId, secretAccessKey, term } = token;
    return { accessKeyId, heldSecretId: hold(secretAccessKey), heldTokenId: hold(wire.token), term };
  }

  /** Proves a token for main itself, which keeps nothing of it. */
  async prove(chosen: DraftSecret, accountId: string, signal: AbortSignal): Promise<TokenKeys> {
    return verifyToken(await this.#wire(chosen, accountId), accountId, signal);
  }

  async listBuckets(chosen: DraftSecret, place: AccountPlace, signal: AbortSignal): Promise<readonly AccountBucket[]> {
    return listBuckets(await this.#wire(chosen, place.accountId), place, signal);
  }

  async createBucket(
    chosen: DraftSecret,
    place: BucketPlace,
    locationHint: LocationHint | null,
    signal: AbortSignal,
  ): Promise<AccountBucket> {
    const wire = await this.#wire(chosen, place.accountId);
    return createBucket(wire, place, { name: place.bucket, locationHint }, signal);
  }

  async publicAccess(chosen: DraftSecret, place: BucketPlace, signal: AbortSignal): Promise<PublicAccess> {
    return readPublicAccess(await this.#wire(chosen, place.accountId), place, signal);
  }

  async switchOnDevUrl(chosen: DraftSecret, place: BucketPlace, signal: AbortSignal): Promise<DevUrl> {
    return switchOnDevUrl(await this.#wire(chosen, place.accountId), place, signal);
  }

  /** The way to a bucket's own settings, by the API token of its connection; null for a connection that has none. */
  async apiOf({ id, address, bucket, apiToken }: ConnectionProfile): Promise<BucketApi | null> {
    if (address.kind !== 'r2' || apiToken === 'none') return null;
    const { accountId, jurisdiction } = address;
    const wire = await this.#wire({ kind: 'stored', connectionId: id }, accountId);
    return { wire, place: { accountId, jurisdiction, bucket } };
  }

  async #wire(chosen: DraftSecret, accountId: string): Promise<CloudflareWire> {
    if (!ACCOUNT_ID_SHAPE.test(accountId)) fail('invalid-input', { field: 'accountId' });
    const { fetch, base, tokenOf } = this.options;
    const token = await tokenOf(chosen);
    // What cannot stand in a header was never a token; asking would throw, with the token in the message.
    if (!/^[\x21-\x7e]{1,200}$/.test(token)) fail('api-token-refused');
    return { fetch, base, token };
  }
}
