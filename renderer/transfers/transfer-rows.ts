import { useCallback, useEffect, useReducer, useRef } from 'react';
import { drop } from '../../shared/drop';
import type { Failure } from '../../shared/failure';
import type { TransferItem } from '../../shared/transfer';
import { ask } from '../bridge';
import { useSlice } from '../mirror';

const PAGE = 200;

/** Whether the list could be read; one that could not is not an empty one. */
export type ListKnowledge =
  { readonly kind: 'loading' } | { readonly kind: 'there' } | { readonly kind: 'failed'; readonly failure: Failure };

export interface TransferRows {
  readonly knowledge: ListKnowledge;
  readonly total: number;
  /** The row at a place, newest first; undefined until it has come. */
  row(index: number): TransferItem | undefined;
  /** Says which rows are on screen, so that they are fetched. */
  show(first: number, last: number): void;
  /** Reads again what could not be read. */
  retry(): void;
}

interface Cache {
  knowledge: ListKnowledge;
  total: number;
  revision: number;
  /** Pages by number, with the revision that they were read at. */
  readonly pages: Map<number, { readonly revision: number; rows: readonly TransferItem[] }>;
  readonly asked: Set<string>;
}

/** The transfer list in ranges: only what is on screen is here, and changes of it are applied as they come. */
export function useTransferRows(): TransferRows {
  const slice = useSlice('transfers');
  const [, refresh] = useReducer((count: number) => count + 1, 0);
  const cache = useRef<Cache>({
    knowledge: { kind: 'loading' },
    total: 0,
    revision: -1,
    pages: new Map(),
    asked: new Set(),
  }).current;
  const shown = useRef({ first: 0, last: PAGE - 1 });

  const fetchPage = useCallback(
    async (page: number, revision: number) => {
      const name = `${page}/${revision}`;
      if (cache.asked.has(name)) return;
      cache.asked.add(name);
      const result = await ask('transfers.rows', { start: page * PAGE, count: PAGE });
      cache.asked.delete(name);
      if (!result.ok) {
        // What was read before stays on show.
        if (cache.pages.size === 0) cache.knowledge = { kind: 'failed', failure: result.failure };
        return refresh();
      }
      if ((cache.pages.get(page)?.revision ?? -1) > revision) return;
      cache.knowledge = { kind: 'there' };
      cache.total = result.value.total;
      cache.pages.set(page, { revision, rows: result.value.rows });
      refresh();
    },
    [cache],
  );

  const fetchShown = useCallback(() => {
    for (let page = Math.floor(shown.current.first / PAGE); page <= Math.floor(shown.current.last / PAGE); page += 1)
      if (cache.pages.get(page)?.revision !== cache.revision) drop(fetchPage(page, cache.revision));
  }, [cache, fetchPage]);

  useEffect(() => {
    cache.revision = slice.revision;
    const changed = new Map(slice.changed.map((item) => [item.id, item]));
    for (const page of cache.pages.values()) page.rows = page.rows.map((item) => changed.get(item.id) ?? item);
    refresh();
    fetchShown();
  }, [cache, slice, fetchShown]);

  const show = useCallback(
    (first: number, last: number) => {
      shown.current = { first, last };
      fetchShown();
    },
    [fetchShown],
  );

  const row = (index: number): TransferItem | undefined =>
    cache.pages.get(Math.floor(index / PAGE))?.rows[index % PAGE];
  return { knowledge: cache.knowledge, total: cache.total, row, show, retry: fetchShown };
}
