import { useCallback, useEffect, useLayoutEffect, useMemo, useReducer, useRef, useState } from 'react';
import type { LibraryRow, LibraryView } from '../../shared/library';
import { notify } from '../ui/notify';
import { sameView } from './row-source';
import { rowId, type RowId } from './row-id';
import { nextSelection, NOTHING, type Selection, type SelectionStep } from './selection';
import { useLivingSelection } from './use-living-selection';
import type { Rows } from './use-rows';

/** `extend` takes all from the anchor on, `add` on top of what is selected; `roam` moves the cursor alone. */
export type PickMode = 'only' | 'toggle' | 'extend' | 'add' | 'roam';

export interface GridState {
  readonly selection: Selection;
  /** The row under the cursor; -1 before there is one. */
  readonly cursor: number;
  pick(index: number, mode: PickMode): Promise<void>;
  /** Selects the rows in some spans (both ends included) on top of `onto`. */
  sweep(spans: readonly (readonly [number, number])[], onto: Selection): Promise<void>;
  selectAll(): Promise<void>;
  clear(): void;
  /** The rows from one on have moved. */
  shift(by: number): void;
}

/** Cursor and selection of the view on show. They stay with their rows when others come or go. */
export function useGridState(rows: Rows): GridState {
  const [selection, step] = useReducer(nextSelection, NOTHING);
  const [cursor, setCursor] = useState(-1);
  const cursorId = useRef<RowId | null>(null);
  const anchor = useRef(-1);
  // A range may have to be read first; what was picked meanwhile is the later word.
  const picks = useRef(0);
  const { source } = rows;
  useNewView(rows, () => {
    picks.current += 1;
    step({ kind: 'clear' });
    setCursor(-1);
    cursorId.current = null;
    anchor.current = -1;
  });
  useSteadyCursor(rows, cursor, setCursor, cursorId);
  useLivingSelection(rows, selection, step);

  const place = useCallback((index: number, row: LibraryRow | null) => {
    setCursor(index);
    cursorId.current = row === null ? null : rowId(row);
  }, []);

  const pick = useCallback(
    async (index: number, mode: PickMode): Promise<void> => {
      const mine = ++picks.current;
      place(index, source.rowAt(index));
      if (mode === 'roam') return;
      const ranged = (mode === 'extend' || mode === 'add') && anchor.current >= 0;
      if (!ranged) anchor.current = index;
      const ends = [anchor.current, index].sort((a, b) => a - b) as [number, number];
      const found = await source.range(...ends);
      if (mine !== picks.current) return;
      if (!found.ok) return notify.failure(found.failure);
      const next = stepOf(mode, ranged, found.value);
      if (next !== null) step(next);
    },
    [source, place],
  );

  const sweep = useCallback(
    async (spans: readonly (readonly [number, number])[], onto: Selection): Promise<void> => {
      const mine = ++picks.current;
      const found = await Promise.all(spans.map(([first, last]) => source.range(first, last)));
      if (mine !== picks.current) return;
      const rows = found.flatMap((one) => (one.ok ? one.value : []));
      step({ kind: 'band', rows, onto });
    },
    [source],
  );

  const selectAll = useCallback(async (): Promise<void> => {
    const mine = ++picks.current;
    const folders = await source.folders();
    if (mine !== picks.current) return;
    if (!folders.ok) return notify.failure(folders.failure);
    step({ kind: 'all', folders: folders.value });
  }, [source]);

  return useMemo(
    () => ({
      selection,
      cursor,
      pick,
      sweep,
      selectAll,
      clear: () => {
        picks.current += 1;
        step({ kind: 'clear' });
      },
      shift: (by) => {
        setCursor((at) => (at < 0 ? at : Math.max(0, at + by)));
        if (anchor.current >= 0) anchor.current = Math.max(0, anchor.current + by);
      },
    }),
    [selection, cursor, pick, sweep, selectAll],
  );
}

function stepOf(mode: PickMode, ranged: boolean, found: readonly LibraryRow[]): SelectionStep | null {
  if (ranged) return { kind: 'range', rows: found, add: mode === 'add' };
  const row = found[0];
  if (row === undefined) return null;
  return mode === 'toggle' || mode === 'add' ? { kind: 'toggle', row } : { kind: 'only', row };
}

/** Calls back when another view is on show than before. */
export function useNewView({ state }: Rows, begin: (view: LibraryView) => void): void {
  const shown = useRef<LibraryView | null>(null);
  const view = state.kind === 'ready' ? state.view : null;
  const latest = useRef(begin);
  latest.current = begin;
  useLayoutEffect(() => {
    if (view === null || (shown.current !== null && sameView(shown.current, view))) return;
    shown.current = view;
    latest.current(view);
  }, [view]);
}

/** Lets the cursor follow its row; where the row is gone, it stays in its place. */
function useSteadyCursor(
  { source }: Rows,
  cursor: number,
  setCursor: (index: number) => void,
  id: { current: RowId | null },
): void {
  useEffect(() => {
    const follow = (): void => {
      const state = source.state();
      if (state.kind !== 'ready' || cursor < 0) return;
      const found = id.current === null ? null : source.find(id.current);
      if (found !== null) {
        if (found.index !== cursor) setCursor(found.index);
        return;
      }
      const inside = Math.min(cursor, state.summary.rowCount - 1);
      if (inside !== cursor) setCursor(inside);
      const row = source.rowAt(inside);
      if (row !== null) id.current = rowId(row);
    };
    follow();
    return source.subscribe(follow);
  }, [source, cursor, setCursor, id]);
}
