import { safeStorage } from 'electron';
import type { Keychain } from '../core/vault/vault';

/** Stands before every sealed text: with another keyring's key, one in some hundred opens without an error, as nonsense. */
const MARK = 'flow-media:';

/**
 * Seals texts with the operating system's keychain. Where there is none (Linux without a keyring, backend `basic_text`), it says
 * so and seals nothing: Chromium's fallback there is a key that everyone knows (electron/docs/api/safe-storage.md).
 */
export class KeychainVault implements Keychain {
  storage(): ReturnType<Keychain['storage']> {
    if (!safeStorage.isEncryptionAvailable()) return { kind: 'session-only' };
    if (process.platform !== 'linux')
      return { kind: 'keychain', backend: process.platform === 'darwin' ? 'keychain' : 'dpapi' };
    const backend = safeStorage.getSelectedStorageBackend();
    return backend === 'basic_text' || backend === 'unknown' ? { kind: 'session-only' } : { kind: 'keychain', backend };
  }

  /** Answers base64 text. Rejects where `storage()` is session-only. */
  async seal(text: string): Promise<string> {
    if (this.storage().kind !== 'keychain') throw new Error('There is no keychain to seal with.');
    return safeStorage.encryptString(`${MARK}${text}`).toString('base64');
  }

  /** Rejects when this keychain cannot open it (another keyring, a copied profile). */
  async open(sealed: string): Promise<string> {
    const opened = safeStorage.decryptString(Buffer.from(sealed, 'base64'));
    if (!opened.startsWith(MARK)) throw new Error('Sealed by another keychain.');
    return opened.slice(MARK.length);
  }
}
