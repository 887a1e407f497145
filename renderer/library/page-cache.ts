import type { LibraryRow } from '../../shared/library';
import { rowId, type RowId } from './row-id';

export const PAGE_ROWS = 60;
const MAX_PAGES = 80;

interface Page {
  readonly rows: readonly LibraryRow[];
  /** The index's state that the rows were read at. */
  readonly revision: number;
}

export interface PlacedRow {
  readonly index: number;
  readonly row: LibraryRow;
}

/** First and last row on the screen, 0-based, the last one included. */
export interface RowRange {
  readonly first: number;
  readonly last: number;
}

export function pagesOf(range: RowRange): readonly number[] {
  const first = Math.floor(Math.max(0, range.first) / PAGE_ROWS);
  const last = Math.floor(Math.max(0, range.last) / PAGE_ROWS);
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}

/**
 * The rows of one view that are known, in pages; the longest unused go first. A page of an earlier revision is good enough to
 * look at until the new one has come.
 */
export class PageCache {
  readonly #pages = new Map<number, Page>();

  put(page: number, rows: readonly LibraryRow[], revision: number): void {
    this.#pages.delete(page);
    this.#pages.set(page, { rows, revision });
    for (const oldest of this.#pages.keys()) {
      if (this.#pages.size <= MAX_PAGES) break;
      this.#pages.delete(oldest);
    }
  }

  /** Says that a page is being looked at. */
  touch(page: number): void {
    const known = this.#pages.get(page);
    if (known === undefined) return;
    this.#pages.delete(page);
    this.#pages.set(page, known);
  }

  /** The row at a place; null while it is not known. */
  rowAt(index: number): LibraryRow | null {
    return this.#pages.get(Math.floor(index / PAGE_ROWS))?.rows[index % PAGE_ROWS] ?? null;
  }

  /** Where a row stands among those that are known from a revision on, and the row; null when it is not among them. */
  find(id: RowId, since: number): PlacedRow | null {
    for (const [page, { rows, revision }] of this.#pages) {
      if (revision < since) continue;
      const place = rows.findIndex((row) => rowId(row) === id);
      const row = rows[place];
      if (row !== undefined) return { index: page * PAGE_ROWS + place, row };
    }
    return null;
  }

  /** Those of some pages that are unknown, or older than a revision. */
  missing(pages: readonly number[], revision: number): readonly number[] {
    return pages.filter((page) => (this.#pages.get(page)?.revision ?? -1) < revision);
  }

  /** All rows that are known from a revision on. */
  rowsSince(since: number): readonly LibraryRow[] {
    return [...this.#pages.values()].flatMap(({ rows, revision }) => (revision < since ? [] : rows));
  }

  /** Drops what lies behind the end of a view that has shrunk. */
  trim(rowCount: number): void {
    for (const page of [...this.#pages.keys()]) if (page * PAGE_ROWS >= rowCount) this.#pages.delete(page);
  }

  get size(): number {
    return this.#pages.size;
  }
}
