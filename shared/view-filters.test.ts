import { expect, it } from 'vitest';
import { COMMAND_SCHEMAS } from './contract-schemas';
import { betweenDays, daysOf, monthOf, NO_FILTERS, spanOf } from './view-filters';

const at = (year: number, month: number, day: number, hour = 0) => new Date(year, month - 1, day, hour).getTime();

it('counts days by the calendar of this computer', () => {
  const now = at(2026, 3, 10, 15);
  expect(spanOf({ kind: 'today' }, now)).toEqual({ from: at(2026, 3, 10), through: Infinity });
  expect(spanOf({ kind: 'days', days: 7 }, now).from).toBe(at(2026, 3, 4));
  expect(spanOf({ kind: 'year' }, now).from).toBe(at(2026, 1, 1));
});

it('takes whole days and months from what a person types, and gives them back', () => {
  const days = betweenDays('2026-02-27', '2026-03-01');
  expect(days).toEqual({ kind: 'between', from: at(2026, 2, 27), until: at(2026, 3, 2) });
  expect(days?.kind === 'between' && daysOf(days)).toEqual({ first: '2026-02-27', last: '2026-03-01' });
  expect(betweenDays('', '2026-03-01')).toEqual({ kind: 'between', from: null, until: at(2026, 3, 2) });
  expect(betweenDays('', '')).toBeNull();
  expect(monthOf('2026-12')).toEqual({ kind: 'between', from: at(2026, 12, 1), until: at(2027, 1, 1) });
  expect(monthOf('')).toBeNull();
});

it('reads a view that was asked before there were filters', () => {
  const view = { connectionId: 'c', scope: { kind: 'smart', view: 'all' }, search: '', kinds: [] };
  const sort = { field: 'name', direction: 'asc' };
  const parsed = COMMAND_SCHEMAS['library.summary'].parse({ view: { ...view, sort } });
  expect(parsed.view).toMatchObject({ filters: NO_FILTERS, flat: false });
});
