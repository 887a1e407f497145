import { hash } from 'node:crypto';
import { normalizeKey } from '../../../shared/keys';

/** The library's id for a key of a connection: 32 hex digits, the same on every start, and telling nothing of the key. */
export function assetIdOf(connectionId: string, key: string): string {
  return hash('sha256', `${connectionId}\0${normalizeKey(key)}`, 'hex').slice(0, 32);
}
