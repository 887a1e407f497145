import { useCallback, useMemo, useRef, useState } from 'react';
import type { LibraryView } from '../../shared/library';
import type { DeleteRequest } from './DeleteDialog';
import { onlySelected, toLibrarySelections, type Selection } from './selection';

/** The question that stands before every deletion. */
export function useDeleting() {
  const [request, setRequest] = useState<DeleteRequest | null>(null);
  const tokens = useRef(0);
  const ask = useCallback((selection: Selection, view: LibraryView) => {
    tokens.current += 1;
    const only = onlySelected(selection);
    const name = only?.kind === 'asset' ? only.name : null;
    setRequest({ token: tokens.current, parts: toLibrarySelections(selection, view), name });
  }, []);
  const close = useCallback(() => setRequest(null), []);
  return useMemo(() => ({ request, ask, close }), [request, ask, close]);
}
