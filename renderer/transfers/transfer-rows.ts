import { useEffect, useReducer, useState } from 'react';
import { ask } from '../bridge';
import { useSlice } from '../mirror';
import { TransferPages } from './transfer-pages';

/** The transfer list as it is on screen; renders again when it changes. */
export function useTransferRows(): TransferPages {
  const { revision, changed } = useSlice('transfers');
  const [, refresh] = useReducer((count: number) => count + 1, 0);
  const [pages] = useState(() => new TransferPages((start, count) => ask('transfers.rows', { start, count }), refresh));
  useEffect(() => pages.apply(revision, changed), [pages, revision, changed]);
  return pages;
}
