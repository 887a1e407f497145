import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { fail } from '../../../shared/failure';
import type { SecretPurpose } from '../connections/secrets';
import { keyDerivation, keyFromPassphrase, STRONG_DERIVATION, type KeyDerivation } from './passphrase-key';
import { KEY_BYTES, openBytes, sealBytes } from './sealed-bytes';

const SALT_BYTES = 16;
const base64 = z.base64().max(200);

/** What is on disk: how the passphrase becomes a key, and the vault's own key sealed with that one, which proves the passphrase. */
const vaultFile = z.object({
  version: z.literal(1),
  id: z.string().regex(/^[0-9a-f]{16}$/),
  derivation: keyDerivation,
  salt: base64.refine((text) => Buffer.from(text, 'base64').byteLength >= SALT_BYTES),
  sealedKey: base64,
});
type VaultFile = z.infer<typeof vaultFile>;

/** Where the vault's file lies. */
export interface VaultStorage {
  read(): unknown;
  /** Replaces it, whole or not at all. */
  write(value: unknown): void;
  /** Puts it aside under another name. */
  setAside(): void;
}

export interface PassphraseVaultOptions {
  readonly storage: VaultStorage;
  /** ms since 1970. */
  readonly now: () => number;
  /** For new vaults. */
  readonly derivation?: KeyDerivation;
}

const FREE_TRIES = 3;
const LONGEST_WAIT = 32_000;

/**
 * Seals texts under a passphrase: the passphrase gives a key (scrypt), that key opens the vault's own random key, and the vault's
 * key seals the texts (AES-256-GCM). So a changed passphrase writes one small file anew and nothing else. The open key is in
 * memory alone; the passphrase is kept nowhere.
 */
export class PassphraseVault {
  readonly #options: PassphraseVaultOptions;
  #file: VaultFile | null;
  #key: Buffer | null = null;
  #wrongTries = 0;
  #notBefore = 0;
  #last: Promise<unknown> = Promise.resolve();
  /** Grows each time that somebody closes the vault: what was begun before opens it no more. */
  #closings = 0;

  constructor(options: PassphraseVaultOptions) {
    this.#options = options;
    // One that is not understood (damaged, or of a later version) stays where it is until there is another.
    this.#file = vaultFile.safeParse(options.storage.read()).data ?? null;
  }

