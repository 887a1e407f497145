import type { LibraryScope, LibraryView, SortField } from '../../shared/library';
import type { MediaKind } from '../../shared/media';
import { NO_FILTERS, type ViewFilters } from '../../shared/view-filters';
import { createStore, useStore } from '../ui/store';

/** How the person wants to see things; outlives a visit to another screen. */
interface Choices {
  readonly search: { readonly place: string; readonly text: string };
  readonly kinds: readonly MediaKind[];
  readonly filters: ViewFilters;
  readonly flat: boolean;
  readonly sort: LibraryView['sort'];
}

const START: Choices = {
  search: { place: '', text: '' },
  kinds: [],
  filters: NO_FILTERS,
  flat: false,
  sort: { field: 'date', direction: 'desc' },
};
const MAX_REMEMBERED = 200;

const store = createStore(START);
const rowsAtTop = new Map<string, number>();

function change(patch: Partial<Choices>): void {
  store.set({ ...store.read(), ...patch });
}

export function useChoices(): Choices {
  return useStore(store);
}

/** The choices as they are now, for handlers. */
export function readChoices(): Choices {
  return store.read();
}

/** Names a place: a scope of one bucket. */
function placeName({ connectionId, scope }: Pick<LibraryView, 'connectionId' | 'scope'>): string {
  return JSON.stringify([connectionId, scope]);
}

/** The question to the index that the choices make; a search belongs to the place that it was typed in. */
export function viewOf(connectionId: string, scope: LibraryScope, choices: Choices): LibraryView {
  const { search, kinds, filters, sort } = choices;
  const text = search.place === placeName({ connectionId, scope }) ? search.text : '';
  const flat = choices.flat && scope.kind === 'folder';
  return { connectionId, scope, search: text, kinds, filters, flat, sort };
}

export function searchFor(where: Pick<LibraryView, 'connectionId' | 'scope'>, text: string): void {
  change({ search: { place: placeName(where), text } });
}

export function filterKinds(kinds: readonly MediaKind[]): void {
  change({ kinds });
}

/** Changes some of the filters; the others stay. */
export function filterBy(patch: Partial<ViewFilters>): void {
  change({ filters: { ...store.read().filters, ...patch } });
}

/** Shows all kinds, dates and sizes again, with and without a prompt. */
export function clearFilters(): void {
  change({ kinds: [], filters: NO_FILTERS });
}

/** As `clearFilters`, and searches for nothing. */
export function showEverything(): void {
  change({ search: START.search, kinds: [], filters: NO_FILTERS });
}

/** Whether folders show all that is below them. */
export function showFlat(flat: boolean): void {
  change({ flat });
}

/** Sorts by a field in the direction in which it is mostly wanted; the same field again turns it round. */
export function sortBy(field: SortField): void {
  const { sort } = store.read();
  const usual = field === 'name' || field === 'kind' ? 'asc' : 'desc';
  const direction = sort.field !== field ? usual : sort.direction === 'asc' ? 'desc' : 'asc';
  change({ sort: { field, direction } });
}

export function sortIn(sort: LibraryView['sort']): void {
  change({ sort });
}

/** Remembers which row was at the top of a view, for when the person comes back. */
export function rememberTop(view: LibraryView, row: number): void {
  const name = JSON.stringify(view);
  rowsAtTop.delete(name);
  if (row > 0) rowsAtTop.set(name, row);
  const oldest = rowsAtTop.keys().next();
  if (rowsAtTop.size > MAX_REMEMBERED && !oldest.done) rowsAtTop.delete(oldest.value);
}

export function rememberedTop(view: LibraryView): number {
  return rowsAtTop.get(JSON.stringify(view)) ?? 0;
}

/** Back to how it starts: for tests. */
export function resetPlace(): void {
  rowsAtTop.clear();
  change(START);
}
