import type { LibraryView } from '../../../shared/library';
import type { ViewOrder } from './view-order';

/** Views whose orders are kept: those that a page has open, and the ones before. */
const KEPT = 8;

/** Keeps the orders of the last views for as long as they hold. */
export class OrderCache {
  readonly #kept = new Map<string, ViewOrder>();

  order(view: LibraryView, make: () => ViewOrder): ViewOrder {
    const name = JSON.stringify([view.scope, view.search, view.kinds, view.sort]);
    const order = this.#kept.get(name) ?? make();
    this.#kept.delete(name);
    this.#kept.set(name, order);
    const oldest = this.#kept.keys().next();
    if (this.#kept.size > KEPT && oldest.done !== true) this.#kept.delete(oldest.value);
    return order;
  }

  clear(): void {
    this.#kept.clear();
  }
}
