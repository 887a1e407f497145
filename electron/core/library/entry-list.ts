import type { IndexEntry } from './index-entry';
import { compareNames, mergeSorted } from './natural-order';

/** All entries in the order of their names; sorted when someone asks, so that a scan nobody looks at costs nothing. */
export class EntryList {
  #sorted: readonly IndexEntry[] = [];
  #added: IndexEntry[] = [];
  #someGone = false;

  add(entry: IndexEntry): void {
    this.#added.push(entry);
  }

  /** The entry is no longer listed, now and for good. */
  remove(entry: IndexEntry): void {
    entry.gone = true;
    this.#someGone = true;
  }

  byName(): readonly IndexEntry[] {
    const there = (entry: IndexEntry) => !entry.gone;
    if (this.#someGone) {
      this.#sorted = this.#sorted.filter(there);
      this.#added = this.#added.filter(there);
      this.#someGone = false;
    }
    if (this.#added.length > 0) {
      this.#sorted = mergeSorted(this.#sorted, this.#added, compareNames);
      this.#added = [];
    }
    return this.#sorted;
  }
}
