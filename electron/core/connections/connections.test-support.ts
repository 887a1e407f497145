import type { SecretStorage } from '../../../shared/connection';
import type { ProfileStorage } from './profiles-file';
import type { SecretVault } from './secrets';

/** A file of profiles in memory, for tests. */
export class MemoryStorage implements ProfileStorage {
  content: unknown = null;
  readonly aside: unknown[] = [];
  failWith: Error | null = null;

  read(): unknown {
    if (this.content === 'not json') throw new SyntaxError('Unexpected token');
    return structuredClone(this.content);
  }

  write(value: unknown): void {
    if (this.failWith !== null) throw this.failWith;
    this.content = structuredClone(value);
  }

  setAside(): void {
    this.aside.push(this.content);
    this.content = null;
  }
}

/** A keychain that can be locked, exchanged for another one, and taken away, for tests. */
export class TestVault implements SecretVault {
  key = 'k1';
  kind: SecretStorage['kind'] = 'keychain';

  storage(): SecretStorage {
    return this.kind === 'keychain' ? { kind: 'keychain', backend: 'test' } : { kind: 'session-only' };
  }

  async seal(text: string): Promise<string> {
    if (this.key === 'locked') throw new Error(`cannot seal ${text}`);
    return `${this.key}:${Buffer.from(text).toString('base64')}`;
  }

  async open(sealed: string): Promise<string> {
    const [key, text] = sealed.split(':', 2);
    if (key !== this.key || text === undefined) throw new Error(`cannot open ${sealed}`);
    return Buffer.from(text, 'base64').toString();
  }
}
