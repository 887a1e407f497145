import type { LibraryView } from '../../../../shared/library';
import { searchTerms } from '../search-text';
import type { ViewRows } from './view-rows';

/** Views whose answers are kept: what a page has open, and the ones before, as long as they are this many rows in all. */
const KEPT = 8;
const KEPT_ROWS = 2_000_000;

export interface Kept {
  readonly view: LibraryView;
  readonly answer: ViewRows;
}

/** Keeps the answers of the last views until something changes. */
export class ViewCache {
  readonly #kept = new Map<string, Kept>();

  /** `answer` is given the narrowest kept answer that holds all rows of the view in its order, if there is one. */
  rows(view: LibraryView, answer: (wider: ViewRows | null) => ViewRows): ViewRows {
    const name = nameOf(view);
    const found = this.#kept.get(name)?.answer ?? answer(this.#widerThan(view));
    this.#kept.delete(name);
    this.#kept.set(name, { view, answer: found });
    this.#trim(name);
    return found;
  }

  clear(): void {
    this.#kept.clear();
  }

  drop(test: (view: LibraryView) => boolean): void {
    for (const [name, { view }] of this.#kept) if (test(view)) this.#kept.delete(name);
  }

  /** An answer from elsewhere, to begin with. */
  keep(view: LibraryView, answer: ViewRows): void {
    this.#kept.set(nameOf(view), { view, answer });
  }

  /** The kept answer with the most rows, of those that `test` takes: the dearest to work out again. */
  largest(test: (view: LibraryView) => boolean): Kept | null {
    const taken = [...this.#kept.values()].filter(({ view }) => test(view));
    return taken.toSorted((a, b) => b.answer.rows.length - a.answer.rows.length)[0] ?? null;
  }

  /** Of the kept answers that hold all rows of a view the narrowest. All of them count as used: other letters will be looked for in them. */
  #widerThan(view: LibraryView): ViewRows | null {
    const wider = [...this.#kept].filter(([, { view: other }]) => holds(other, view));
    for (const [name, kept] of wider) {
      this.#kept.delete(name);
      this.#kept.set(name, kept);
    }
    return wider.map(([, { answer }]) => answer).toSorted((a, b) => a.rows.length - b.rows.length)[0] ?? null;
  }

  /** Searches go first, the longest unused before the others: a view without one is what the next search is sieved out of. */
  #trim(asked: string): void {
    let rows = [...this.#kept.values()].reduce((sum, { answer }) => sum + answer.rows.length, 0);
    const others = [...this.#kept].filter(([name]) => name !== asked);
    for (const [name, { answer }] of others.toSorted(([, a], [, b]) => Number(isSearch(b)) - Number(isSearch(a)))) {
      if (this.#kept.size <= KEPT && rows <= KEPT_ROWS) return;
      this.#kept.delete(name);
      rows -= answer.rows.length;
    }
  }
}

function isSearch({ view }: Kept): boolean {
  return view.search !== '';
}

/** Whether all rows of one view are rows of another, which asks for less of them alone by its search. */
function holds(wide: LibraryView, narrow: LibraryView): boolean {
  const [few, many] = [searchTerms(wide.search), searchTerms(narrow.search)];
  // Without a search a folder shows what lies directly in it alone.
  const isDeep = few.length > 0 || wide.scope.kind === 'smart' || wide.flat;
  if (!isDeep || many.length === 0) return false;
  const isNarrower = few.every((term) => many.some((other) => other.includes(term)));
  return isNarrower && nameOf({ ...wide, search: '' }) === nameOf({ ...narrow, search: '' });
}

function nameOf({ connectionId: _, ...view }: LibraryView): string {
  return JSON.stringify(view);
}
