import { DRAG_LIMITS, type LibraryView } from '../../shared/library';
import { rowId } from './row-id';
import type { RowSource } from './row-source';
import { type Selection, toLibrarySelections } from './selection';

/** What was fetched to be dragged out: the same for as long as fetching it again would bring the same. */
export interface DragName {
  /** Which files, folders or view. */
  readonly selected: string;
  /** What is in them. */
  readonly content: string;
}

export function dragName(selection: Selection, view: LibraryView, source: RowSource): DragName {
  return {
    selected: JSON.stringify(toLibrarySelections(selection, view)),
    content: JSON.stringify(versionsOf(selection, source) ?? revisionOf(source)),
  };
}

/**
 * The versions of the selected files as they are now: the rows in the selection are as they were when they were picked. null where
 * rows do not tell: of folders, of a view, of files out of sight, of more than is ever fetched.
 */
function versionsOf(selection: Selection, source: RowSource): readonly string[] | null {
  if (selection.kind === 'all' || selection.rows.size > DRAG_LIMITS.files) return null;
  const known = new Map(source.rowsNow().map((row) => [rowId(row), row]));
  const versions: string[] = [];
  for (const id of selection.rows.keys()) {
    const row = known.get(id);
    if (row?.kind !== 'asset') return null;
    versions.push(row.version);
  }
  return versions;
}

/** Grows with anything that changes in the bucket. */
function revisionOf(source: RowSource): number | null {
  const state = source.state();
  return state.kind === 'ready' ? state.summary.revision : null;
}
