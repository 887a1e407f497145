import type { LibraryView } from '../../../../shared/library';
import { foldText } from '../search-text';
import type { AssetRows } from './asset-rows';
import type { IndexedRow } from './library-index';
import type { KeptAnswer } from './snapshot';
import { ViewCache } from './view-cache';
import { foldersOf, narrowed, viewRows, type ViewRows } from './view-rows';

/** Answers questions about views; what it worked out stands until `clear`. */
export class ViewAnswers {
  readonly #rows: AssetRows;
  readonly #now: () => number;
  readonly #cache = new ViewCache();

  constructor(rows: AssetRows, now: () => number) {
    this.#rows = rows;
    this.#now = now;
  }

  clear(): void {
    this.#cache.clear();
  }

  /** Lets go of the answers to searches: nobody types. */
  rest(): void {
    this.#cache.drop(({ search }) => search !== '');
  }

  /** Lets go of what the clock makes another answer. */
  tick(): void {
    this.#cache.drop(isTimed);
  }

  /** Takes up the answer that the run before has left. */
  begin({ view, rows, totalBytes }: KeptAnswer): void {
    this.#cache.keep(view, { folders: foldersOf(view, this.#rows.folders), rows, totalBytes });
  }

  /** What the next start is likely to ask for first, if it is known; what the clock makes another answer is not of it. */
  get forNextStart(): KeptAnswer | null {
    const found = this.#cache.largest((view) => view.search === '' && !isTimed(view));
    return found && { view: found.view, rows: found.answer.rows, totalBytes: found.answer.totalBytes };
  }

  of(view: LibraryView): ViewRows {
    return this.#cache.rows(view, (wider) => {
      const { columns, folders } = this.#rows;
      const texts = () => this.#rows.texts;
      const byName = () => this.#rows.byName();
      const source = { columns, texts, folders, byName, now: this.#now() };
      return wider === null ? viewRows(view, source) : narrowed(view, wider, source);
    });
  }

  page(view: LibraryView, start: number, count: number): readonly IndexedRow[] {
    const { folders, rows } = this.of(view);
    const page: IndexedRow[] = folders.slice(start, start + count).map((row) => ({ kind: 'folder', row }));
    const from = Math.max(0, start - folders.length);
    for (const row of rows.subarray(from, from + count - page.length))
      page.push({ kind: 'asset', asset: this.#rows.asset(row) });
    return page;
  }

  position(view: LibraryView, assetId: string): number | null {
    const row = this.#rows.find(assetId);
    if (row === null) return null;
    const { folders, rows } = this.of(view);
    const place = rows.indexOf(row);
    return place < 0 ? null : folders.length + place;
  }

  seek(view: LibraryView, text: string, from: number): number | null {
    const { folders, rows } = this.of(view);
    const wanted = foldText(text);
    const bytes = Buffer.from(wanted);
    const count = folders.length + rows.length;
    for (let i = 0; i < count; i += 1) {
      const place = (from + i) % count;
      const folder = folders[place];
      const begins =
        folder === undefined
          ? this.#rows.texts.begins(rows[place - folders.length] ?? 0, bytes)
          : foldText(folder.name).startsWith(wanted);
      if (begins) return place;
    }
    return null;
  }
}

/** The clock makes it another answer, though nothing in the bucket changes. */
function isTimed({ scope, filters }: LibraryView): boolean {
  return filters.modified !== null || (scope.kind === 'smart' && scope.view === 'recent');
}
