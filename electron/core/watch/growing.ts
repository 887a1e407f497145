import type { Failure } from '../../../shared/failure';
import { isUnchanged, type SeenFile } from './look';

interface GrowingFile {
  readonly seen: SeenFile;
  /** When it was first seen as it is now, or is to be looked at again, ms since 1970. */
  readonly since: number;
  /** Why it did not go although it was finished; null where nothing stood in its way. */
  readonly failure: Failure | null;
}

/** Files that have appeared or changed, until they have stood still for long enough. */
export class Growing {
  readonly #files = new Map<string, GrowingFile>();

  get count(): number {
    return this.#files.size;
  }

  /** What stands in the way of one of them. */
  get failure(): Failure | null {
    for (const { failure } of this.#files.values()) if (failure !== null) return failure;
    return null;
  }

  /** A file as it is now. */
  note(seen: SeenFile, now: number): void {
    const before = this.#files.get(seen.relative);
    if (before !== undefined && isUnchanged(before.seen, seen)) return;
    this.#files.set(seen.relative, { seen, since: now, failure: null });
  }

  /** It rests anew from `until` on, since it could not go. */
  postpone(seen: SeenFile, until: number, why: Failure | null): void {
    this.#files.set(seen.relative, { seen, since: until, failure: why });
  }

  forget(relative: string): void {
    this.#files.delete(relative);
  }

  clear(): void {
    this.#files.clear();
  }

  /** Those that have stood still for `restMs` by now. */
  due(now: number, restMs: number): readonly SeenFile[] {
    return [...this.#files.values()].filter(({ since }) => since + restMs <= now).map(({ seen }) => seen);
  }

  /** When the next of them may be finished; null when there are none. */
  nextAt(restMs: number): number | null {
    let first: number | null = null;
    for (const { since } of this.#files.values()) first = Math.min(first ?? Infinity, since + restMs);
    return first;
  }
}
