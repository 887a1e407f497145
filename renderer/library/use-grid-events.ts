import type { KeyboardEvent, MouseEvent } from 'react';
import { assertNever } from '../../shared/assert';
import { drop } from '../../shared/drop';
import { appFacts } from '../mirror';
import { askEdit } from '../objects/requests';
import { undoLast } from '../objects/undo';
import { useEditMenu } from '../ui/edit-menu';
import { pressOf } from '../ui/press';
import { copyLinks, download, openInBrowser, renameSelection, retryTransfer } from './actions';
import { gridIntent, type GridIntent } from './grid-keys';
import { type LibraryModel, useLibrary } from './library-model';
import { assetOf } from './row-id';
import { isSelected, nextSelection, NOTHING, onlySelected, selectedCount, subjectOf } from './selection';
import { resized } from './grid-layout';
import { useTypeAhead } from './use-type-ahead';
import type { PickMode } from './use-grid-state';

interface Shape {
  readonly columns: number;
  readonly linesPerScreen: number;
}

function indexUnder(target: EventTarget | null): number | null {
  const tile = target instanceof Element ? target.closest('[data-index]') : null;
  const index = tile?.getAttribute('data-index') ?? null;
  return index === null ? null : Number(index);
}

function actionUnder(target: EventTarget | null): string | null {
  const part = target instanceof Element ? target.closest('[data-action]') : null;
  return part?.getAttribute('data-action') ?? null;
}

function pickMode(event: MouseEvent): PickMode {
  const command = appFacts().platform === 'darwin' ? event.metaKey : event.ctrlKey;
  if (event.shiftKey) return command ? 'add' : 'extend';
  return command ? 'toggle' : 'only';
}

/** Mouse and keyboard of the grid, heard in one place for all its tiles. */
export function useGridEvents(shape: Shape) {
  const model = useLibrary();
  const { grid, rows, rowCount } = model;
  const typeAhead = useTypeAhead(model);
  useEditMenu((kind) => {
    obey(model, { kind });
    return true;
  });

  const onClick = (event: MouseEvent): void => {
    const index = indexUnder(event.target);
    if (index === null) {
      if (actionUnder(event.target) === null && !isHeader(event.target)) grid.clear();
      return;
    }
    const action = actionUnder(event.target);
    if (action === null) drop(grid.pick(index, pickMode(event)));
    else drop(act(model, index, action, event));
  };

  const onDoubleClick = (event: MouseEvent): void => {
    const index = indexUnder(event.target);
    const row = index === null ? null : rows.source.rowAt(index);
    if (index === null || row === null || actionUnder(event.target) !== null) return;
    model.open(index, row);
  };

  const onContextMenu = (event: MouseEvent): void => {
    event.preventDefault();
    const index = indexUnder(event.target);
    if (index !== null) drop(menuAt(model, index, event));
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.target !== event.currentTarget && event.key !== 'Escape') return;
    const press = { ...pressOf(event), typing: typeAhead.isTyping() };
    const intentFrom = (active: number): GridIntent | null => gridIntent(press, { active, rowCount, ...shape });
    const intent = intentFrom(grid.cursor);
    if (intent === null) return;
    event.preventDefault();
    // Without motion the menu stands before this press has come to the document, where a press beside a menu closes it.
    if (intent.kind === 'menu') event.stopPropagation();
    if (intent.kind === 'type') typeAhead.type(intent.letter);
    else if (intent.kind === 'move') grid.fromCursor((active) => move(model, intentFrom(active)));
    else obey(model, intent);
  };

  return { onClick, onDoubleClick, onContextMenu, onKeyDown };
}

function isHeader(target: EventTarget): boolean {
  return target instanceof Element && target.closest('[role="columnheader"]') !== null;
}

async function act(model: LibraryModel, index: number, action: string, event: MouseEvent): Promise<void> {
  const row = model.rows.source.rowAt(index);
  if (row === null) return;
  if (action === 'menu') return menuAt(model, index, event);
  if (row.kind !== 'asset') return;
  if (action === 'copy') return copyLinks(nextSelection(NOTHING, { kind: 'only', row }), model.view);
  if (action === 'download') return download(nextSelection(NOTHING, { kind: 'only', row }), model.view);
  const transfer = model.live(row);
  if (action === 'retry' && transfer !== null) await retryTransfer(transfer);
}

/** A menu speaks of the selection; opened on a row outside it, it takes that row first. */
async function menuAt(model: LibraryModel, index: number, { clientX: x, clientY: y }: MouseEvent): Promise<void> {
  const row = model.rows.source.rowAt(index);
  if (row === null) return;
  if (!isSelected(model.grid.selection, row)) await model.grid.pick(index, 'only');
  model.showMenu({ x, y });
}

function move({ grid, handle }: LibraryModel, intent: GridIntent | null): void {
  if (intent?.kind !== 'move') return;
  drop(grid.pickNow(intent.to, intent.selection));
  handle.current?.reveal(intent.to, 'nearest');
}

function obey(model: LibraryModel, intent: Exclude<GridIntent, { kind: 'type' | 'move' }>): void {
  const { grid } = model;
  switch (intent.kind) {
    case 'view':
      return drop(openAtCursor(model));
    case 'toggle':
      return grid.cursor < 0 ? undefined : drop(grid.pickCursor('toggle'));
    case 'select-all':
      return drop(grid.selectAll());
    case 'clear':
      return grid.clear();
    case 'delete':
    case 'copy':
    case 'rename':
    case 'edit':
    case 'browse':
      return drop(actOnSelection(model, intent.kind));
    case 'undo':
      return drop(undoLast());
    case 'menu':
      return drop(menuAtCursor(model));
    case 'up':
      return model.goUp();
    case 'resize':
      return model.setTileSize(resized(model.tileSize, intent.larger ? 1 : -1), true);
    default:
      assertNever(intent);
  }
}

async function openAtCursor({ grid, open }: LibraryModel): Promise<void> {
  const placed = await grid.atCursor();
  if (placed !== null) open(placed.index, placed.row);
}

type SelectionIntent = 'delete' | 'copy' | 'rename' | 'edit' | 'browse';

async function actOnSelection(
  { grid, view, fileCount, live, remove }: LibraryModel,
  kind: SelectionIntent,
): Promise<void> {
  const selection = await grid.settled();
  const asset = assetOf(onlySelected(selection));
  const isThere = selectedCount(selection, fileCount) > 0;
  const isOnItsWay = asset !== null && live(asset) !== null;
  switch (kind) {
    case 'delete':
      return isThere ? remove(selection) : undefined;
    case 'copy':
      return copyLinks(selection, view);
    case 'rename':
      return isThere && !isOnItsWay ? renameSelection(selection, view) : undefined;
    case 'edit':
      return isThere && !isOnItsWay ? askEdit(subjectOf(selection, view)) : undefined;
    case 'browse':
      return isThere && !isOnItsWay ? openInBrowser(selection, view) : undefined;
    default:
      assertNever(kind);
  }
}

async function menuAtCursor({ grid, showMenu }: LibraryModel): Promise<void> {
  const placed = await grid.atCursor();
  if (placed === null) return;
  if (!isSelected(await grid.settled(), placed.row)) await grid.pickCursor('only');
  const tile = document.querySelector(`[role="grid"] [data-index="${placed.index}"]`);
  if (tile === null) return;
  const { left, top, width, height } = tile.getBoundingClientRect();
  showMenu({ x: left + Math.min(width / 2, 160), y: top + height / 2 });
}
