import { type DragEvent as ReactDragEvent, useEffect, useRef } from 'react';
import i18next from 'i18next';
import { drop } from '../../shared/drop';
import { appFacts } from '../mirror';
import { placeOfRow, send } from '../objects/object-actions';
import type { Subject } from '../objects/requests';
import { onceDragEnds } from '../ui/drag-end';
import { folderUnder, lightUp, SELECTION_TYPE } from '../ui/drop-folder';
import { formatCount } from '../ui/format';
import { readMay } from '../ui/rights';
import { shownName } from '../ui/shown-name';
import { useLibrary } from './library-model';
import { isSelected, nextSelection, NOTHING, selectedCount, subjectOf, type Selection } from './selection';

/** Whether a drop into a folder would change anything: not what lies there already, nor a folder into itself. */
export function canGoTo({ only, parts }: Pick<Subject, 'only' | 'parts'>, prefix: string, copies: boolean): boolean {
  const intoItself = parts.some(
    (part) => part.kind === 'folders' && part.prefixes.some((folder) => prefix.startsWith(folder)),
  );
  return !intoItself && (copies || only === null || placeOfRow(only) !== prefix);
}

/**
 * Drags the selection into a folder: a tile, a place in the sidebar, a step of the trail. Moves it; copies it while Ctrl (Alt on a
 * Mac) is held. A drag that begins on a row outside the selection takes that row alone.
 */
export function useMoveDrag(): (event: ReactDragEvent) => void {
  const { grid, rows, fileCount, view } = useLibrary();
  const dragged = useRef<Subject | null>(null);
  useEffect(() => {
    const stop = new AbortController();
    const { signal } = stop;
    const landing = (event: DragEvent) => {
      const found = folderUnder(event.target);
      const subject = isSelection(event) ? dragged.current : null;
      if (subject === null || found === null) return null;
      const copies = appFacts().platform === 'darwin' ? event.altKey : event.ctrlKey;
      const may = readMay(subject.connectionId);
      if (!may.write || (!copies && !may.delete)) return null;
      return canGoTo(subject, found.prefix, copies) ? { ...found, subject, copies } : null;
    };
    const onOver = (event: DragEvent): void => {
      if (dragged.current === null || !isSelection(event)) return;
      const found = landing(event);
      lightUp(found?.element ?? null);
      if (event.dataTransfer === null) return;
      event.dataTransfer.dropEffect = found === null ? 'none' : found.copies ? 'copy' : 'move';
    };
    const onDrop = (event: DragEvent): void => {
      const found = landing(event);
      if (found === null) return;
      const { subject, prefix, copies } = found;
      drop(send(subject.parts, { connectionId: subject.connectionId, prefix }, !copies));
    };
    window.addEventListener('dragover', onOver, { signal });
    window.addEventListener('drop', onDrop, { signal });
    return () => stop.abort();
  }, []);

  return (event) => {
    const tile = event.target instanceof Element ? event.target.closest('[data-index]') : null;
    const index = Number(tile?.getAttribute('data-index') ?? Number.NaN);
    const row = Number.isNaN(index) ? null : rows.source.rowAt(index);
    if (row === null) return event.preventDefault();
    const own = !isSelected(grid.selection, row);
    const selection: Selection = own ? nextSelection(NOTHING, { kind: 'only', row }) : grid.selection;
    if (own) drop(grid.pick(index, 'only'));
    dragged.current = subjectOf(selection, view);
    onceDragEnds(event.target, () => {
      dragged.current = null;
      lightUp(null);
    });
    event.dataTransfer.effectAllowed = 'copyMove';
    event.dataTransfer.setData(SELECTION_TYPE, view.connectionId);
    const count = selectedCount(selection, fileCount);
    showUnderPointer(event.dataTransfer, count === 1 ? shownName(row.name) : words(count));
  };
}

/** Files that come in from outside are no selection, whatever was dragged before. */
function isSelection({ dataTransfer }: DragEvent): boolean {
  return dataTransfer?.types.includes(SELECTION_TYPE) ?? false;
}

function words(count: number): string {
  return i18next.t('library:selection.dragged', { count, formatted: formatCount(count) });
}

/** What hangs on the pointer; the browser takes a picture of it at once, so that it may go right after. */
function showUnderPointer(data: DataTransfer, text: string): void {
  const label = document.createElement('div');
  label.textContent = text;
  label.dataset['dragLabel'] = 'true';
  document.body.append(label);
  data.setDragImage(label, -12, -8);
  setTimeout(() => label.remove(), 0);
}
