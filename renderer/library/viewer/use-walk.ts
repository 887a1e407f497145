import { drop } from '../../../shared/drop';
import { useLibrary } from '../library-model';

/** The way through the files of the view, one after another. */
export interface Walk {
  /** From 1, among the files alone. */
  readonly position: number;
  readonly total: number;
  can(by: 1 | -1): boolean;
  go(by: 1 | -1): void;
}

/** Walks the grid's own cursor, so that closing the viewer leaves one where one has got to. */
export function useWalk(): Walk {
  const { grid, rows, rowCount, handle } = useLibrary();
  const files = rows.state.kind === 'ready' ? rows.state.summary.objectCount : 0;
  const folders = Math.max(0, rowCount - files);
  const isFile = (place: number): boolean => place >= folders && place < rowCount;
  return {
    position: grid.cursor - folders + 1,
    total: rowCount - folders,
    can: (by) => isFile(grid.cursor + by),
    go: (by) =>
      grid.fromCursor((place) => {
        if (!isFile(place + by)) return;
        drop(grid.pickNow(place + by, 'only'));
        handle.current?.reveal(place + by, 'nearest');
      }),
  };
}
