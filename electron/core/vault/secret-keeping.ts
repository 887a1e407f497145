import type { PassphraseVault } from './passphrase-vault';
import type { Vault } from './vault';

/** Whoever keeps sealed texts. */
export interface KeepsSealed {
  /** Seals anew what can be opened, and what was only kept for the session. What cannot be opened stays as it is. */
  reseal(): Promise<void>;
}

export interface SecretKeepingOptions {
  readonly vault: Vault;
  readonly passphrase: PassphraseVault;
  readonly keepers: readonly KeepsSealed[];
  /** What can be opened has changed: to more, or to less. */
  readonly onChange: (to: 'more' | 'less') => void;
}

/** How the secrets are kept: by the keychain, under a passphrase, or until the app ends; and the way from one to another. */
export class SecretKeeping {
  constructor(private readonly options: SecretKeepingOptions) {}

  /** Seals everything under a passphrase from now on. What cannot be opened at this moment stays as it is. */
  async protect(passphrase: string): Promise<void> {
    await this.options.passphrase.create(passphrase);
    await this.#reseal();
  }

  /** Fails with `passphrase-wrong`, `passphrase-wait`. What was entered meanwhile is sealed too. */
  async unlock(passphrase: string): Promise<void> {
    await this.options.passphrase.unlock(passphrase);
    await this.#reseal();
  }

  lock(): void {
    this.options.passphrase.lock();
    this.options.onChange('less');
  }

  /** Fails with `passphrase-wrong`, `passphrase-wait`. */
  async changePassphrase(current: string, next: string): Promise<void> {
    const { passphrase } = this.options;
    await passphrase.changePassphrase(current, next);
    this.options.onChange(passphrase.state === 'open' ? 'more' : 'less');
  }

  /** Back to the keychain. Fails with `secrets-locked`, `secrets-unavailable`. */
  async useKeychain(): Promise<void> {
    try {
      await this.options.vault.leavePassphrase(() => this.#resealAll());
    } finally {
      this.options.onChange('more');
    }
  }

  /** The passphrase is known no more: its secrets have to be entered again. */
  forget(): void {
    this.options.passphrase.forget();
    this.options.onChange('less');
  }

  async #reseal(): Promise<void> {
    try {
      await this.#resealAll();
    } finally {
      this.options.onChange('more');
    }
  }

  async #resealAll(): Promise<void> {
    for (const keeper of this.options.keepers) await keeper.reseal();
  }
}
