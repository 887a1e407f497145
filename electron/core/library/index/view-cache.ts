import type { LibraryView } from '../../../../shared/library';
import type { ViewRows } from './view-rows';

/** Views whose answers are kept: what a page has open, and the ones before. */
const KEPT = 4;

/** Keeps the answers of the last views until something changes. */
export class ViewCache {
  readonly #kept = new Map<string, ViewRows>();

  rows({ connectionId: _, ...view }: LibraryView, answer: () => ViewRows): ViewRows {
    const name = JSON.stringify(view);
    const rows = this.#kept.get(name) ?? answer();
    this.#kept.delete(name);
    this.#kept.set(name, rows);
    const oldest = this.#kept.keys().next();
    if (this.#kept.size > KEPT && oldest.done !== true) this.#kept.delete(oldest.value);
    return rows;
  }

  clear(): void {
    this.#kept.clear();
  }
}
