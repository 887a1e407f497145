import { expect, it } from 'vitest';
import type { ConnectionProfile, TokenTerm } from '../../shared/connection';
import { makeConnections } from '../fake/connections';
import { endsOf, endToTell } from './token-end';

const NOW = Date.UTC(2026, 10, 29);
const DAY = 86_400_000;

function profile(keys: number | null, apiToken: number | null): ConnectionProfile {
  const [one] = makeConnections('library').profiles;
  if (one === undefined) throw new Error('The fake has no connection.');
  const term = (days: number | null): TokenTerm | null =>
    days === null ? null : { from: null, until: NOW + days * DAY };
  return { ...one, keysTerm: term(keys), apiTokenTerm: term(apiToken) };
}

it.each([
  ['nothing is known', null, null, null],
  ['it is far off', 90, 90, null],
  ['it is a fortnight away', 14, null, null],
  ['it is nearer', 13, 13, 'keys'],
  ['it is over', -1, null, 'keys'],
  ['it is the API token’s alone', 90, 3, 'api-token'],
  ['both are near, the keys’', 3, 2, 'keys'],
] as const)('where %s, the end that is told is the right one', (_, keys, apiToken, told) => {
  expect(endToTell(profile(keys, apiToken), NOW)?.of ?? null).toBe(told);
});

it('names an end once where keys and API token are one token', () => {
  expect(endsOf(profile(5, 5), NOW)).toEqual([{ of: 'keys', at: NOW + 5 * DAY, isOver: false }]);
  expect(endsOf(profile(null, -2), NOW)).toEqual([{ of: 'api-token', at: NOW - 2 * DAY, isOver: true }]);
});
