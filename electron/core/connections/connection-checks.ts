import { setTimeout as pause } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import {
  type ConnectionCheck,
  type ConnectionDraft,
  type ConnectionRights,
  UNKNOWN_RIGHTS,
} from '../../../shared/connection';
import { FailureError, type Failure } from '../../../shared/failure';
import type { ProbeOptions } from '../links/probe';
import type { CreateStore, StoreConfig } from '../store/store-config';
import { CheckSheet } from './check';
import { checkConnection } from './check-connection';
import type { ConnectionKeys } from './connection-keys';
import { cleanDraft } from './draft';
import { endpointOf } from './endpoint';
import { findJurisdiction } from './find-jurisdiction';
import type { ProfileBook } from './profile-book';
import type { StoredProfile } from './profiles-file';
import { rightsOf, sameKeys, type KeysOfBucket } from './rights';
import { sandboxConfig, type SandboxControl } from './sandbox-control';
import type { TokenTerms } from './token-terms';
import { checkPatiently, type Patience } from './young-keys';

export interface ChecksOptions {
  readonly sandbox: SandboxControl;
  readonly createStore: CreateStore;
  /** How public links are opened by a check. */
  readonly probe: ProbeOptions;
  /** ms since 1970. */
  readonly now: () => number;
  readonly randomId: () => string;
  /** Between two checks of keys that may be too new; a timer unless said otherwise. */
  readonly wait?: Patience['wait'];
}

export interface WantedCheck {
  readonly checkId: string;
  readonly draft: ConnectionDraft;
}

interface PreparedCheck {
  readonly config: StoreConfig;
  readonly publicBase: string | null;
  readonly of: KeysOfBucket;
}

/** Tries what drafts may do, and remembers what was found of the rights of their keys. */
export class ConnectionChecks {
  /** When a check with an Access Key ID was first begun. */
  readonly #firstChecks = new Map<string, number>();
  /** What the last check found, and of which keys. */
  #found: { readonly of: KeysOfBucket; readonly rights: ConnectionRights } | null = null;

  constructor(
    private readonly book: ProfileBook,
    private readonly keys: ConnectionKeys,
    private readonly terms: TokenTerms,
    private readonly options: ChecksOptions,
  ) {}

  /**
   * Tries each right of a draft. What is wrong with the draft itself stands in the first line. Keys that are refused are tried
   * again for a minute after their first check.
   */
  async run(
    { checkId, draft }: WantedCheck,
    onProgress: (check: ConnectionCheck) => void,
    signal: AbortSignal,
  ): Promise<ConnectionCheck> {
    const { createStore, probe, now, randomId } = this.options;
    const wait: Patience['wait'] = this.options.wait ?? ((ms, own) => pause(ms, undefined, { signal: own }));
    const prepared = await this.#prepare(draft).catch(failureOf);
    if ('code' in prepared) return new CheckSheet(checkId, now, onProgress).failFirst(prepared);
    const { config, publicBase, of } = prepared;
    const { endpoint, accessKeyId } = config;
    const elsewhere = (own: AbortSignal) => findJurisdiction(draft.address, config, createStore, own);
    const since = this.#firstChecks.get(accessKeyId) ?? now();
    this.#firstChecks.set(accessKeyId, since);
    const store = await createStore(config);
    const input = { store, endpoint, publicBase, probe, elsewhere, now, randomId };
    const attempt = (tell: (check: ConnectionCheck) => void, own: AbortSignal) =>
      checkConnection({ sheet: new CheckSheet(checkId, now, tell), ...input }, own);
    // Kept as soon as it is known: whoever saves need not wait for Cloudflare.
    const keep = (check: ConnectionCheck): void => this.#keepFound(of, rightsOf(check));
    const tell = (check: ConnectionCheck): void => {
      if (check.stage === 'finished') keep(check);
      onProgress(check);
    };
    try {
      const checking = checkPatiently(attempt, { since, now, wait }, tell, signal);
      const [check] = await Promise.all([checking, this.terms.learn(draft, signal)]);
      return check;
    } finally {
      store.close();
    }
  }

  /** What is known of the rights of keys that are about to be kept in the place of `old`. */
  rightsFor(keys: KeysOfBucket, old: StoredProfile | null): ConnectionRights {
    if (this.#found !== null && sameKeys(this.#found.of, keys)) return this.#found.rights;
    return old !== null && sameKeys(old, keys) ? old.rights : UNKNOWN_RIGHTS;
  }

  /** Takes note of what a check or a refusal has shown. */
  learn(connectionId: string, learnt: Partial<ConnectionRights>): void {
    const old = this.book.find(connectionId)?.rights;
    if (old === undefined) return;
    const rights = { ...old, ...learnt };
    if (!isDeepStrictEqual(rights, old)) this.book.change(connectionId, { rights });
  }

  /** Rights that a check has shown hold from now on for every connection with these keys, and for the one that is to be saved. */
  #keepFound(of: KeysOfBucket, rights: ConnectionRights): void {
    this.#found = { of, rights };
    if (isDeepStrictEqual(rights, UNKNOWN_RIGHTS)) return;
    for (const one of this.book.all) if (sameKeys(one, of)) this.learn(one.id, rights);
  }

  async #prepare(draft: ConnectionDraft): Promise<PreparedCheck> {
    if (draft.address.kind === 'sandbox') {
      const info = await this.options.sandbox.start();
      return { config: sandboxConfig(info), publicBase: info.publicBase, of: { ...draft, bucket: info.bucket } };
    }
    const { address, bucket, accessKeyId, publicBase } = cleanDraft(draft.address, draft);
    const secretAccessKey = await this.keys.secretOf(draft.secret);
    const config = { ...endpointOf(address), bucket, accessKeyId, secretAccessKey };
    return { config, publicBase, of: { address, bucket, accessKeyId } };
  }
}

function failureOf(error: unknown): Failure {
  if (error instanceof FailureError) return error.failure;
  throw error;
}