  get state(): 'none' | 'locked' | 'open' {
    if (this.#file === null) return 'none';
    return this.#key === null ? 'locked' : 'open';
  }

  /** Makes a vault, where there is none, and opens it. */
  async create(passphrase: string): Promise<void> {
    if (this.#file !== null) fail('invalid-input', { field: 'passphrase' });
    const id = randomBytes(8).toString('hex');
    const key = randomBytes(KEY_BYTES);
    const file = await this.#fileFor(id, key, passphrase);
    if (this.#options.storage.read() !== null) this.#options.storage.setAside();
    this.#options.storage.write(file);
    this.#file = file;
    this.#hold(key);
  }

  /** Fails with `passphrase-wrong`, after some wrong ones with `passphrase-wait`, and where it is closed meanwhile with `secrets-locked`. */
  async unlock(passphrase: string): Promise<void> {
    const closings = this.#closings;
    const key = await this.#proved(passphrase);
    if (closings !== this.#closings) {
      key.fill(0);
      fail('secrets-locked');
    }
    this.#hold(key);
  }

  /** What is sealed stays as it is, and a vault that is closed meanwhile stays closed. Fails with `passphrase-wrong`, `passphrase-wait`. */
  async changePassphrase(current: string, next: string): Promise<void> {
    const closings = this.#closings;
    const key = await this.#proved(current);
    const before = this.#existing();
    const file = await this.#fileFor(before.id, key, next);
    // Forgotten, or changed by another question meanwhile.
    if (this.#file !== before) fail('secrets-unavailable');
    this.#options.storage.write(file);
    this.#file = file;
    if (closings === this.#closings) this.#hold(key);
    else key.fill(0);
  }

  lock(): void {
    this.#closings += 1;
    this.#hold(null);
  }

  /** For when nothing is sealed with it any more. */
  remove(): void {
    this.#options.storage.write(null);
    this.#leave();
  }

  /** For a passphrase that nobody knows any more: what it sealed cannot be opened again. The file is put aside. */
  forget(): void {
    this.#options.storage.setAside();
    this.#leave();
  }

  /** Whether this vault, open or not, has sealed it. */
  sealed(sealed: string): boolean {
    return this.#file !== null && sealed.startsWith(markOf(this.#file.id));
  }

  seal(text: string, purpose: SecretPurpose): string {
    const mark = markOf(this.#existing().id);
    return mark + sealBytes(this.#openKey(), Buffer.from(text), mark + purpose).toString('base64');
  }

  /** Throws for what this vault has not sealed for this purpose. */
  open(sealed: string, purpose: SecretPurpose): string {
    const mark = markOf(this.#existing().id);
    if (!sealed.startsWith(mark)) throw new Error('Sealed by another vault.');
    const bytes = openBytes(this.#openKey(), Buffer.from(sealed.slice(mark.length), 'base64'), mark + purpose);
    const text = bytes.toString();
    bytes.fill(0);
    return text;
  }

  #hold(key: Buffer | null): void {
    this.#key?.fill(0);
    this.#key = key;
  }

  #leave(): void {
    this.lock();
    this.#file = null;
    this.#wrongTries = 0;
    this.#notBefore = 0;
  }

  #existing(): VaultFile {
    return this.#file ?? fail('secrets-unavailable');
  }

  #openKey(): Buffer {
    return this.#key ?? fail('secrets-locked');
  }

  async #fileFor(id: string, key: Uint8Array, passphrase: string): Promise<VaultFile> {
    const derivation = this.#options.derivation ?? STRONG_DERIVATION;
    const salt = randomBytes(SALT_BYTES);
    const outer = await keyFromPassphrase(passphrase, salt, derivation);
    const sealedKey = sealBytes(outer, key, keyContext(id)).toString('base64');
    outer.fill(0);
    return { version: 1, id, derivation, salt: salt.toString('base64'), sealedKey };
  }

  /** The vault's key, for who knows the passphrase. One try at a time, so that many at once are no way around the wait. */
  #proved(passphrase: string): Promise<Buffer> {
    const attempt = this.#last.then(
      () => this.#try(passphrase),
      () => this.#try(passphrase),
    );
    this.#last = attempt;
    return attempt;
  }

  async #try(passphrase: string): Promise<Buffer> {
    const file = this.#existing();
    const wait = Math.min(this.#notBefore - this.#options.now(), LONGEST_WAIT);
    if (wait > 0) fail('passphrase-wait', { seconds: Math.ceil(wait / 1000) });
    const outer = await keyFromPassphrase(passphrase, Buffer.from(file.salt, 'base64'), file.derivation);
    try {
      const key = openBytes(outer, Buffer.from(file.sealedKey, 'base64'), keyContext(file.id));
      this.#wrongTries = 0;
      return key;
    } catch {
      this.#wrongTries += 1;
      const pause = this.#wrongTries < FREE_TRIES ? 0 : 1000 * 2 ** (this.#wrongTries - FREE_TRIES);
      this.#notBefore = this.#options.now() + Math.min(pause, LONGEST_WAIT);
      fail('passphrase-wrong');
    } finally {
      outer.fill(0);
    }
  }
}

/** Stands before every text that a vault of a passphrase has sealed; the keychain's are plain base64. */
export const PASSPHRASE_MARK = 'passphrase:';

function markOf(id: string): string {
  return `${PASSPHRASE_MARK}1:${id}:`;
}

function keyContext(id: string): string {
  return `flow-media vault key 1:${id}`;
}
