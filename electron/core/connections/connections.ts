import { isDeepStrictEqual } from 'node:util';
import type {
  ConnectionCheck,
  ConnectionProfile,
  ConnectionsState,
  DraftSecret,
  ExportFormat,
  ImportedConnection,
  NewKeys,
} from '../../../shared/connection';
import { fail } from '../../../shared/failure';
import type { TokenKeys } from '../store/cloudflare/api-token';
import type { ObjectStore } from '../store/object-store';
import type { StoreConfig } from '../store/store-config';
import { ConnectionChecks, type ChecksOptions, type WantedCheck } from './connection-checks';
import { ConnectionKeys } from './connection-keys';
import { cleanDraft, type KeptDraft } from './draft';
import { endpointOf } from './endpoint';
import { exportText } from './export-config';
import { OpenStores } from './open-stores';
import type { ReadPaste } from './paste/paste';
import { ProfileBook } from './profile-book';
import { ProfileSecrets } from './profile-secrets';
import type { ProfileStorage, StoredProfile } from './profiles-file';
import { domainsAsWanted, domainsWith, type WantedDomain } from './public-domains';
import { replaceKeys, type KeysOwner } from './replace-keys';
import { SandboxConnection } from './sandbox-connection';
import { sandboxConfig } from './sandbox-control';
import type { SecretVault } from './secrets';
import { TokenTerms, type ProveToken } from './token-terms';

export interface ConnectionsOptions extends ChecksOptions {
  readonly storage: ProfileStorage;
  readonly vault: SecretVault;
  /** Left out where Cloudflare is not to be asked. */
  readonly proveToken?: ProveToken;
  readonly onChange: (state: ConnectionsState) => void;
}

export function createConnections(options: ConnectionsOptions): Connections {
  return new Connections(options);
}

/** The connections: what is kept of them, their secrets, and an open store for each. No secret leaves it but into a store. */
export class Connections {
  readonly #secrets: ProfileSecrets;
  readonly #book: ProfileBook;
  readonly #keys: ConnectionKeys;
  readonly #terms: TokenTerms;
  readonly #checks: ConnectionChecks;
  readonly #sandbox: SandboxConnection;
  readonly #stores: OpenStores;

  constructor(private readonly options: ConnectionsOptions) {
    const tell = (): void => this.#tell();
    this.#secrets = new ProfileSecrets(options.vault, options.randomId);
    this.#book = new ProfileBook(options.storage, tell);
    this.#keys = new ConnectionKeys(this.#book, this.#secrets, tell);
    this.#terms = new TokenTerms(this.#book, options.proveToken ?? null);
    this.#checks = new ConnectionChecks(this.#book, this.#keys, this.#terms, options);
    this.#sandbox = new SandboxConnection(this.#book, options);
    this.#stores = new OpenStores(options.createStore);
  }

