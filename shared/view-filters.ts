import { assertNever } from './assert';

const DAY_MS = 24 * 60 * 60 * 1000;

/** When an object was changed last. Days are those of this computer's time zone. */
export type DateFilter =
  | { readonly kind: 'today' }
  /** Today and the days before it, so many in all. */
  | { readonly kind: 'days'; readonly days: number }
  | { readonly kind: 'year' }
  /** ms since 1970; `until` is the first moment that does not belong to it. Null for an open end. */
  | { readonly kind: 'between'; readonly from: number | null; readonly until: number | null };

/** Bytes; null for an open end. Both ends belong to it. */
export interface SizeFilter {
  readonly least: number | null;
  readonly most: number | null;
}

/** What of a view is shown besides its kinds; all that is set has to hold. */
export interface ViewFilters {
  readonly modified: DateFilter | null;
  readonly size: SizeFilter | null;
  /** Whether its prompt is known. */
  readonly prompt: 'with' | 'without' | null;
}

export const NO_FILTERS: ViewFilters = { modified: null, size: null, prompt: null };

export function isFiltered({ modified, size, prompt }: ViewFilters): boolean {
  return modified !== null || size !== null || prompt !== null;
}

export interface Span {
  /** ms since 1970. */
  readonly from: number;
  /** The last moment in it, ms since 1970. */
  readonly through: number;
}

/** The times that a filter means at a moment. */
export function spanOf(filter: DateFilter, now: number): Span {
  switch (filter.kind) {
    case 'today':
      return { from: startOfDay(now, 0), through: Infinity };
    case 'days':
      return { from: startOfDay(now, filter.days - 1), through: Infinity };
    case 'year':
      return { from: new Date(new Date(now).getFullYear(), 0, 1).getTime(), through: Infinity };
    case 'between':
      return { from: filter.from ?? -Infinity, through: filter.until === null ? Infinity : filter.until - 1 };
    default:
      return assertNever(filter);
  }
}

/** The whole days from one to another, as a date field writes them (`2026-03-01`); '' for an open end. Null where there is neither. */
export function betweenDays(first: string, last: string): DateFilter | null {
  const from = dayOf(first);
  const end = dayOf(last);
  if (from === null && end === null) return null;
  return { kind: 'between', from, until: end === null ? null : startOfDay(end, -1) };
}

/** A month, as a month field writes it (`2026-03`); null for none. */
export function monthOf(text: string): DateFilter | null {
  const found = /^(\d{4})-(\d{2})$/.exec(text);
  if (found === null) return null;
  const [year, month] = [Number(found[1]), Number(found[2]) - 1];
  return { kind: 'between', from: new Date(year, month, 1).getTime(), until: new Date(year, month + 1, 1).getTime() };
}

function dayOf(text: string): number | null {
  const found = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  return found === null ? null : new Date(Number(found[1]), Number(found[2]) - 1, Number(found[3])).getTime();
}

/** The midnight that began the day `back` days before a moment's own. Through the calendar: days do not all have 24 hours. */
function startOfDay(at: number, back: number): number {
  const day = new Date(at);
  return new Date(day.getFullYear(), day.getMonth(), day.getDate() - back).getTime();
}

/** Which days a filter between two times names, as a date field writes them. */
export function daysOf({ from, until }: { readonly from: number | null; readonly until: number | null }): {
  readonly first: string;
  readonly last: string;
} {
  return { first: from === null ? '' : dayText(from), last: until === null ? '' : dayText(until - DAY_MS / 2) };
}

function dayText(at: number): string {
  const day = new Date(at);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
}
