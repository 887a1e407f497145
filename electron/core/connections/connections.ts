import { setTimeout as pause } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import {
  type ConnectionCheck,
  type ConnectionDraft,
  type ConnectionProfile,
  type ConnectionRights,
  type ConnectionsState,
  type DraftApiToken,
  type DraftSecret,
  type ExportFormat,
  type ImportedConnection,
  type NewKeys,
  UNKNOWN_RIGHTS,
} from '../../../shared/connection';
import { fail, FailureError, type Failure } from '../../../shared/failure';
import type { ProbeOptions } from '../links/probe';
import { failureOfFile } from '../store/file-errors';
import type { ObjectStore } from '../store/object-store';
import type { CreateStore, StoreConfig } from '../store/store-config';
import { canDo, CheckSheet } from './check';
import { checkConnection } from './check-connection';
import { cleanDraft } from './draft';
import { endpointOf } from './endpoint';
import { exportText } from './export-config';
import { findJurisdiction } from './find-jurisdiction';
import { OpenStores } from './open-stores';
import type { ReadPaste } from './paste/paste';
import { readProfiles, writeProfiles, type Profiles, type ProfileStorage, type StoredProfile } from './profiles-file';
import { domainsAsWanted, domainsWith, type WantedDomain } from './public-domains';
import { sandboxConfig, type SandboxControl, type SandboxInfo } from './sandbox-control';
import { hasToken, ProfileSecrets, type ClearSecrets, type SealedSecrets } from './profile-secrets';
import { rightsOf, sameKeys } from './rights';
import type { SecretVault } from './secrets';
import { checkPatiently, type Patience } from './young-keys';

export interface ConnectionsOptions {
  readonly storage: ProfileStorage;
  readonly vault: SecretVault;
  readonly sandbox: SandboxControl;
  readonly createStore: CreateStore;
  /** How public links are opened by a check. */
  readonly probe: ProbeOptions;
  /** ms since 1970. */
  readonly now: () => number;
  readonly randomId: () => string;
  /** Between two checks of keys that may be too new; a timer unless said otherwise. */
  readonly wait?: Patience['wait'];
  readonly onChange: (state: ConnectionsState) => void;
}

export function createConnections(options: ConnectionsOptions): Connections {
  return new Connections(options);
}

/** The connections: what is kept of them, their secrets, and an open store for each. No secret leaves it but into a store. */
export class Connections {
  readonly #secrets: ProfileSecrets;
  readonly #stores: OpenStores;
  /** When a check with an Access Key ID was first begun. */
  readonly #firstChecks = new Map<string, number>();
  /** What the last check found, and of which keys. */
  #found: { readonly of: KeysOfBucket; readonly rights: ConnectionRights } | null = null;
  #profiles: Profiles;

  constructor(private readonly options: ConnectionsOptions) {
    this.#secrets = new ProfileSecrets(options.vault, options.randomId);
    this.#stores = new OpenStores(options.createStore);
    this.#profiles = readProfiles(options.storage);
  }

