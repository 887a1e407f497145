import { useMemo, useRef } from 'react';
import type { AssetRow } from '../../shared/library';
import type { TransferItem } from '../../shared/transfer';
import { useSlice } from '../mirror';

const MAX_KNOWN = 2_000;

/** How a row's transfer stands now: rows are read once, progress comes ten times a second. */
export type LiveTransfer = (row: AssetRow) => TransferItem | null;

export function useLiveTransfers(): LiveTransfer {
  const { changed } = useSlice('transfers');
  const known = useRef(new Map<string, TransferItem>());
  return useMemo(() => {
    for (const item of changed) {
      known.current.delete(item.id);
      known.current.set(item.id, item);
    }
    for (const oldest of known.current.keys()) {
      if (known.current.size <= MAX_KNOWN) break;
      known.current.delete(oldest);
    }
    const items = known.current;
    return (row) => (row.transfer === null ? null : (items.get(row.transfer.id) ?? row.transfer));
  }, [changed]);
}
