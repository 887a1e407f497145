import type { SecretStorage } from '../../../shared/connection';
import { fail } from '../../../shared/failure';
import type { SecretPurpose, SecretVault } from '../connections/secrets';
import { PASSPHRASE_MARK, type PassphraseVault } from './passphrase-vault';

/** The operating system's keychain. */
export interface Keychain {
  storage(): Exclude<SecretStorage, { readonly kind: 'passphrase' }>;
  /** Ciphertext, fit for a file. Rejects when the keychain refuses, or where there is none. */
  seal(text: string): Promise<string>;
  /** Rejects when this system's keychain cannot open it. */
  open(sealed: string): Promise<string>;
}

/** Seals with a passphrase where the person has set one, else with the keychain; what either has sealed can be opened. */
export class Vault implements SecretVault {
  #leaving = false;

  constructor(
    private readonly keychain: Keychain,
    private readonly passphrase: PassphraseVault,
  ) {}

  storage(): SecretStorage {
    const keychain = this.keychain.storage();
    const { state } = this.passphrase;
    if (state === 'none' || this.#leaving) return keychain;
    return { kind: 'passphrase', lock: state, keychain: keychain.kind === 'keychain' };
  }

  stateOf(sealed: string): 'openable' | 'locked' | 'unreadable' {
    if (!sealed.startsWith(PASSPHRASE_MARK)) return 'openable';
    if (!this.passphrase.sealed(sealed)) return 'unreadable';
    return this.passphrase.state === 'open' ? 'openable' : 'locked';
  }

  async seal(text: string, purpose: SecretPurpose): Promise<string> {
    return this.storage().kind === 'passphrase' ? this.passphrase.seal(text, purpose) : this.keychain.seal(text);
  }

  async open(sealed: string, purpose: SecretPurpose): Promise<string> {
    return sealed.startsWith(PASSPHRASE_MARK) ? this.passphrase.open(sealed, purpose) : this.keychain.open(sealed);
  }

  /** While `work` runs the keychain seals again, and the passphrase still opens; after it the passphrase is gone. */
  async leavePassphrase(work: () => Promise<void>): Promise<void> {
    if (this.keychain.storage().kind !== 'keychain') fail('secrets-unavailable');
    if (this.passphrase.state === 'locked') fail('secrets-locked');
    this.#leaving = true;
    try {
      await work();
      this.passphrase.remove();
    } finally {
      this.#leaving = false;
    }
  }
}
