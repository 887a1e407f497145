import type { FolderRow, LibraryPage, LibraryRow, LibraryView, LibraryViewSummary } from '../../shared/library';
import type { Failure } from '../../shared/failure';
import type { Result } from '../../shared/result';
import { drop } from '../../shared/drop';
import { PAGE_ROWS, PageCache, pagesOf, type PlacedRow, type RowRange } from './page-cache';
import { assetIdIn, rowId, type RowId } from './row-id';

/** What the source asks of the index. */
export interface RowQuestions {
  summary(view: LibraryView): Promise<Result<LibraryViewSummary>>;
  rows(view: LibraryView, start: number, count: number): Promise<Result<LibraryPage>>;
  position(view: LibraryView, assetId: string): Promise<Result<number | null>>;
}

export type RowsState =
  | { readonly kind: 'loading' }
  /** A new object with each change of the view or its counts. */
  | { readonly kind: 'ready'; readonly view: LibraryView; readonly summary: LibraryViewSummary }
  | { readonly kind: 'failed'; readonly failure: Failure };

interface Wish {
  readonly view: LibraryView;
  readonly revision: number;
}

/** Rows that are looked at, and the one that is to stay where it is when others come or go above it. */
interface Look {
  readonly range: RowRange;
  readonly anchor: number | null;
}

const RANGE_STEP = 500;
const LOCATE_TRIES = 3;
/** Rows ahead of the screen that are read as well, on both sides. */
const AHEAD = 40;

export function sameView(a: LibraryView, b: LibraryView): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/**
 * The rows of the view on show, read in pages as they are looked at. When the index has changed, what is on the screen is read
 * again and put in place at once; until then the old rows stay.
 */
export class RowSource {
  readonly #ask: RowQuestions;
  readonly #listeners = new Set<() => void>();
  #state: RowsState = { kind: 'loading' };
  #version = 0;
  #cache = new PageCache();
  #wish: Wish | null = null;
  #granted: Wish | null = null;
  #look: Look = { range: { first: 0, last: 0 }, anchor: null };
  #catchingUp = false;
  #readingPages = false;
  /** Told that a row which is to stay in sight has moved, before the new rows show. */
  onShift: (from: number, to: number) => void = () => undefined;

