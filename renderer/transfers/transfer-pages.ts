import { drop } from '../../shared/drop';
import type { Failure } from '../../shared/failure';
import type { Result } from '../../shared/result';
import type { TransferItem } from '../../shared/transfer';

export const PAGE = 200;

/** Whether the list could be read; one that could not is not an empty one. */
export type ListKnowledge =
  { readonly kind: 'loading' } | { readonly kind: 'there' } | { readonly kind: 'failed'; readonly failure: Failure };

interface Rows {
  readonly total: number;
  readonly rows: readonly TransferItem[];
}

interface Page {
  /** The list's revision that it was read at. */
  readonly revision: number;
  rows: readonly TransferItem[];
}

type ReadRows = (start: number, count: number) => Promise<Result<Rows>>;

/** The transfer list in pages: only what is on screen is read, and changes of it are put in as they come. */
export class TransferPages {
  readonly #read: ReadRows;
  readonly #changed: () => void;
  readonly #pages = new Map<number, Page>();
  readonly #asked = new Set<string>();
  #knowledge: ListKnowledge = { kind: 'loading' };
  #total = 0;
  #revision = -1;
  #shown = { first: 0, last: PAGE - 1 };

  constructor(read: ReadRows, changed: () => void) {
    this.#read = read;
    this.#changed = changed;
  }

  get knowledge(): ListKnowledge {
    return this.#knowledge;
  }

  get total(): number {
    return this.#total;
  }

  /** The row at a place, newest first; undefined until it has come. */
  row(index: number): TransferItem | undefined {
    return this.#pages.get(Math.floor(index / PAGE))?.rows[index % PAGE];
  }

  /** Puts in what changed; another revision has what is on screen read again. */
  apply(revision: number, items: readonly TransferItem[]): void {
    this.#revision = revision;
    const news = new Map(items.map((item) => [item.id, item]));
    for (const page of this.#pages.values()) page.rows = page.rows.map((item) => news.get(item.id) ?? item);
    this.#changed();
    this.fetch();
  }

  /** Says which rows are on screen. */
  show(first: number, last: number): void {
    this.#shown = { first, last };
    this.fetch();
  }

  /** Reads what is on screen and not known, or no longer. */
  fetch(): void {
    const last = Math.floor(this.#shown.last / PAGE);
    for (let page = Math.floor(this.#shown.first / PAGE); page <= last; page += 1)
      if (this.#pages.get(page)?.revision !== this.#revision) drop(this.#fetchPage(page, this.#revision));
  }

  async #fetchPage(page: number, revision: number): Promise<void> {
    const name = `${page}/${revision}`;
    if (this.#asked.has(name)) return;
    this.#asked.add(name);
    const result = await this.#read(page * PAGE, PAGE);
    this.#asked.delete(name);
    if (result.ok) this.#keep(page, revision, result.value);
    // What was read before stays on show.
    else if (this.#pages.size === 0) this.#knowledge = { kind: 'failed', failure: result.failure };
    this.#changed();
  }

  #keep(page: number, revision: number, { total, rows }: Rows): void {
    if ((this.#pages.get(page)?.revision ?? -1) > revision) return;
    this.#knowledge = { kind: 'there' };
    this.#total = total;
    this.#pages.set(page, { revision, rows });
  }
}
