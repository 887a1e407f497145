import { type RefObject, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { dequal } from 'dequal/lite';
import i18next from 'i18next';
import { drop } from '../../shared/drop';
import type { LibraryRow, LibraryView } from '../../shared/library';
import { MANY } from '../../shared/many';
import type { Result } from '../../shared/result';
import { formatCount } from '../ui/format';
import { notify } from '../ui/notify';
import type { PlacedRow } from './page-cache';
import { type RowSource, sameView } from './row-source';
import { rowId, type RowId } from './row-id';
import { isTooMany, nextSelection, NOTHING, type Selection, type SelectionStep } from './selection';
import { useLivingSelection } from './use-living-selection';
import type { Rows } from './use-rows';

/** `extend` takes all from the anchor on, `add` on top of what is selected; `roam` moves the cursor alone. */
export type PickMode = 'only' | 'toggle' | 'extend' | 'add' | 'roam';

export interface GridState {
  readonly selection: Selection;
  /** Where the cursor is; -1 before it is anywhere. */
  readonly cursor: number;
  /** The row under the cursor as it was read last, wherever it stands by now; null while it has yet to be read. */
  readonly cursorRow: LibraryRow | null;
  /** The same, but read first where it has yet to be; null where there is none, or where it cannot be read, which is told. */
  atCursor(): Promise<PlacedRow | null>;
  /** Picks the row that is seen at a place. */
  pick(index: number, mode: PickMode): Promise<void>;
  /** Picks the row that stands at a place as the index has it, also out of sight, where an old page has another one there. */
  pickNow(index: number, mode: PickMode): Promise<void>;
  /** Picks one row and no other; `index` is where it stands as far as is known. */
  pickRow(placed: PlacedRow, mode: PickMode): Promise<void>;
  /** Picks the row under the cursor. */
  pickCursor(mode: PickMode): Promise<void>;
  /**
   * Calls back with where the cursor's row stands now: at once where that is known, so that no step of a key that is held down is
   * lost, else when the index has told it. Not at all where another row has been picked by then.
   */
  fromCursor(go: (place: number) => void): void;
  /** Selects the rows in some spans (both ends included) on top of `onto`. */
  sweep(spans: readonly (readonly [number, number])[], onto: Selection): Promise<void>;
  selectAll(): Promise<void>;
  clear(): void;
  /** What is selected when all that has been picked has come: rows may have to be read first, and the next key does not wait. */
  settled(): Promise<Selection>;
  /** The rows from one on have moved. */
  shift(by: number): void;
}

/** The cursor: a place, and the row that it follows to other places. */
interface Cursor {
  /** -1 before it is anywhere. */
  readonly index: number;
  /** As it was read last: a page that is known by its place may hold another row there. Null while it has yet to be read. */
  readonly row: LibraryRow | null;
}

const NOWHERE: Cursor = { index: -1, row: null };

/** What picking goes by, and nothing shows. */
interface Marks {
  /** Ahead of what was drawn last. */
  cursor: Cursor;
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
type Move = (cursor: Cursor) => void;

/** Cursor and selection of the view on show. They stay with their rows when others come or go. */
export function useGridState(rows: Rows): GridState {
  const { selection, now, step } = useSelection();
  const marks = useRef<Marks>({ cursor: NOWHERE, anchor: -1, anchorId: null, picks: 0, picking: Promise.resolve() });
  const { cursor, move } = useCursor(marks);
  useNewView(rows, () => {
    if (selection !== NOTHING) step({ kind: 'clear' });
    move(NOWHERE);
    Object.assign(marks.current, { anchor: -1, anchorId: null, picks: marks.current.picks + 1 });
  });
  useSteadyCursor(rows, marks, move);
  useLivingSelection(rows, selection, step);
  const { source } = rows;
  const picks = usePicks(source, marks, move, step);
  const bulk = useBulkSelection(source, marks, step);

  return useMemo(
    () => ({
      selection,
      cursor: cursor.index,
      cursorRow: cursor.row,
      ...picks,
      ...bulk,
      atCursor: () => rowAtCursor(source, marks, now),
      fromCursor: (go) => fromCursor(source, marks, go),
      clear: () => {
        marks.current.picks += 1;
        step({ kind: 'clear' });
      },
      settled: () => settled(marks, now),
      shift: (by) => {
        const { cursor: before, anchor } = marks.current;
        if (before.index >= 0) move({ ...before, index: Math.max(0, before.index + by) });
        if (anchor >= 0) marks.current.anchor = Math.max(0, anchor + by);
      },
    }),
    [selection, now, cursor, move, picks, bulk, source, step],
  );
}

function useCursor(marks: MarksRef): { readonly cursor: Cursor; readonly move: Move } {
  const [cursor, show] = useState(NOWHERE);
  const move = useCallback<Move>(
    (to) => {
      marks.current.cursor = to;
      show(to);
    },
    [marks],
  );
  return { cursor, move };
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

async function rowAtCursor(source: RowSource, marks: MarksRef, now: RefObject<Selection>): Promise<PlacedRow | null> {
  await settled(marks, now);
  const { index, row } = marks.current.cursor;
  if (row !== null || index < 0) return row === null ? null : { index, row };
  const found = await source.range(index, index);
  if (!found.ok) notify.failure(found.failure);
  const there = found.ok ? found.value[0] : undefined;
  return there === undefined ? null : { index, row: there };
}

function fromCursor(source: RowSource, marks: MarksRef, go: (place: number) => void): void {
  const { cursor, picks } = marks.current;
  const { index, row } = cursor;
  const there = source.isNow(index, index) ? source.rowAt(index) : null;
  if (row === null || idOf(there) === rowId(row)) return go(index);
  const seek = async (): Promise<void> => {
    const place = await source.placeNow(rowId(row));
    if (picks === marks.current.picks) go(place ?? marks.current.cursor.index);
  };
  drop(noted(marks, seek()));
}

function noted(marks: MarksRef, picking: Promise<void>): Promise<void> {
  marks.current.picking = picking;
  return picking;
}

type Picks = Pick<GridState, 'pick' | 'pickNow' | 'pickRow' | 'pickCursor'>;

/** Picks a row, or all from the anchor on to it. */
function usePicks(source: RowSource, marks: MarksRef, move: Move, step: Step): Picks {
  return useMemo(() => {
    const take = async (target: Cursor, mode: PickMode): Promise<void> => {
      const mine = ++marks.current.picks;
      move(target);
      if (mode === 'roam') return;
      const ranged = (mode === 'extend' || mode === 'add') && marks.current.anchor >= 0;
      if (!ranged) Object.assign(marks.current, { anchor: target.index, anchorId: idOf(target.row) });
      const next = ranged
        ? await rangeTo(source, target, marks, mode === 'add')
        : await rowPicked(source, target, mode);
      if (mine !== marks.current.picks) return;
      if (!next.ok) return notify.failure(next.failure);
      if (next.value === null) return;
      if (target.row === null && 'row' in next.value) hold(next.value.row);
      step(next.value);
    };
    /** Has the cursor on the row that was read for it. */
    const hold = (row: LibraryRow): void => {
      move({ ...marks.current.cursor, row });
      marks.current.anchorId = rowId(row);
    };
    return {
      pick: (index, mode) => noted(marks, take({ index, row: source.rowAt(index) }, mode)),
      pickNow: (index, mode) => {
        const row = source.isNow(index, index) ? source.rowAt(index) : null;
        return noted(marks, take({ index, row }, mode));
      },
      pickRow: (placed, mode) => noted(marks, take(source.findNow(rowId(placed.row)) ?? placed, mode)),
      pickCursor: (mode) => noted(marks, take(marks.current.cursor, mode)),
    };
  }, [source, marks, move, step]);
}

function idOf(row: LibraryRow | null): RowId | null {
  return row === null ? null : rowId(row);
}

/** What picking comes to; null where that is nothing. */
type Picked = Promise<Result<SelectionStep | null>>;

/** All from the row where the range begins to another, wherever both are by now. */
async function rangeTo(source: RowSource, target: Cursor, marks: MarksRef, add: boolean): Picked {
  const { anchor, anchorId } = marks.current;
  const placeOf = (id: RowId | null) => (id === null ? null : source.placeNow(id));
  const begin = (await placeOf(anchorId)) ?? anchor;
  const end = (await placeOf(idOf(target.row))) ?? target.index;
  const first = Math.min(begin, end);
  const last = Math.max(begin, end);
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

/** Who picks a row that is known means that one, also where another one has taken its place. */
async function rowPicked(source: RowSource, { index, row: known }: Cursor, mode: PickMode): Picked {
  const found = known === null ? await source.range(index, index) : null;
  if (found !== null && !found.ok) return found;
  const row = known ?? found?.value[0];
  if (row === undefined) return { ok: true, value: null };
  return { ok: true, value: { kind: mode === 'toggle' || mode === 'add' ? 'toggle' : 'only', row } };
}

type BulkSelection = Pick<GridState, 'sweep' | 'selectAll'>;

/** Selects many rows at once, without the cursor: those in some spans, or all. */
function useBulkSelection(source: RowSource, marks: MarksRef, step: Step): BulkSelection {
  return useMemo(() => {
    const sweep: BulkSelection['sweep'] = async (spans, onto) => {
      const mine = ++marks.current.picks;
      const found = await Promise.all(spans.map(([first, last]) => source.range(first, last)));
      if (mine !== marks.current.picks) return;
      const rows = found.flatMap((one) => (one.ok ? one.value : []));
      step({ kind: 'band', rows, onto });
    };
    const selectAll: BulkSelection['selectAll'] = async () => {
      const mine = ++marks.current.picks;
      const all = await allOf(source);
      if (mine !== marks.current.picks) return;
      if (!all.ok) return notify.failure(all.failure);
      if (all.value !== null) step(all.value);
    };
    return {
      sweep: (spans, onto) => noted(marks, sweep(spans, onto)),
      selectAll: () => noted(marks, selectAll()),
    };
  }, [source, marks, step]);
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
function useSteadyCursor({ source }: Rows, marks: MarksRef, move: Move): void {
  useEffect(() => {
    /** More may have come before a row than is read anew: only the index knows whether it is gone. */
    const seek = async (lost: RowId): Promise<void> => {
      const place = await source.placeNow(lost);
      const { cursor } = marks.current;
      if (idOf(cursor.row) !== lost) return;
      if (place !== null) return place === cursor.index ? undefined : move({ ...cursor, index: place });
      move({ ...cursor, row: null });
      follow();
    };
    const follow = (): void => {
      const state = source.state();
      const { cursor, anchorId } = marks.current;
      if (state.kind !== 'ready' || cursor.index < 0) return;
      const anchor = anchorId === null ? null : source.findNow(anchorId);
      if (anchor !== null) marks.current.anchor = anchor.index;
      const lost = idOf(cursor.row);
      const found = lost === null ? null : source.findNow(lost);
      if (found !== null) return dequal(found, cursor) ? undefined : move(found);
      const index = Math.min(cursor.index, state.summary.rowCount - 1);
      if (index < 0) return move(NOWHERE);
      if (index !== cursor.index) move({ ...cursor, index });
      const there = source.isNow(index, index) ? source.rowAt(index) : null;
      if (there === null) return;
      if (lost === null) move({ index, row: there });
      else drop(seek(lost));
    };
    follow();
    return source.subscribe(follow);
  }, [source, marks, move]);
}
