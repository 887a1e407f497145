import { type RefObject, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import i18next from 'i18next';
import { drop } from '../../shared/drop';
import type { LibraryView } from '../../shared/library';
import { MANY } from '../../shared/many';
import type { Result } from '../../shared/result';
import { formatCount } from '../ui/format';
import { notify } from '../ui/notify';
import { type RowSource, sameView } from './row-source';
import { rowId, type RowId } from './row-id';
import { isTooMany, nextSelection, NOTHING, type Selection, type SelectionStep } from './selection';
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
  /** What is selected when all that has been picked has come: rows may have to be read first, and the next key does not wait. */
  settled(): Promise<Selection>;
  /** The rows from one on have moved. */
  shift(by: number): void;
}

/** What picking goes by, and nothing shows. */
interface Marks {
  /** The row under the cursor. */
  cursorId: RowId | null;
  /** Where a range begins; -1 before there is one. */
  anchor: number;
  /** The row there. */
  anchorId: RowId | null;
  /** Counts all picks: rows may have to be read first, and what was picked meanwhile is the later word. */
  picks: number;
  /** The last pick. */
  picking: Promise<void>;
}

type MarksRef = RefObject<Marks>;
type Step = (step: SelectionStep) => void;

/** Cursor and selection of the view on show. They stay with their rows when others come or go. */
export function useGridState(rows: Rows): GridState {
  const { selection, now, step } = useSelection();
  const [cursor, setCursor] = useState(-1);
  const marks = useRef<Marks>({ cursorId: null, anchor: -1, anchorId: null, picks: 0, picking: Promise.resolve() });
  useNewView(rows, () => {
    if (selection !== NOTHING) step({ kind: 'clear' });
    setCursor(-1);
    Object.assign(marks.current, { cursorId: null, anchor: -1, anchorId: null, picks: marks.current.picks + 1 });
  });
  useSteadyCursor(rows, cursor, setCursor, marks);
  useLivingSelection(rows, selection, step);
  const pick = usePick(rows, marks, setCursor, step);
  const { sweep, selectAll } = useBulkSelection(rows, marks, step);

  return useMemo(
    () => ({
      selection,
      cursor,
      pick,
      sweep,
      selectAll,
      clear: () => {
        marks.current.picks += 1;
        step({ kind: 'clear' });
      },
      settled: () => settled(marks, now),
      shift: (by) => {
        setCursor((at) => (at < 0 ? at : Math.max(0, at + by)));
        const { anchor } = marks.current;
        if (anchor >= 0) marks.current.anchor = Math.max(0, anchor + by);
      },
    }),
    [selection, now, cursor, pick, sweep, selectAll, step],
  );
}

/** `now` is ahead of `selection`, which is what was drawn last. */
function useSelection(): { readonly selection: Selection; readonly now: RefObject<Selection>; readonly step: Step } {
  const [selection, show] = useState(NOTHING);
  const now = useRef(NOTHING);
  const step = useCallback<Step>((taken) => {
    const next = nextSelection(now.current, taken);
    if (isTooMany(next)) return tellTooMany();
    now.current = next;
    show(next);
  }, []);
  return { selection, now, step };
}

function tellTooMany(): void {
  const { t } = i18next;
  const text = t('library:selection.tooManyHelp', { formatted: formatCount(MANY) });
  notify.info({ title: t('library:selection.tooMany'), text });
}

async function settled(marks: MarksRef, now: RefObject<Selection>): Promise<Selection> {
  for (let picking: Promise<void> | null = null; picking !== marks.current.picking;) {
    ({ picking } = marks.current);
    await picking;
  }
  return now.current;
}

function noted(marks: MarksRef, picking: Promise<void>): Promise<void> {
  marks.current.picking = picking;
  return picking;
}

/** Picks a row, or all from the anchor on to it. */
function usePick({ source }: Rows, marks: MarksRef, setCursor: (index: number) => void, step: Step): GridState['pick'] {
  const pick = useCallback<GridState['pick']>(
    async (index, mode) => {
      const mine = ++marks.current.picks;
      const row = source.rowAt(index);
      setCursor(index);
      marks.current.cursorId = row === null ? null : rowId(row);
      if (mode === 'roam') return;
      const ranged = (mode === 'extend' || mode === 'add') && marks.current.anchor >= 0;
      if (!ranged) Object.assign(marks.current, { anchor: index, anchorId: marks.current.cursorId });
      const next = ranged ? await rangeTo(source, index, marks, mode === 'add') : await rowSeen(source, index, mode);
      if (mine !== marks.current.picks) return;
      if (!next.ok) return notify.failure(next.failure);
      if (next.value !== null) step(next.value);
    },
    [source, marks, setCursor, step],
  );
  return useCallback((index, mode) => noted(marks, pick(index, mode)), [marks, pick]);
}