  state(): ConnectionsState {
    const { activeId, profiles } = this.#profiles;
    return { profiles: profiles.map((one) => this.#visible(one)), activeId, storage: this.#secrets.storage() };
  }

  /** Fails with `no-connection`. */
  profileOf(connectionId: string): ConnectionProfile {
    return this.#visible(this.#stored(connectionId));
  }

  /** The same, once what is only known while it runs (the sandbox's public base) is up to date. */
  async readyProfileOf(connectionId: string): Promise<ConnectionProfile> {
    if (this.#stored(connectionId).address.kind === 'sandbox') await this.#refreshSandbox(connectionId);
    return this.profileOf(connectionId);
  }

  /** Keeps a draft as a connection, a new one or in place of `replaces`, and makes it the active one. */
  async save({ draft, replaces }: { draft: ConnectionDraft; replaces: string | null }): Promise<ConnectionProfile> {
    const old = replaces === null ? null : this.#stored(replaces);
    if (draft.address.kind === 'sandbox') return this.openSandbox();
    const clean = cleanDraft(draft.address, draft);
    const secrets = await this.#secretsOf(draft, old);
    const sealed = await this.#sealed(secrets, draft, old);
    const id = old?.id ?? this.options.randomId();
    const createdAt = old?.createdAt ?? this.options.now();
    // The domains of another bucket are none of this one.
    const sameBucket = old?.bucket === clean.bucket && isDeepStrictEqual(old.address, clean.address);
    const publicDomains = domainsWith(sameBucket ? old : null, clean.publicBase);
    const rights = this.#rightsFor(clean, old);
    const age = await this.#keyAge(clean.accessKeyId, secrets.secret, old);
    this.#put({ ...clean, publicDomains, id, name: clean.bucket, createdAt, ...age, rights, ...sealed });
    this.#secrets.kept(id, secrets, sealed);
    this.#stores.close(id);
    this.#tell();
    return this.profileOf(id);
  }

  /**
   * Tries new keys as a connection check does, and only where they can do all that they must, puts them in the place of the old
   * ones. Answers whether it did; else the old ones stay, as they do when it is broken off. Fails with `same-keys`.
   */
  async replaceKeys(
    keys: NewKeys,
    onProgress: (check: ConnectionCheck) => void,
    signal: AbortSignal,
  ): Promise<boolean> {
    const { connectionId, checkId, accessKeyId, rights } = keys;
    const old = this.#stored(connectionId);
    const { address, bucket, publicBase } = old;
    const own = { kind: 'stored', connectionId } as const;
    const secret = { kind: 'typed', value: keys.secret } as const;
    const apiToken: DraftApiToken = old.sealedApiToken === null ? { kind: 'none' } : own;
    const draft = { address, bucket, publicBase, accessKeyId: accessKeyId.trim(), secret, apiToken };
    if (accessKeyId.trim() === old.accessKeyId && (await this.#hasSecret(old, keys.secret.trim()))) fail('same-keys');
    const check = await this.check({ checkId, draft }, onProgress, signal);
    if (!canDo(check, rights) || signal.aborted) return false;
    await this.save({ draft, replaces: connectionId });
    return true;
  }

  /** The person knows how old the keys are, and wants to hear it again tomorrow at the earliest. */
  putOffReminder(connectionId: string): void {
    this.#stored(connectionId);
    this.#change(connectionId, { keysRemindedAt: this.options.now() });
  }

  /** Keeps the public domains of a connection, the preferred one first. Fails for what can be none. */
  setDomains(connectionId: string, wanted: readonly WantedDomain[]): ConnectionProfile {
    const profile = this.#stored(connectionId);
    if (profile.address.kind !== 'sandbox') this.#change(connectionId, domainsAsWanted(profile, wanted));
    return this.profileOf(connectionId);
  }

  /** An object of the bucket has opened on this domain: from now on it is believed. */
  domainProven(connectionId: string, base: string): void {
    const { publicDomains } = this.#stored(connectionId);
    if (publicDomains.find((one) => one.base === base)?.provenAt !== null) return;
    const provenAt = this.options.now();
    const proven = publicDomains.map((one) => (one.base === base ? { ...one, provenAt } : one));
    this.#change(connectionId, { publicDomains: proven });
  }

  select(connectionId: string): void {
    this.#stored(connectionId);
    this.#write({ ...this.#profiles, activeId: connectionId });
    this.#tell();
  }

  /** Forgets a connection and its secret; the bucket is not touched. */
  remove(connectionId: string): void {
    this.#stored(connectionId);
    const profiles = this.#profiles.profiles.filter((one) => one.id !== connectionId);
    const { activeId } = this.#profiles;
    this.#write({ profiles, activeId: activeId === connectionId ? (profiles[0]?.id ?? null) : activeId });
    this.#secrets.forget(connectionId);
    this.#stores.close(connectionId);
    this.#tell();
  }

  /** Starts the sandbox and makes its connection the active one; there is only ever one of it. */
  async openSandbox(): Promise<ConnectionProfile> {
    const { accessKeyId, bucket, publicBase } = await this.options.sandbox.start();
    const old = this.#profiles.profiles.find((one) => one.address.kind === 'sandbox');
    const id = old?.id ?? this.options.randomId();
    const createdAt = old?.createdAt ?? this.options.now();
    const address = { kind: 'sandbox' } as const;
    const publicDomains = domainsWith(old ?? null, publicBase);
    this.#put({
      ...{ id, name: bucket, address, bucket, publicBase, publicDomains, accessKeyId, createdAt },
      ...{ keysSince: createdAt, keysRemindedAt: null, rights: UNKNOWN_RIGHTS },
      ...{ sealedSecret: null, sealedApiToken: null },
    });
    this.#tell();
    return this.profileOf(id);
  }

  /**
   * The store of a connection, kept open until the connection changes. Ask for it each time: after a change there is another one.
   * Fails with `no-connection`, `secrets-unreadable`, `secrets-locked`, `secrets-unavailable`, `sandbox-failed`.
   */
  async storeOf(connectionId: string): Promise<ObjectStore> {
    const profile = this.#stored(connectionId);
    const { address } = profile;
    if (address.kind !== 'sandbox')
      return this.#stores.get(
        connectionId,
        '',
        () => this.#configOf(profile),
        (rights) => this.#learn(connectionId, rights),
      );
    const info = await this.#refreshSandbox(connectionId);
    return this.#stores.get(connectionId, info.endpoint, () => Promise.resolve(sandboxConfig(info)));
  }

  /**
   * Tries each right of a draft. What is wrong with the draft itself stands in the first line. Keys that are refused are tried
   * again for a minute after their first check.
   */
  async check(
    { checkId, draft }: { checkId: string; draft: ConnectionDraft },
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
    try {
      const check = await checkPatiently(
        (tell, own) => checkConnection({ sheet: new CheckSheet(checkId, now, tell), ...input }, own),
        { since, now, wait },
        onProgress,
        signal,
      );
      this.#keepFound(of, rightsOf(check));
      return check;
    } finally {
      store.close();
    }
  }

  /** The API token of a connection, or of a draft. Fails with `api-token-missing`, `secrets-unreadable`. */
  async apiTokenOf(chosen: DraftSecret): Promise<string> {
    const stored = (connectionId: string): Promise<string> =>
      this.#opened(this.#stored(connectionId), (profile) => this.#secrets.openApiToken(profile));
    return this.#secrets.clear(chosen, stored, 'apiToken');
  }

  /**
   * A connection with its keys in the clear, for a file or the clipboard and never for the page. Fails as `storeOf`, and with
   * `invalid-input` for what the format cannot hold.
   */
  async exportText(connectionId: string, format: ExportFormat): Promise<string> {
    const profile = this.#stored(connectionId);
    const { address, bucket, publicBase, accessKeyId } = profile;
    if (address.kind === 'sandbox') return fail('no-connection');
    return exportText(format, { address, bucket, publicBase, accessKeyId, secret: await this.#openSecret(profile) });
  }

  /** Keeps a secret here, under a name that a draft may use. */
  hold(secret: string): string {
    return this.#secrets.hold(secret);
  }

  /** Keeps what a pasted text gave: its secrets stay here, under names. Fails with `import-nothing-found`. */
  holdImport(found: readonly ReadPaste[]): readonly ImportedConnection[] {
    if (found.length === 0) fail('import-nothing-found');
    const hold = (secret: string | null): string | null => (secret === null ? null : this.#secrets.hold(secret));
    return found.map(({ secret, apiToken, ...rest }) => ({
      ...rest,
      heldSecretId: hold(secret),
      heldTokenId: hold(apiToken),
    }));
  }

  /** Seals all secrets anew, as the vault says now. What cannot be opened stays as it is. */
  async reseal(): Promise<void> {
    const before = this.#profiles.profiles;
    const resealed = await Promise.all(before.map((one) => this.#secrets.reseal(one)));
    // One that was saved meanwhile is sealed already.
    const changed = new Map(before.map((one, place) => [one, resealed[place]]));
    const profiles = this.#profiles.profiles.map((one) => ({ ...one, ...changed.get(one)?.sealed }));
    const kept = this.#profiles.profiles.flatMap((one) => changed.get(one) ?? []);
    this.#write({ ...this.#profiles, profiles });
    for (const one of kept) one.done();
  }

  /** What the vault can open has changed: stores are opened anew, and the page is told. */
  secretsChanged(): void {
    this.#stores.closeAll();
    this.#tell();
  }

  /** Frees all sockets; for the end of the app. */
  close(): void {
    this.#stores.closeAll();
  }

  /** Rights that a check has shown hold from now on for every connection with these keys, and for the one that is to be saved. */
  #keepFound(of: KeysOfBucket, rights: ConnectionRights): void {
    this.#found = { of, rights };
    if (isDeepStrictEqual(rights, UNKNOWN_RIGHTS)) return;
    for (const one of this.#profiles.profiles) if (sameKeys(one, of)) this.#learn(one.id, rights);
  }

  #rightsFor(clean: KeysOfBucket, old: StoredProfile | null): ConnectionRights {
    if (this.#found !== null && sameKeys(this.#found.of, clean)) return this.#found.rights;
    return old !== null && sameKeys(old, clean) ? old.rights : UNKNOWN_RIGHTS;
  }

  #learn(connectionId: string, learnt: Partial<ConnectionRights>): void {
    const old = this.#profiles.profiles.find((one) => one.id === connectionId)?.rights;
    if (old === undefined) return;
    const rights = { ...old, ...learnt };
    if (!isDeepStrictEqual(rights, old)) this.#change(connectionId, { rights });
  }

  #visible(profile: StoredProfile): ConnectionProfile {
    const { sealedSecret: _, sealedApiToken: __, ...shown } = profile;
    return { ...shown, ...this.#secrets.statesOf(profile) };
  }

  #stored(connectionId: string): StoredProfile {
    return this.#profiles.profiles.find((one) => one.id === connectionId) ?? fail('no-connection');
  }

  #put(profile: StoredProfile): void {
    const { profiles } = this.#profiles;
    const known = profiles.some((one) => one.id === profile.id);
    const next = known ? profiles.map((one) => (one.id === profile.id ? profile : one)) : [...profiles, profile];
    this.#write({ activeId: profile.id, profiles: next });
  }

  #change(connectionId: string, change: Partial<StoredProfile>): void {
    const changed = (one: StoredProfile): StoredProfile => (one.id === connectionId ? { ...one, ...change } : one);
    this.#write({ ...this.#profiles, profiles: this.#profiles.profiles.map(changed) });
    this.#tell();
  }

  /** On disk first: a full disk leaves all as it was. */
  #write(profiles: Profiles): void {
    try {
      writeProfiles(this.options.storage, profiles);
    } catch (error) {
      const cause = failureOfFile(error, 'write', 'connections');
      throw cause === null ? error : new FailureError(cause);
    }
    this.#profiles = profiles;
  }

  #tell(): void {
    this.options.onChange(this.state());
  }

  async #secretsOf({ secret, apiToken }: ConnectionDraft, old: StoredProfile | null): Promise<ClearSecrets> {
    const token = hasToken(apiToken) && !this.#isClosed(apiToken, old) ? await this.apiTokenOf(apiToken) : null;
    return { secret: await this.#secretOf(secret), apiToken: token };
  }

  /** A connection's own API token that cannot be opened now stays sealed as it is: its secret can be entered again all the same. */
  async #sealed(
    secrets: ClearSecrets,
    { apiToken }: ConnectionDraft,
    old: StoredProfile | null,
  ): Promise<SealedSecrets> {
    const sealed = await this.#secrets.seal(secrets);
    return old !== null && this.#isClosed(apiToken, old) ? { ...sealed, sealedApiToken: old.sealedApiToken } : sealed;
  }

