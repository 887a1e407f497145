import { type FolderRow, LARGE_BYTES, type LibraryView, type SmartView } from '../../../../shared/library';
import { MEDIA_KINDS, type MediaKind } from '../../../../shared/media';
import { assertNever } from '../../../../shared/assert';
import { isFiltered, spanOf, type ViewFilters } from '../../../../shared/view-filters';
import { compareNames } from '../natural-order';
import { foldText, matchesTerms, searchTerms } from '../search-text';
import { FLAGS, type Columns } from './columns';
import type { Folders } from './folders';
import { sortedBy } from './radix-sort';
import { scratchMarks } from './scratch-rows';
import { FLAG_VALUES, flagsThat, SHOWN, Sieve } from './sieve';
import { termOf, type TextHeap } from './text-heap';

/** Fewer rows than one in so many are looked at one by one. */
const FEW = 4;
const DAY_MS = 24 * 60 * 60 * 1000;

/** How far back "Recent" goes. */
export const RECENT_MS = 7 * DAY_MS;

/** A view answered: its folders first, then its assets, by their rows. */
export interface ViewRows {
  readonly folders: readonly FolderRow[];
  readonly rows: Uint32Array;
  /** Bytes. */
  readonly totalBytes: number;
}

export interface ViewSource {
  readonly columns: Columns;
  /** Has to be taken up where it is not in memory. */
  texts(): TextHeap;
  readonly folders: Folders;
  /** All rows in the order of their names; likewise. */
  byName(): Uint32Array;
  /** ms since 1970. */
  readonly now: number;
}

/** Answers a view: sieves all rows in the order of their names, then sorts what is left. */
export function viewRows(view: LibraryView, source: ViewSource): ViewRows {
  const { columns } = source;
  const sieve = new Sieve(columns, source.byName());
  sieve.keep(columns.flags, SHOWN);
  sieveScope(sieve, view, source);
  if (view.kinds.length > 0)
    sieve.keep(
      columns.kind,
      kindsThat((kind) => view.kinds.includes(kind)),
    );
  sieveFilters(sieve, view.filters, source);
  sieveSearch(sieve, view, source);
  return answered(view, sorted(sieve.rows(), view, columns), source);
}

/** Answers a view out of the answer to another, which holds all its rows in its order: a search of which one letter more is typed. */
export function narrowed(view: LibraryView, wider: ViewRows, source: ViewSource): ViewRows {
  const sieve = new Sieve(source.columns, wider.rows);
  sieveSearch(sieve, view, source);
  return answered(view, sieve.rows(), source);
}

function answered(view: LibraryView, rows: Uint32Array, { columns, folders }: ViewSource): ViewRows {
  return { folders: foldersOf(view, folders), rows, totalBytes: bytesIn(rows, columns) };
}

function sieveSearch(sieve: Sieve, { search }: LibraryView, source: ViewSource): void {
  for (const term of searchTerms(search).map(termOf))
    sieve.keepBy((rows, count) => source.texts().keepHolding(term, rows, count));
}

function sieveFilters(sieve: Sieve, { modified, size, prompt }: ViewFilters, { columns, now }: ViewSource): void {
  if (modified !== null) {
    const { from, through } = spanOf(modified, now);
    sieve.keepBetween(columns.modified, from, through);
  }
  if (size !== null) sieve.keepBetween(columns.size, size.least ?? 0, size.most ?? Infinity);
  if (prompt !== null) sieve.keep(columns.flags, prompt === 'with' ? PROMPTED : UNPROMPTED);
}

function sieveScope(sieve: Sieve, { scope, search, flat }: LibraryView, { columns, folders, now }: ViewSource): void {
  if (scope.kind === 'smart') sieveSmart(sieve, scope.view, columns, now);
  else if (!flat && searchTerms(search).length === 0) sieve.keepFolder(folders.find(scope.prefix));
  // A search goes through all that is below the folder, and a flat view shows it.
  else if (scope.prefix !== '') sieve.keep(columns.folder, folders.within(scope.prefix));
}

function sieveSmart(sieve: Sieve, view: SmartView, columns: Columns, now: number): void {
  switch (view) {
    case 'all':
      return;
    case 'images':
      return sieve.keep(
        columns.kind,
        kindsThat((kind) => kind === 'image'),
      );
    case 'videos':
      return sieve.keep(
        columns.kind,
        kindsThat((kind) => kind === 'video'),
      );
    case 'audio':
      return sieve.keep(
        columns.kind,
        kindsThat((kind) => kind === 'audio'),
      );
    case 'generated':
      return sieve.keep(columns.flags, PROMPTED);
    case 'recent':
      return sieve.keepBetween(columns.modified, now - RECENT_MS, Infinity);
    case 'large':
      return sieve.keepBetween(columns.size, LARGE_BYTES, Infinity);
    case 'unlinked':
      return sieve.keep(columns.flags, UNLINKED);
    default:
      assertNever(view);
  }
}

