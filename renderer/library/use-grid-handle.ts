import { type RefObject, useEffect, useImperativeHandle } from 'react';
import { lineOf } from './grid-layout';
import { useLibraryFrame, useLibraryRows } from './library-model';
import type { LineScroller } from './line-scroller';
import { rememberedTop } from './place';
import { useNewView } from './use-grid-state';

/** Kept free between the row that is brought in sight and the window's edges, px. */
const MARGIN = 10;

/** Lets the screen scroll the grid, keeps rows in sight that move, and returns to where a view was left. */
export function useGridHandle(
  element: RefObject<HTMLDivElement | null>,
  scroller: LineScroller,
  columns: number,
): void {
  const { handle } = useLibraryFrame();
  const { rows, grid } = useLibraryRows();

  useImperativeHandle(handle, () => ({
    reveal: (row, where) => {
      const { lineHeight, paddingTop } = scroller.shape;
      const top = paddingTop + lineOf(row, columns) * lineHeight;
      const { list } = scroller.place;
      const { viewport } = scroller;
      if (where === 'middle') return scroller.scrollTo(top - (viewport - lineHeight) / 2);
      if (top - paddingTop - MARGIN < list) scroller.scrollTo(top - paddingTop - MARGIN);
      else if (top + lineHeight + MARGIN > list + viewport) scroller.scrollTo(top + lineHeight + MARGIN - viewport);
    },
    focus: () => element.current?.focus({ preventScroll: true }),
  }));

  useNewView(rows, (view) => scroller.scrollTo(lineOf(rememberedTop(view), columns) * scroller.shape.lineHeight));

  const { source } = rows;
  const { shift } = grid;
  useEffect(() => {
    source.onShift = (from, to) => {
      shift(to - from);
      const lines = lineOf(to, columns) - lineOf(from, columns);
      scroller.scrollTo(scroller.place.list + lines * scroller.shape.lineHeight);
    };
    return () => {
      source.onShift = () => undefined;
    };
  }, [source, scroller, columns, shift]);
}