  /** Keys that are entered again are as old as they were. */
  async #keyAge(
    accessKeyId: string,
    secret: string,
    old: StoredProfile | null,
  ): Promise<Pick<StoredProfile, 'keysSince' | 'keysRemindedAt'>> {
    const same = old?.accessKeyId === accessKeyId && (await this.#hasSecret(old, secret)) !== false;
    return same
      ? { keysSince: old.keysSince, keysRemindedAt: old.keysRemindedAt }
      : { keysSince: this.options.now(), keysRemindedAt: null };
  }

  /** Whether a connection has this secret; null where its own cannot be opened. */
  async #hasSecret(profile: StoredProfile, secret: string): Promise<boolean | null> {
    const own = await this.#secrets.openSecret(profile).catch(() => null);
    return own === null ? null : own === secret;
  }

  #isClosed(apiToken: DraftApiToken, old: StoredProfile | null): boolean {
    if (old === null || apiToken.kind !== 'stored' || apiToken.connectionId !== old.id) return false;
    const state = this.#secrets.statesOf(old).apiToken;
    return state === 'unreadable' || state === 'locked';
  }

  #secretOf(chosen: DraftSecret): Promise<string> {
    return this.#secrets.clear(chosen, (id) => this.#openSecret(this.#stored(id)), 'secret');
  }

  #openSecret(profile: StoredProfile): Promise<string> {
    return this.#opened(profile, () => this.#secrets.openSecret(profile));
  }

  /** Opens a secret, and tells when that changed what is known of it. */
  async #opened(profile: StoredProfile, open: (profile: StoredProfile) => Promise<string>): Promise<string> {
    const before = JSON.stringify(this.#secrets.statesOf(profile));
    try {
      return await open(profile);
    } finally {
      if (JSON.stringify(this.#secrets.statesOf(profile)) !== before) this.#tell();
    }
  }

  async #configOf(profile: StoredProfile): Promise<StoreConfig> {
    const { address, bucket, accessKeyId } = profile;
    if (address.kind === 'sandbox') return sandboxConfig(await this.options.sandbox.start());
    return { ...endpointOf(address), bucket, accessKeyId, secretAccessKey: await this.#openSecret(profile) };
  }

  async #prepare(draft: ConnectionDraft): Promise<PreparedCheck> {
    if (draft.address.kind === 'sandbox') {
      const info = await this.options.sandbox.start();
      return { config: sandboxConfig(info), publicBase: info.publicBase, of: { ...draft, bucket: info.bucket } };
    }
    const { address, bucket, accessKeyId, publicBase } = cleanDraft(draft.address, draft);
    const secretAccessKey = await this.#secretOf(draft.secret);
    const config = { ...endpointOf(address), bucket, accessKeyId, secretAccessKey };
    return { config, publicBase, of: { address, bucket, accessKeyId } };
  }

  async #refreshSandbox(connectionId: string): Promise<SandboxInfo> {
    const info = await this.options.sandbox.start();
    const profile = this.#stored(connectionId);
    const { accessKeyId, bucket, publicBase } = info;
    if (profile.publicBase !== publicBase || profile.accessKeyId !== accessKeyId || profile.bucket !== bucket) {
      this.#change(connectionId, { accessKeyId, bucket, publicBase, publicDomains: domainsWith(profile, publicBase) });
    }
    return info;
  }
}

type KeysOfBucket = Pick<ConnectionDraft, 'address' | 'bucket' | 'accessKeyId'>;

interface PreparedCheck {
  readonly config: StoreConfig;
  readonly publicBase: string | null;
  readonly of: KeysOfBucket;
}

function failureOf(error: unknown): Failure {
  if (error instanceof FailureError) return error.failure;
  throw error;
}
