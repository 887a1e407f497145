import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import type { LibraryView } from '../../shared/library';
import { takeRowSource } from './first-rows';
import { type RowSource, sameView, type RowsState } from './row-source';

const PATIENCE_MS = 300;

export interface Rows {
  readonly source: RowSource;
  readonly state: RowsState;
  /** What is on show belongs to an earlier question, and the answer to the new one takes long. */
  readonly late: boolean;
}

/** The rows of a view, kept up with the index's revision. */
export function useRows(view: LibraryView, revision: number): Rows {
  const source = useMemo(takeRowSource, []);
  useEffect(() => source.show(view, revision), [source, view, revision]);
  const state = useSyncExternalStore(source.subscribe, source.state);
  const waiting = state.kind === 'ready' && !sameView(state.view, view);
  const late = useLate(waiting);
  return useMemo(() => ({ source, state, late }), [source, state, late]);
}

/** Draws again whenever rows have come: for what shows rows of `source`. */
export function useRowsVersion({ source }: Rows): number {
  return useSyncExternalStore(source.subscribe, source.version);
}

/** True when something has been so for a while: nobody sees a skeleton flash by for ten milliseconds. */
function useLate(waiting: boolean): boolean {
  const [late, setLate] = useState(false);
  useEffect(() => {
    if (!waiting) return;
    const timer = setTimeout(() => setLate(true), PATIENCE_MS);
    return () => {
      clearTimeout(timer);
      setLate(false);
    };
  }, [waiting]);
  return waiting && late;
}
