import type { FolderRow, LibraryView } from '../../../shared/library';
import { MEDIA_KINDS } from '../../../shared/media';
import { assertNever } from '../../../shared/assert';
import type { FolderTree } from './folder-tree';
import type { IndexEntry } from './index-entry';
import { compareNames } from './natural-order';
import { foldText, matchesTerms, searchTerms } from './search-text';
import { viewFilter } from './view-filter';

/** The answer to a view: its rows in order, folders first. */
export interface ViewOrder {
  readonly folders: readonly FolderRow[];
  readonly assets: readonly IndexEntry[];
  readonly totalBytes: number;
}

/** Orders a view, given all entries in the order of their names. */
export function orderView(
  view: LibraryView,
  byName: readonly IndexEntry[],
  folders: FolderTree,
  now: number,
): ViewOrder {
  const assets = sorted(byName.filter(viewFilter(view, now)), view.sort);
  return { folders: foldersOf(view, folders), assets, totalBytes: assets.reduce((sum, { size }) => sum + size, 0) };
}

// The list comes in name order and sorting is stable, so that equals stay in the order of their names.
function sorted(byName: IndexEntry[], { field, direction }: LibraryView['sort']): IndexEntry[] {
  const sign = direction === 'asc' ? 1 : -1;
  switch (field) {
    case 'name':
      return direction === 'asc' ? byName : byName.reverse();
    case 'date':
      return byName.sort((a, b) => sign * (a.modified - b.modified));
    case 'size':
      return byName.sort((a, b) => sign * (a.size - b.size));
    case 'kind':
      return byName.sort((a, b) => sign * (MEDIA_KINDS.indexOf(a.media) - MEDIA_KINDS.indexOf(b.media)));
    default:
      return assertNever(field);
  }
}

function foldersOf({ scope, search, kinds, sort }: LibraryView, tree: FolderTree): FolderRow[] {
  if (scope.kind === 'smart') return [];
  const terms = searchTerms(search);
  const found =
    terms.length === 0
      ? tree.childrenOf(scope.prefix)
      : kinds.length > 0
        ? []
        : tree.below(scope.prefix).filter((row) => matchesTerms(foldText(row.name), terms));
  return sortFolders(found, sort.field === 'name' && sort.direction === 'desc' ? -1 : 1);
}

/** Folders in the order of their names. */
export function sortFolders(folders: FolderRow[], sign: 1 | -1 = 1): FolderRow[] {
  const named = (row: FolderRow) => ({ name: row.name, key: row.prefix });
  return folders.sort((a, b) => sign * compareNames(named(a), named(b)));
}