const PROMPTED = flagsThat((flags) => (flags & FLAGS.prompted) !== 0);
const UNPROMPTED = flagsThat((flags) => (flags & FLAGS.prompted) === 0);
const UNLINKED = flagsThat((flags) => (flags & FLAGS.linked) === 0);

function kindsThat(test: (kind: MediaKind) => boolean): Uint8Array {
  return Uint8Array.from(MEDIA_KINDS, (kind) => (test(kind) ? 1 : 0));
}

/** Sum of the sizes of some rows. */
export function bytesIn(rows: Uint32Array, { size, count }: Columns): number {
  let bytes = 0;
  if (rows.length * FEW < count) {
    for (let i = 0; i < rows.length; i += 1) bytes += size[rows[i] ?? 0] ?? 0;
    return bytes;
  }
  // In the order of memory: many rows in another one are as many misses of the cache.
  const marks = scratchMarks(count).fill(0);
  for (let i = 0; i < rows.length; i += 1) marks[rows[i] ?? 0] = 1;
  for (let row = 0; row < count; row += 1) bytes += (size[row] ?? 0) * (marks[row] ?? 0);
  return bytes;
}

/** How many assets each smart view shows, and the bytes of all: one walk over all rows. */
export function countViews(
  columns: Columns,
  now: number,
): { counts: Record<SmartView, number>; totalBytes: number; infrequentBytes: number } {
  const { count, kind, flags, modified, size } = columns;
  const byKind = new Uint32Array(MEDIA_KINDS.length);
  const byFlags = new Uint32Array(FLAG_VALUES);
  const since = now - RECENT_MS;
  let [recent, large, totalBytes, infrequentBytes] = [0, 0, 0, 0];
  for (let row = 0; row < count; row += 1) {
    const flagsHere = flags[row] ?? 0;
    if (SHOWN[flagsHere] !== 1) continue;
    const kindHere = kind[row] ?? 0;
    const sizeHere = size[row] ?? 0;
    byFlags[flagsHere] = (byFlags[flagsHere] ?? 0) + 1;
    byKind[kindHere] = (byKind[kindHere] ?? 0) + 1;
    totalBytes += sizeHere;
    if ((flagsHere & FLAGS.infrequent) !== 0) infrequentBytes += sizeHere;
    if (sizeHere >= LARGE_BYTES) large += 1;
    if ((modified[row] ?? 0) >= since) recent += 1;
  }
  const of = (wanted: MediaKind) => byKind[MEDIA_KINDS.indexOf(wanted)] ?? 0;
  const thatAre = (wanted: Uint8Array) => byFlags.reduce((sum, rows, value) => sum + rows * (wanted[value] ?? 0), 0);
  const [all, generated, unlinked] = [thatAre(SHOWN), thatAre(PROMPTED), thatAre(UNLINKED)];
  return {
    counts: { all, images: of('image'), videos: of('video'), audio: of('audio'), generated, recent, large, unlinked },
    totalBytes,
    infrequentBytes,
  };
}

// The rows come in name order and the sort keeps it among equals.
function sorted(rows: Uint32Array, { sort: { field, direction } }: LibraryView, columns: Columns): Uint32Array {
  switch (field) {
    case 'name':
      return direction === 'asc' ? rows : rows.reverse();
    case 'date':
      return sortedBy(rows, columns.modified, direction);
    case 'size':
      return sortedBy(rows, columns.size, direction);
    case 'kind':
      return sortedBy(rows, columns.kind, direction);
    default:
      return assertNever(field);
  }
}

export function foldersOf(view: LibraryView, folders: Folders): FolderRow[] {
  const { scope, search, kinds, sort } = view;
  if (scope.kind === 'smart' || view.flat) return [];
  const terms = searchTerms(search);
  const found =
    terms.length === 0
      ? folders.childrenOf(scope.prefix)
      : kinds.length > 0 || isFiltered(view.filters)
        ? []
        : folders.below(scope.prefix).filter((row) => matchesTerms(foldText(row.name), terms));
  return sortFolders(found, sort.field === 'name' && sort.direction === 'desc' ? -1 : 1);
}

/** Folders in the order of their names. */
export function sortFolders(folders: FolderRow[], sign: 1 | -1 = 1): FolderRow[] {
  const named = (row: FolderRow) => ({ name: row.name, key: row.prefix });
  return folders.sort((a, b) => sign * compareNames(named(a), named(b)));
}
