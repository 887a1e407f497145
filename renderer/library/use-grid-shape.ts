import { useMemo } from 'react';
import { gridLayout, type GridLayout, lineCount, listLayout } from './grid-layout';
import { useLibraryFrame, useLibraryRows } from './library-model';
import type { LineShape } from './line-scroller';

/** To the left and the right of the tiles; the scroll bar's own 10 px come on top on the right. */
const LEFT = 18;
const SIDES = LEFT + 8;
const LIST_HEADER = 34;
/** Room under the last line, so that the selection bar covers nothing. */
const FOOT = 76;
const SKELETON_ROWS = 60;

interface GridShape {
  readonly layout: GridLayout;
  /** The lines that all rows fill, one below the other. */
  readonly shape: LineShape;
  /** Where the first tile of a line begins, px. */
  readonly paddingLeft: number;
}

/** How the view's rows fill a width, CSS px. `busy`: there are none yet, and a screen of skeletons stands for them. */
export function useGridShape(width: number, busy: boolean): GridShape {
  const { rowCount } = useLibraryRows();
  const { layout: look, tileSize } = useLibraryFrame();
  const list = look === 'list';
  const layout = useMemo(
    () => (list ? listLayout(width) : gridLayout(width - SIDES, tileSize)),
    [list, width, tileSize],
  );
  const { columns, lineHeight } = layout;
  const shape = useMemo(() => {
    const count = lineCount(busy ? SKELETON_ROWS : rowCount, columns);
    return { count, lineHeight, paddingTop: list ? LIST_HEADER : 6, paddingBottom: FOOT };
  }, [busy, rowCount, columns, lineHeight, list]);
  return { layout, shape, paddingLeft: list ? 0 : LEFT };
}