  constructor(ask: RowQuestions) {
    this.#ask = ask;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly state = (): RowsState => this.#state;

  /** Grows whenever `rowAt` may answer otherwise than before; the state does not change with each page that comes. */
  readonly version = (): number => this.#version;

  rowAt(index: number): LibraryRow | null {
    return this.#cache.rowAt(index);
  }

  find(id: RowId): PlacedRow | null {
    return this.#cache.find(id, 0);
  }

  /** As `find`, but only where the row stands as the index has it now: a page that is off the screen keeps old rows in old places. */
  findNow(id: RowId): PlacedRow | null {
    return this.#cache.find(id, this.#revision());
  }

  /** Where a row stands now, which may have to be asked for; null where it cannot be told: it is gone, or a folder out of sight. */
  async placeNow(id: RowId): Promise<number | null> {
    const view = this.#shownView();
    return this.findNow(id)?.index ?? (view === null ? null : this.#position(view, id));
  }

  /** The row that the index has at a place at this moment, which may be ahead of what is on show; null where there is none. */
  async read(index: number): Promise<Result<LibraryRow | null>> {
    const view = this.#shownView();
    if (view === null) return { ok: true, value: null };
    const page = await this.#ask.rows(view, index, 1);
    return page.ok ? { ok: true, value: page.value.rows[0] ?? null } : page;
  }

  /** A file and where it stands, as the index has both at this moment; null where it is not in the view, or cannot be told. */
  async locate(assetId: string): Promise<Result<PlacedRow | null>> {
    const id: RowId = `asset:${assetId}`;
    // Others may come or go between the two answers, and then neither is of use.
    for (let tries = 0; tries < LOCATE_TRIES; tries += 1) {
      const view = this.#shownView();
      const index = view === null ? null : await this.#position(view, id);
      if (index === null) break;
      const found = await this.read(index);
      if (!found.ok) return found;
      if (found.value !== null && rowId(found.value) === id) return { ok: true, value: { index, row: found.value } };
    }
    return { ok: true, value: null };
  }

  /** Whether the rows from one place to another, both included, are known as the index has them now. */
  isNow(first: number, last: number): boolean {
    return this.#cache.missing(pagesOf({ first, last }), this.#revision()).length === 0;
  }

  /** The rows that are known as the index has them now. */
  rowsNow(): readonly LibraryRow[] {
    return this.#cache.rowsSince(this.#revision());
  }

  /** Which view is wanted, and the index's state that is known to exist. */
  show(view: LibraryView, revision: number): void {
    const wish = this.#wish;
    if (wish !== null && wish.revision >= revision && sameView(wish.view, view)) return;
    this.#wish = { view, revision };
    drop(this.#catchUp());
  }

  /** Which view will be wanted once all has been drawn for it: it is asked for meanwhile. */
  expect(view: LibraryView): void {
    this.show(view, this.#wish?.revision ?? 0);
  }

  /** Asks again after a failure. */
  retry(): void {
    this.#granted = null;
    this.#set({ kind: 'loading' });
    drop(this.#catchUp());
  }

  /** Which rows are on the screen; those that are not known are read. */
  look(range: RowRange, anchor: number | null): void {
    this.#look = { range, anchor };
    for (const page of pagesOf(range)) this.#cache.touch(page);
    drop(this.#readPages());
  }

  /** All rows from one place to another, both included, read where they are not known. */
  async range(first: number, last: number): Promise<Result<readonly LibraryRow[]>> {
    const rows: LibraryRow[] = [];
    for (let start = first; start <= last; start += RANGE_STEP) {
      const count = Math.min(RANGE_STEP, last - start + 1);
      const known = Array.from({ length: count }, (_, i) => this.#cache.rowAt(start + i)).filter((row) => row !== null);
      if (known.length === count && this.isNow(start, start + count - 1)) rows.push(...known);
      else {
        const view = this.#shownView();
        if (view === null) break;
        const page = await this.#ask.rows(view, start, count);
        if (!page.ok) return page;
        rows.push(...page.value.rows);
      }
    }
    return { ok: true, value: rows };
  }

  /** The folders of the view: they stand before all files. */
  async folders(): Promise<Result<readonly FolderRow[]>> {
    const folders: FolderRow[] = [];
    for (let start = 0; ; start += RANGE_STEP) {
      const view = this.#shownView();
      if (view === null) return { ok: true, value: folders };
      const page = await this.#ask.rows(view, start, RANGE_STEP);
      if (!page.ok) return page;
      const found = page.value.rows.filter((row) => row.kind === 'folder');
      folders.push(...found);
      if (found.length < RANGE_STEP) return { ok: true, value: folders };
    }
  }

  #shownView(): LibraryView | null {
    return this.#state.kind === 'ready' ? this.#state.view : null;
  }

  /** The index's state that is on show; while none is, whatever is known is the newest. */
  #revision(): number {
    return this.#state.kind === 'ready' ? this.#state.summary.revision : 0;
  }

  async #catchUp(): Promise<void> {
    if (this.#catchingUp) return;
    this.#catchingUp = true;
    while (this.#wish !== null && this.#wish !== this.#granted) {
      const wish = this.#wish;
      const failed = await this.#load(wish);
      this.#granted = wish;
      if (failed !== null && wish === this.#wish) this.#set({ kind: 'failed', failure: failed });
    }
    this.#catchingUp = false;
    await this.#readPages();
  }

  /** Reads what one wish needs and shows it in one step; answers the failure if there was one. */
  async #load({ view }: Wish): Promise<Failure | null> {
    const shown = this.#shownView();
    const same = shown !== null && sameView(shown, view);
    const { range, anchor } = this.#look;
    const wanted = same ? range : { first: 0, last: Math.max(range.last - range.first, PAGE_ROWS - 1) };
    const [summary, fresh] = await Promise.all([this.#ask.summary(view), this.#read(view, pagesOf(wanted))]);
    if (!summary.ok) return summary.failure;
    if (!fresh.ok) return fresh.failure;
    if (this.#wish !== null && !sameView(this.#wish.view, view)) return null;
    const anchorRow = same && anchor !== null ? this.#cache.rowAt(anchor) : null;
    const moved = anchorRow === null ? null : await this.#placeOf(view, anchorRow, fresh.value);
    if (!same) this.#cache = new PageCache();
    for (const [page, answer] of fresh.value) this.#cache.put(page, answer.rows, answer.revision);
    this.#cache.trim(summary.value.rowCount);
    if (anchor !== null && moved !== null && moved !== anchor) {
      const step = moved - anchor;
      await this.#readAround(view, { first: range.first + step, last: range.last + step }, summary.value.revision);
      this.onShift(anchor, moved);
    }
    this.#set({ kind: 'ready', view, summary: summary.value });
    return null;
  }

  async #placeOf(view: LibraryView, row: LibraryRow, fresh: ReadonlyMap<number, LibraryPage>): Promise<number | null> {
    const id = rowId(row);
    for (const [page, { rows }] of fresh) {
      const place = rows.findIndex((other) => rowId(other) === id);
      if (place >= 0) return page * PAGE_ROWS + place;
    }
    return this.#position(view, id);
  }

  async #position(view: LibraryView, id: RowId): Promise<number | null> {
    const assetId = assetIdIn(id);
    if (assetId === null) return null;
    const answer = await this.#ask.position(view, assetId);
    return answer.ok ? answer.value : null;
  }

  async #readAround(view: LibraryView, range: RowRange, revision: number): Promise<void> {
    const pages = await this.#read(view, this.#cache.missing(pagesOf(range), revision));
    if (pages.ok) for (const [page, answer] of pages.value) this.#cache.put(page, answer.rows, answer.revision);
  }

  async #read(view: LibraryView, pages: readonly number[]): Promise<Result<ReadonlyMap<number, LibraryPage>>> {
    const answers = await Promise.all(
      pages.map(async (page) => ({ page, answer: await this.#ask.rows(view, page * PAGE_ROWS, PAGE_ROWS) })),
    );
    const read = new Map<number, LibraryPage>();
    for (const { page, answer } of answers) {
      if (!answer.ok) return answer;
      read.set(page, answer.value);
    }
    return { ok: true, value: read };
  }

  /** Reads the pages that are looked at and not known, or known from an earlier state, until there are none. */
  async #readPages(): Promise<void> {
    if (this.#readingPages || this.#catchingUp) return;
    this.#readingPages = true;
    for (;;) {
      const state = this.#state;
      if (state.kind !== 'ready') break;
      const missing = this.#cache.missing(this.#lookedAt(state.summary.rowCount), state.summary.revision);
      if (missing.length === 0) break;
      const pages = await this.#read(state.view, missing);
      if (this.#shownView() !== state.view) continue;
      if (!pages.ok) {
        this.#set({ kind: 'failed', failure: pages.failure });
        break;
      }
      // A page of an older state than the summary's counts as read for it, or it would be asked for without end.
      for (const [page, { rows, revision }] of pages.value)
        this.#cache.put(page, rows, Math.max(revision, state.summary.revision));
      this.#tell();
    }
    this.#readingPages = false;
  }

  #lookedAt(rowCount: number): readonly number[] {
    if (rowCount === 0) return [];
    const { first, last } = this.#look.range;
    return pagesOf({ first: Math.min(first, rowCount) - AHEAD, last: Math.min(last + AHEAD, rowCount - 1) });
  }

  #set(state: RowsState): void {
    this.#state = state;
    this.#tell();
  }

  #tell(): void {
    this.#version += 1;
    for (const listener of this.#listeners) listener();
  }
}
