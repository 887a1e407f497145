import { defaultRangeExtractor, useVirtualizer, type Range } from '@tanstack/react-virtual';
import { type RefObject, useCallback, useEffect, useLayoutEffect, useMemo, useReducer, useRef } from 'react';
import { LineScroller, type LineShape } from './line-scroller';

export interface VirtualLine {
  readonly index: number;
  /** Upper edge inside the scrolled element, px. */
  readonly top: number;
}

export interface VirtualLines {
  readonly lines: readonly VirtualLine[];
  /** Height of the scrolled element, px. */
  readonly height: number;
  /** First and last line that are on the screen. */
  readonly first: number;
  readonly last: number;
  readonly linesPerScreen: number;
  readonly scroller: LineScroller;
}

interface LineWishes {
  /** Rows in a line. */
  readonly columns: number;
  /** A line that stays drawn wherever the screen is, or -1. */
  readonly keep: number;
  /** Lines that are drawn beyond the screen, on both sides. */
  readonly ahead: number;
}

/** The lines of a list of any length that are on the screen. */
export function useVirtualLines(
  element: RefObject<HTMLDivElement | null>,
  shape: LineShape,
  { columns, keep, ahead }: LineWishes,
): VirtualLines {
  const [, redraw] = useReducer((n: number) => n + 1, 0);
  const scroller = useMemo(() => new LineScroller(), []);
  scroller.onMoved = redraw;
  scroller.shape = shape;
  useSteadyTop(scroller, shape, columns);
  const keepInStretch = keep - scroller.base;
  const rangeExtractor = useCallback(
    (range: Range) => {
      const drawn = defaultRangeExtractor(range);
      const kept = keepInStretch >= 0 && keepInStretch < range.count && !drawn.includes(keepInStretch);
      return kept ? [...drawn, keepInStretch].sort((a, b) => a - b) : drawn;
    },
    [keepInStretch],
  );
  const virtualizer = useVirtualizer<HTMLDivElement, HTMLDivElement>({
    count: scroller.stretch,
    getScrollElement: () => element.current,
    estimateSize: () => shape.lineHeight,
    overscan: ahead,
    rangeExtractor,
    observeElementRect: scroller.observeRect,
    observeElementOffset: scroller.observeOffset,
    // All scrolling by program goes through the scroller.
    scrollToFn: () => undefined,
  });
  const measured = useRef(shape.lineHeight);
  if (measured.current !== shape.lineHeight) {
    measured.current = shape.lineHeight;
    virtualizer.measure();
  }
  const lines = virtualizer.getVirtualItems().map(({ index }) => ({
    index: scroller.base + index,
    top: scroller.topOf(scroller.base + index),
  }));
  const visible = Math.max(1, scroller.viewport / shape.lineHeight);
  const first = Math.max(0, Math.floor(scroller.place.list / shape.lineHeight));
  return {
    lines,
    height: scroller.height,
    first,
    last: Math.max(first, Math.min(shape.count - 1, first + Math.ceil(visible))),
    linesPerScreen: Math.max(1, Math.floor(visible)),
    scroller,
  };
}

/** Keeps the row at the top in its place when lines become higher or hold more; and the screen inside a list that has shrunk. */
function useSteadyTop(scroller: LineScroller, { count, lineHeight }: LineShape, columns: number): void {
  const before = useRef({ count, lineHeight, columns });
  useLayoutEffect(() => {
    const last = before.current;
    before.current = { count, lineHeight, columns };
    const { list } = scroller.place;
    if (last.lineHeight === lineHeight && last.columns === columns) {
      if (count < last.count) scroller.scrollTo(list);
      return;
    }
    const line = list / last.lineHeight;
    const row = Math.floor(line) * last.columns;
    scroller.scrollTo((Math.floor(row / columns) + (line % 1)) * lineHeight);
  }, [scroller, count, lineHeight, columns]);
  useEffect(() => () => void (scroller.onMoved = () => undefined), [scroller]);
}