/** What picking comes to; null where that is nothing. */
type Picked = Promise<Result<SelectionStep | null>>;

/** All from the row where the range begins, wherever that is by now, to another. */
async function rangeTo(source: RowSource, index: number, marks: MarksRef, add: boolean): Picked {
  const { anchor, anchorId } = marks.current;
  const begin = (anchorId === null ? null : await source.placeNow(anchorId)) ?? anchor;
  const first = Math.min(begin, index);
  const last = Math.max(begin, index);
  if (last - first >= MANY) return crowdOf(source, first, last);
  const found = await source.range(first, last);
  return found.ok ? { ok: true, value: { kind: 'range', rows: found.value, add } } : found;
}

/** A range over more rows than can be named: none of them is read, and only a rule can speak of them. */
async function crowdOf(source: RowSource, first: number, last: number): Picked {
  const shown = source.state();
  if (shown.kind === 'ready' && first === 0 && last >= shown.summary.rowCount - 1) return allOf(source);
  tellTooMany();
  return { ok: true, value: null };
}

async function allOf(source: RowSource): Picked {
  const shown = source.state();
  if (shown.kind !== 'ready') return { ok: true, value: null };
  const folders = await source.folders();
  return folders.ok ? { ok: true, value: { kind: 'all', view: shown.view, folders: folders.value } } : folders;
}

/** Who picks one row means the one they see, also where another one has taken its place that has yet to be read. */
async function rowSeen(source: RowSource, index: number, mode: PickMode): Picked {
  const seen = source.rowAt(index);
  const found = seen === null ? await source.range(index, index) : null;
  if (found !== null && !found.ok) return found;
  const row = seen ?? found?.value[0];
  if (row === undefined) return { ok: true, value: null };
  return { ok: true, value: { kind: mode === 'toggle' || mode === 'add' ? 'toggle' : 'only', row } };
}

/** Selects many rows at once, without the cursor: those in some spans, or all. */
function useBulkSelection({ source }: Rows, marks: MarksRef, step: Step): Pick<GridState, 'sweep' | 'selectAll'> {
  const sweep = useCallback<GridState['sweep']>(
    async (spans, onto) => {
      const mine = ++marks.current.picks;
      const found = await Promise.all(spans.map(([first, last]) => source.range(first, last)));
      if (mine !== marks.current.picks) return;
      const rows = found.flatMap((one) => (one.ok ? one.value : []));
      step({ kind: 'band', rows, onto });
    },
    [source, marks, step],
  );
  const selectAll = useCallback<GridState['selectAll']>(async () => {
    const mine = ++marks.current.picks;
    const all = await allOf(source);
    if (mine !== marks.current.picks) return;
    if (!all.ok) return notify.failure(all.failure);
    if (all.value !== null) step(all.value);
  }, [source, marks, step]);
  return {
    sweep: useCallback((spans, onto) => noted(marks, sweep(spans, onto)), [marks, sweep]),
    selectAll: useCallback(() => noted(marks, selectAll()), [marks, selectAll]),
  };
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

/**
 * Lets the cursor and the beginning of a range follow their rows; where a row is gone, they stay in their places. So they do where
 * it is out of sight and not read anew: where it stood before says nothing.
 */
function useSteadyCursor({ source }: Rows, cursor: number, setCursor: (index: number) => void, marks: MarksRef): void {
  useEffect(() => {
    /** More may have come before a row than is read anew: only the index knows whether it is gone. */
    const seek = async (lost: RowId): Promise<void> => {
      const place = await source.placeNow(lost);
      if (marks.current.cursorId !== lost) return;
      if (place !== null) return setCursor(place);
      marks.current.cursorId = null;
      follow();
    };
    const follow = (): void => {
      const state = source.state();
      if (state.kind !== 'ready' || cursor < 0) return;
      const { cursorId, anchorId } = marks.current;
      const anchor = anchorId === null ? null : source.findNow(anchorId);
      if (anchor !== null) marks.current.anchor = anchor.index;
      const found = cursorId === null ? null : source.findNow(cursorId);
      if (found !== null) {
        if (found.index !== cursor) setCursor(found.index);
        return;
      }
      const inside = Math.min(cursor, state.summary.rowCount - 1);
      if (inside !== cursor) setCursor(inside);
      const row = source.rowAt(inside);
      if (row === null || !source.isNow(inside, inside)) return;
      if (cursorId === null) marks.current.cursorId = rowId(row);
      else drop(seek(cursorId));
    };
    follow();
    return source.subscribe(follow);
  }, [source, cursor, setCursor, marks]);
}