  state(): ConnectionsState {
    const { activeId, all } = this.#book;
    return { profiles: all.map((one) => this.#visible(one)), activeId, storage: this.#secrets.storage() };
  }

  has(connectionId: string): boolean {
    return this.#book.find(connectionId) !== null;
  }

  /** Fails with `no-connection`. */
  profileOf(connectionId: string): ConnectionProfile {
    return this.#visible(this.#book.stored(connectionId));
  }

  /** The profile, once what is only known while it runs (the sandbox's public base) is up to date. */
  async readyProfileOf(connectionId: string): Promise<ConnectionProfile> {
    if (this.#book.stored(connectionId).address.kind === 'sandbox') await this.#sandbox.refresh(connectionId);
    return this.profileOf(connectionId);
  }

  /** Keeps a draft as a connection, a new one or in place of `replaces`, and makes it the active one. */
  async save(kept: KeptDraft): Promise<ConnectionProfile> {
    return this.#keep(kept, (id) => id);
  }

  /** `activeOf` says which connection is the active one then, this one having that id. */
  async #keep({ draft, replaces }: KeptDraft, activeOf: (id: string) => string | null): Promise<ConnectionProfile> {
    const old = replaces === null ? null : this.#book.stored(replaces);
    if (draft.address.kind === 'sandbox') return this.openSandbox();
    const clean = cleanDraft(draft.address, draft);
    const secrets = await this.#keys.secretsOf(draft, old);
    const sealed = await this.#keys.seal(secrets, draft, old);
    const id = old?.id ?? this.options.randomId();
    const createdAt = old?.createdAt ?? this.options.now();
    // The domains of another bucket are none of this one.
    const sameBucket = old?.bucket === clean.bucket && isDeepStrictEqual(old.address, clean.address);
    const publicDomains = domainsWith(sameBucket ? old : null, clean.publicBase);
    const rights = this.#checks.rightsFor(clean, old);
    const history = await this.#keys.historyOf(clean.accessKeyId, secrets.secret, old, this.options.now());
    const known = { ...history, ...this.#terms.of(clean.accessKeyId, secrets, draft, old), rights };
    const profile = { ...clean, publicDomains, id, name: clean.bucket, createdAt, ...known, ...sealed };
    this.#book.put(profile, activeOf(id));
    this.#secrets.kept(id, secrets, sealed);
    this.#stores.close(id);
    this.#tell();
    return this.profileOf(id);
  }

  /**
   * Tries new keys as a connection check does, and only where they can do all that they must, puts them in the place of the old
   * ones. Answers whether it did; else the old ones stay, as they do when it is broken off. The active connection stays the active
   * one. Fails with `same-keys`.
   */
  replaceKeys(keys: NewKeys, onProgress: (check: ConnectionCheck) => void, signal: AbortSignal): Promise<boolean> {
    const own: KeysOwner = {
      book: this.#book,
      keys: this.#keys,
      checks: this.#checks,
      profileOf: (id) => this.profileOf(id),
      keep: (kept) => this.#keep(kept, () => this.#book.activeId),
    };
    return replaceKeys(own, keys, onProgress, signal);
  }

  /** The person knows how old the keys are, and wants to hear it again tomorrow at the earliest. */
  putOffReminder(connectionId: string): void {
    this.#book.stored(connectionId);
    this.#book.change(connectionId, { keysRemindedAt: this.options.now() });
  }

  /** The person knows that the keys reach farther than the bucket. */
  acceptReach(connectionId: string): void {
    this.#book.stored(connectionId);
    this.#book.change(connectionId, { reachAccepted: true });
  }

  /** Takes note of an API token that Cloudflare has proved. */
  noteToken(token: TokenKeys): void {
    this.#terms.note(token);
  }

  /** Keeps the public domains of a connection, the preferred one first. Fails for what can be none. */
  setDomains(connectionId: string, wanted: readonly WantedDomain[]): ConnectionProfile {
    const profile = this.#book.stored(connectionId);
    if (profile.address.kind !== 'sandbox') this.#book.change(connectionId, domainsAsWanted(profile, wanted));
    return this.profileOf(connectionId);
  }

  /** An object of the bucket has opened on this domain: from now on it is believed. */
  domainProven(connectionId: string, base: string): void {
    const { publicDomains } = this.#book.stored(connectionId);
    if (publicDomains.find((one) => one.base === base)?.provenAt !== null) return;
    const provenAt = this.options.now();
    const proven = publicDomains.map((one) => (one.base === base ? { ...one, provenAt } : one));
    this.#book.change(connectionId, { publicDomains: proven });
  }

  select(connectionId: string): void {
    this.#book.select(connectionId);
  }

  /** Forgets a connection and its secret; the bucket is not touched. */
  remove(connectionId: string): void {
    this.#book.remove(connectionId);
    this.#secrets.forget(connectionId);
    this.#stores.close(connectionId);
    this.#tell();
  }

  /** Starts the sandbox and makes its connection the active one; there is only ever one of it. */
  async openSandbox(): Promise<ConnectionProfile> {
    const id = await this.#sandbox.open();
    this.#tell();
    return this.profileOf(id);
  }

  /**
   * The store of a connection, kept open until the connection changes. Ask for it each time: after a change there is another one.
   * Fails with `no-connection`, `secrets-unreadable`, `secrets-locked`, `secrets-unavailable`, `sandbox-failed`.
   */
  async storeOf(connectionId: string): Promise<ObjectStore> {
    const profile = this.#book.stored(connectionId);
    const { address } = profile;
    if (address.kind !== 'sandbox')
      return this.#stores.get(
        connectionId,
        '',
        () => this.#configOf(profile),
        (rights) => this.#checks.learn(connectionId, rights),
      );
    const info = await this.#sandbox.refresh(connectionId);
    return this.#stores.get(connectionId, info.endpoint, () => Promise.resolve(sandboxConfig(info)));
  }

  /** Tries each right of a draft, as `ConnectionChecks.run` says. */
  check(
    wanted: WantedCheck,
    onProgress: (check: ConnectionCheck) => void,
    signal: AbortSignal,
  ): Promise<ConnectionCheck> {
    return this.#checks.run(wanted, onProgress, signal);
  }

  /** The API token of a connection, or of a draft. Fails with `api-token-missing`, `secrets-unreadable`. */
  apiTokenOf(chosen: DraftSecret): Promise<string> {
    return this.#keys.apiTokenOf(chosen);
  }

  /**
   * A connection with its keys in the clear, for a file or the clipboard and never for the page. Fails as `storeOf`, and with
   * `invalid-input` for what the format cannot hold.
   */
  async exportText(connectionId: string, format: ExportFormat): Promise<string> {
    const profile = this.#book.stored(connectionId);
    const { address, bucket, publicBase, accessKeyId } = profile;
    if (address.kind === 'sandbox') return fail('no-connection');
    const secret = await this.#keys.openSecret(profile);
    return exportText(format, { address, bucket, publicBase, accessKeyId, secret });
  }

  /** Keeps a secret here, under a name that a draft may use. */
  hold(secret: string): string {
    return this.#secrets.hold(secret);
  }

  /** Keeps what a pasted text gave: its secrets stay here, under names. Fails with `import-nothing-found`. */
  holdImport(found: readonly ReadPaste[]): readonly ImportedConnection[] {
    return this.#keys.holdImport(found);
  }

  /** Seals all secrets anew, as the vault says now. What cannot be opened stays as it is. */
  reseal(): Promise<void> {
    return this.#keys.reseal();
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

  #visible(profile: StoredProfile): ConnectionProfile {
    const { sealedSecret: _, sealedApiToken: __, ...shown } = profile;
    return { ...shown, ...this.#secrets.statesOf(profile) };
  }

  #tell(): void {
    this.options.onChange(this.state());
  }

  async #configOf(profile: StoredProfile): Promise<StoreConfig> {
    const { address, bucket, accessKeyId } = profile;
    if (address.kind === 'sandbox') return sandboxConfig(await this.options.sandbox.start());
    return { ...endpointOf(address), bucket, accessKeyId, secretAccessKey: await this.#keys.openSecret(profile) };
  }
}
