import { useEffect, useMemo, useReducer } from 'react';
import type { TransferFilter } from '../../shared/transfer';
import { ask } from '../bridge';
import { useSlice } from '../mirror';
import { TransferPages } from './transfer-pages';

/** The transfer list, or a part of it, as it is on screen; renders again when it changes. */
export function useTransferRows(filter: TransferFilter): TransferPages {
  const { revision, regrouped, changed } = useSlice('transfers');
  const [, refresh] = useReducer((count: number) => count + 1, 0);
  const pages = useMemo(
    () => new TransferPages((start, count) => ask('transfers.rows', { start, count, filter }), refresh),
    [filter],
  );
  // Both only grow, so that their sum is a revision too.
  const version = filter === 'all' ? revision : revision + regrouped;
  useEffect(() => pages.apply(version, changed), [pages, version, changed]);
  return pages;
}
