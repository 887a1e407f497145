import { normalizeKey } from '../../../../shared/keys';
import type { TransferRecord } from '../journal/records';

/** Keys and local files that an item under way writes. */
export class Locks {
  readonly #taken = new Set<string>();

  areFree(locks: readonly string[]): boolean {
    return !locks.some((lock) => this.#taken.has(lock));
  }

  take(locks: readonly string[]): void {
    for (const lock of locks) this.#taken.add(lock);
  }

  release(locks: readonly string[]): void {
    for (const lock of locks) this.#taken.delete(lock);
  }
}

/** What two items must not do at once: write (or move away) one key, or write one local file. */
export function locksOf(record: TransferRecord): readonly string[] {
  if (record.direction === 'download') return [JSON.stringify(['download', record.localPath])];
  const target = lockOfKey(record.connectionId, record.key);
  if (record.direction !== 'copy' || !record.move) return [target];
  return [target, lockOfKey(record.source.connectionId, record.source.key)];
}

function lockOfKey(connectionId: string, key: string): string {
  return JSON.stringify(['key', connectionId, normalizeKey(key)]);
}
