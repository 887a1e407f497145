import { useMergedRef } from '@mantine/hooks';
import { memo, useDeferredValue, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { LibraryRow } from '../../shared/library';
import { dropFolder } from '../ui/drop-folder';
import { lineCount, TILE_GAP, type GridLayout } from './grid-layout';
import { LIST_COLUMNS, ListHeader } from './ListHeader';
import { ListCells } from './ListRow';
import { useLibraryFrame, useLibraryRows } from './library-model';
import { rememberTop } from './place';
import { isSelected, selectedCount } from './selection';
import { Tile, TileSkeleton } from './Tile';
import { useDragOut } from './use-drag-out';
import { useGridEvents } from './use-grid-events';
import { useGridHandle } from './use-grid-handle';
import { useGridShape } from './use-grid-shape';
import { useInnerWidth } from './use-inner-width';
import { useMoveDrag } from './use-move-drag';
import { useRowsVersion } from './use-rows';
import { useRubberBand } from './use-rubber-band';
import { useVirtualLines, type VirtualLines } from './use-virtual-lines';
import { useWheelSize } from './use-wheel-size';
import classes from './RowGrid.module.css';
import listClasses from './List.module.css';

/** The id of a row's element, for the grid to point to. */
export function rowElementId(index: number): string {
  return `library-row-${index}`;
}

interface RowGridProps {
  /** There is nothing to show yet. */
  readonly busy: boolean;
}

/** The view's rows, as tiles or as a list; only those on the screen exist. */
export function RowGrid({ busy }: RowGridProps) {
  const { t } = useTranslation('library');
  const { rowCount, fileCount, grid } = useLibraryRows();
  const { layout: look } = useLibraryFrame();
  const element = useRef<HTMLDivElement>(null);
  const [measure, width] = useInnerWidth();
  const { layout, shape, paddingLeft } = useGridShape(width, busy);
  const { columns } = layout;
  const cursorLine = grid.cursor < 0 ? -1 : Math.floor(grid.cursor / columns);
  const virtual = useVirtualLines(element, shape, { columns, keep: cursorLine, ahead: useLinesAhead() });
  const { scroller } = virtual;

  useGridHandle(element, scroller, columns);
  useRowsOnScreen(virtual, columns, busy);
  useWheelSize(element);
  const band = useRef<HTMLDivElement>(null);
  const place = { layout, rowCount, paddingTop: shape.paddingTop, paddingLeft };
  const onPointerDown = useRubberBand(element, band, scroller, place);
  const beginMove = useMoveDrag();
  const { begins: beginsOut, ...dragOut } = useDragOut();
  const events = useGridEvents({ columns, linesPerScreen: virtual.linesPerScreen });
  const list = look === 'list';
  const headers = list ? 1 : 0;
  const many = selectedCount(grid.selection, fileCount) > 1;
  return (
    <div
      ref={useMergedRef(element, measure)}
      className={classes['grid']}
      role="grid"
      tabIndex={0}
      data-home
      aria-label={t('title')}
      aria-multiselectable
      aria-busy={busy}
      aria-rowcount={busy ? -1 : lineCount(rowCount, columns) + (rowCount > 0 ? headers : 0)}
      aria-colcount={list ? LIST_COLUMNS : columns}
      aria-activedescendant={grid.cursor < 0 ? undefined : rowElementId(grid.cursor)}
      data-many={many || undefined}
      onPointerDown={onPointerDown}
      onDragStart={(event) => {
        if (!beginsOut(event)) beginMove(event);
      }}
      {...dragOut}
      {...events}
    >
      <div className={classes['canvas']} role="presentation" style={{ height: virtual.height }}>
        {list && (busy || rowCount > 0) && <ListHeader />}
        {virtual.lines.map((line) => (
          <Line key={line.index} index={line.index} top={line.top} layout={layout} list={list} busy={busy} />
        ))}
        <div ref={band} className={classes['band']} aria-hidden />
      </div>
    </div>
  );
}

/** Lines that are drawn beyond the screen, on both sides: of another view most of them once that is on show. */
function useLinesAhead(): number {
  const { rows } = useLibraryRows();
  const view = rows.state.kind === 'ready' ? rows.state.view : null;
  return useDeferredValue(view) === view ? 3 : 1;
}

/** Has the rows on the screen read, and remembers which one was at the top. */
function useRowsOnScreen({ first, last }: VirtualLines, columns: number, busy: boolean): void {
  const { rows } = useLibraryRows();
  const shown = rows.state.kind === 'ready' ? rows.state.view : null;
  useEffect(() => {
    if (busy) return;
    const top = first * columns;
    rows.source.look({ first: top, last: (last + 1) * columns - 1 }, first > 0 ? top : null);
    if (shown !== null) rememberTop(shown, top);
  }, [rows.source, busy, first, last, columns, shown]);
}

interface LineProps {
  readonly index: number;
  /** Upper edge, px. */
  readonly top: number;
  readonly layout: GridLayout;
  readonly list: boolean;
  readonly busy: boolean;
}

/** Drawn again when its rows have changed, not when others scroll by. */
const Line = memo(function Line({ index, top, layout, list, busy }: LineProps) {
  const { rows, rowCount } = useLibraryRows();
  useRowsVersion(rows);
  const from = index * layout.columns;
  const count = busy ? layout.columns : Math.min(layout.columns, rowCount - from);
  const shown = Array.from({ length: Math.max(0, count) }, (_, i) => (busy ? null : rows.source.rowAt(from + i)));
  if (list) return <ListLine index={index} top={top} row={shown[0] ?? null} />;
  return (
    <div
      role="row"
      aria-rowindex={index + 1}
      className={classes['line']}
      style={{
        transform: `translateY(${top}px)`,
        gridTemplateColumns: `repeat(${layout.columns}, minmax(0, 1fr))`,
        gap: TILE_GAP,
      }}
    >
      {shown.map((row, column) => (
        <TileAt key={column} row={row} index={from + column} column={column} pictureHeight={layout.pictureHeight} />
      ))}
    </div>
  );
});

interface TileAtProps {
  readonly row: LibraryRow | null;
  readonly index: number;
  readonly column: number;
  readonly pictureHeight: number;
}

function TileAt({ row, index, column, pictureHeight }: TileAtProps) {
  const { grid, live } = useLibraryRows();
  if (row === null) return <TileSkeleton pictureHeight={pictureHeight} />;
  return (
    <Tile
      row={row}
      index={index}
      id={rowElementId(index)}
      column={column}
      selected={isSelected(grid.selection, row)}
      active={grid.cursor === index}
      transfer={row.kind === 'asset' ? live(row) : null}
      pictureHeight={pictureHeight}
    />
  );
}

interface ListLineProps {
  readonly index: number;
  readonly top: number;
  readonly row: LibraryRow | null;
}

function ListLine({ index, top, row }: ListLineProps) {
  const { grid, live } = useLibraryRows();
  const selected = row !== null && isSelected(grid.selection, row);
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-selected={selected}
      className={listClasses['row']}
      style={{ transform: `translateY(${top}px)` }}
      data-index={row === null ? undefined : index}
      draggable={row !== null}
      {...dropFolder(row?.kind === 'folder' ? row.prefix : null)}
      data-selected={selected || undefined}
      data-active={grid.cursor === index || undefined}
    >
      {row === null ? (
        <div className={listClasses['bone']} aria-hidden />
      ) : (
        <ListCells
          row={row}
          id={rowElementId(index)}
          selected={selected}
          transfer={row.kind === 'asset' ? live(row) : null}
        />
      )}
    </div>
  );
}
