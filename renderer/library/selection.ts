import type { AssetRow, FolderRow, LibraryRow, LibrarySelection, LibraryView } from '../../shared/library';
import { assertNever } from '../../shared/assert';
import { MANY } from '../../shared/many';
import type { Subject } from '../objects/requests';
import { rowId, type RowId } from './row-id';

/** What is selected: some rows by name; or by rule all files of the view but a few, and its folders by name. */
export type Selection = { readonly kind: 'some'; readonly rows: ReadonlyMap<RowId, LibraryRow> } | SelectedByRule;

interface SelectedByRule {
  readonly kind: 'all';
  /** The view that was on show: what is wanted may be another one by now, whose rows are still to come. */
  readonly view: LibraryView;
  readonly except: ReadonlyMap<RowId, AssetRow>;
  readonly folders: ReadonlyMap<RowId, FolderRow>;
}

export const NOTHING: Selection = { kind: 'some', rows: new Map() };

export type SelectionStep =
  | { readonly kind: 'clear' }
  /** `folders`: those of the view, since a rule speaks of files alone. */
  | { readonly kind: 'all'; readonly view: LibraryView; readonly folders: readonly FolderRow[] }
  | { readonly kind: 'only'; readonly row: LibraryRow }
  | { readonly kind: 'toggle'; readonly row: LibraryRow }
  /** What a band touches, on top of what was selected when it began. */
  | { readonly kind: 'band'; readonly rows: readonly LibraryRow[]; readonly onto: Selection }
  /** Rows that are no more. */
  | { readonly kind: 'gone'; readonly rows: ReadonlySet<RowId> }
  /** All rows between two; `add` keeps what was selected before. */
  | { readonly kind: 'range'; readonly rows: readonly LibraryRow[]; readonly add: boolean };

export function nextSelection(selection: Selection, step: SelectionStep): Selection {
  switch (step.kind) {
    case 'clear':
      return NOTHING;
    case 'all':
      return { kind: 'all', view: step.view, except: new Map(), folders: byId(step.folders) };
    case 'only':
      return { kind: 'some', rows: byId([step.row]) };
    case 'toggle':
      return toggled(selection, step.row);
    case 'band':
      return joined(step.onto, step.rows);
    case 'gone':
      return without(selection, step.rows);
    case 'range':
      return step.add ? joined(selection, step.rows) : { kind: 'some', rows: byId(step.rows) };
    default:
      return assertNever(step);
  }
}

function byId<Row extends LibraryRow>(rows: readonly Row[]): Map<RowId, Row> {
  return new Map(rows.map((row) => [rowId(row), row]));
}

function flipped<Row extends LibraryRow>(rows: ReadonlyMap<RowId, Row>, row: Row): Map<RowId, Row> {
  const copy = new Map(rows);
  if (!copy.delete(rowId(row))) copy.set(rowId(row), row);
  return copy;
}

function toggled(selection: Selection, row: LibraryRow): Selection {
  if (selection.kind === 'some') return { kind: 'some', rows: flipped(selection.rows, row) };
  return row.kind === 'folder'
    ? { ...selection, folders: flipped(selection.folders, row) }
    : { ...selection, except: flipped(selection.except, row) };
}

function joined(selection: Selection, rows: readonly LibraryRow[]): Selection {
  if (selection.kind === 'some') return { kind: 'some', rows: new Map([...selection.rows, ...byId(rows)]) };
  const except = new Map(selection.except);
  for (const row of rows) except.delete(rowId(row));
  const folders = rows.filter((row) => row.kind === 'folder');
  return { ...selection, except, folders: new Map([...selection.folders, ...byId(folders)]) };
}

function without(selection: Selection, gone: ReadonlySet<RowId>): Selection {
  const left = <Row>(rows: ReadonlyMap<RowId, Row>) => new Map([...rows].filter(([id]) => !gone.has(id)));
  if (selection.kind === 'some') return { kind: 'some', rows: left(selection.rows) };
  return { ...selection, except: left(selection.except), folders: left(selection.folders) };
}

export function isSelected(selection: Selection, row: LibraryRow): boolean {
  const id = rowId(row);
  if (selection.kind === 'some') return selection.rows.has(id);
  return row.kind === 'folder' ? selection.folders.has(id) : !selection.except.has(id);
}

/** How many rows are selected of a view that has so many files. */
export function selectedCount(selection: Selection, fileCount: number): number {
  if (selection.kind === 'some') return selection.rows.size;
  return Math.max(0, fileCount - selection.except.size) + selection.folders.size;
}

/** Whether no command would take it: it names too many rows one by one. */
export function isTooMany(selection: Selection): boolean {
  return selection.kind === 'some' && selection.rows.size > MANY;
}

/** The one selected row; null when none or several are. */
export function onlySelected(selection: Selection): LibraryRow | null {
  if (selection.kind === 'all' || selection.rows.size !== 1) return null;
  return selection.rows.values().next().value ?? null;
}

/** What main is asked to act on; a rule means the view that it was made in. Files and folders that were picked together make two questions. */
export function toLibrarySelections(selection: Selection, view: LibraryView): readonly LibrarySelection[] {
  const { connectionId } = view;
  if (selection.kind === 'all') {
    const except = [...selection.except.values()].map((row) => row.assetId);
    return [
      { kind: 'view', view: selection.view, except },
      ...folderSelection(connectionId, [...selection.folders.values()]),
    ];
  }
  const rows = [...selection.rows.values()];
  const assetIds = rows.flatMap((row) => (row.kind === 'asset' ? [row.assetId] : []));
  const folders = rows.filter((row) => row.kind === 'folder');
  const files: readonly LibrarySelection[] = assetIds.length > 0 ? [{ kind: 'assets', connectionId, assetIds }] : [];
  return [...files, ...folderSelection(connectionId, folders)];
}

function folderSelection(connectionId: string, folders: readonly FolderRow[]): readonly LibrarySelection[] {
  if (folders.length === 0) return [];
  return [{ kind: 'folders', connectionId, prefixes: folders.map((row) => row.prefix) }];
}

/** A selection as the questions about objects need it. */
export function subjectOf(selection: Selection, view: LibraryView): Subject {
  const { scope } = selection.kind === 'all' ? selection.view : view;
  const prefix = scope.kind === 'folder' ? scope.prefix : '';
  const parts = toLibrarySelections(selection, view);
  return { connectionId: view.connectionId, parts, only: onlySelected(selection), prefix };
}
