import type { LibrarySelection, LibraryView } from '../../../../shared/library';
import { assertNever } from '../../../../shared/assert';
import { fail } from '../../../../shared/failure';
import { FLAGS, type Columns } from './columns';
import type { Folders } from './folders';

export interface SelectionSource {
  readonly columns: Columns;
  readonly folders: Folders;
  /** All rows in the order of their names. */
  readonly byName: Uint32Array;
  find(assetId: string): number | null;
  rowsOf(view: LibraryView): Uint32Array;
}

export interface SelectedRows {
  /** Assets. A view means its assets; the folders in it are only meant when they are named themselves. */
  readonly rows: Uint32Array;
  /** Zero-byte keys that only make the folders of a selection of folders. */
  readonly markers: readonly string[];
}

/** What a selection means. */
export function selectedRows(selection: LibrarySelection, source: SelectionSource): SelectedRows {
  switch (selection.kind) {
    case 'assets': {
      const found = [...new Set(selection.assetIds)].map((assetId) => source.find(assetId));
      return { rows: Uint32Array.from(found.filter((row) => row !== null)), markers: [] };
    }
    case 'folders':
      return rowsBelow(selection.prefixes, source);
    case 'view': {
      const except = new Set(selection.except.map((assetId) => source.find(assetId)));
      const rows = source.rowsOf(selection.view);
      return { rows: except.size === 0 ? rows : rows.filter((row) => !except.has(row)), markers: [] };
    }
    default:
      return assertNever(selection);
  }
}

type Tree = Pick<SelectionSource, 'columns' | 'folders'>;

/** Tells of a row that it lies in none of the folders. */
export function notBelow(prefixes: readonly string[], tree: Tree): (row: number) => boolean {
  const isBelow = below(prefixes, tree);
  return (row) => !isBelow(row);
}

function below(prefixes: readonly string[], { columns, folders }: Tree): (row: number) => boolean {
  const within = prefixes.map((prefix) => folders.within(prefix));
  return (row) => within.some((marks) => marks[columns.folder[row] ?? 0] === 1);
}

function rowsBelow(prefixes: readonly string[], { columns, folders, byName }: SelectionSource): SelectedRows {
  // Without its slash `a` would mean `ab.png` as well, and '' the whole bucket.
  if (!prefixes.every((prefix) => prefix.endsWith('/'))) fail('invalid-input');
  const isBelow = below(prefixes, { columns, folders });
  const isMarker = (row: number) => columns.has(row, FLAGS.marker) && columns.isAlive(row);
  return {
    rows: byName.filter((row) => columns.isShown(row) && isBelow(row)),
    markers: [...byName.filter((row) => isMarker(row) && isBelow(row))].map((row) =>
      folders.prefixOf(columns.folder[row] ?? 0),
    ),
  };
}
