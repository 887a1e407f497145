import type { TransferFilter, TransferItem, TransferState } from '../../../shared/transfer';
import { isFinished } from './queue/next-move';
import type { Entry } from './entry';

export interface Rows {
  readonly total: number;
  readonly rows: readonly TransferItem[];
}

/** The views that a state belongs to, besides all. */
export function groupOf(state: TransferState): Exclude<TransferFilter, 'all'> {
  if (isFinished(state)) return 'done';
  return state.kind === 'failed' ? 'failed' : 'active';
}

/**
 * The list as it can be looked at. What is active stands in the order in which it is done; everything else newest first. A view
 * is made when it is asked for, and kept until something in it comes, goes or changes places.
 */
export class ListViews {
  readonly #made = new Map<TransferFilter, readonly Entry[]>();

  /** Something changed its place or its group. */
  forget(): void {
    this.#made.clear();
  }

  rows(all: readonly Entry[], filter: TransferFilter, start: number, count: number): Rows {
    const view = filter === 'all' ? all : this.#view(all, filter);
    if (filter === 'active') return { total: view.length, rows: itemsOf(view.slice(start, start + count)) };
    const end = Math.max(view.length - start, 0);
    return { total: view.length, rows: itemsOf(view.slice(Math.max(end - count, 0), end).reverse()) };
  }

  #view(all: readonly Entry[], filter: TransferFilter): readonly Entry[] {
    const made = this.#made.get(filter);
    if (made !== undefined) return made;
    const view = all.filter((entry) => groupOf(entry.item.state) === filter);
    if (filter === 'active') view.sort((a, b) => a.record.rank - b.record.rank || a.sequence - b.sequence);
    this.#made.set(filter, view);
    return view;
  }
}

function itemsOf(entries: readonly Entry[]): readonly TransferItem[] {
  return entries.map((entry) => entry.item);
}
