import { readEndpoint } from '../endpoint';
import type { Meaning } from './meanings';
import type { NamedValue } from './pairs';

/** The values of a section by their meaning: of each the one that counts. */
export type Named = ReadonlyMap<Meaning, NamedValue>;

/**
 * Of several names of one meaning the one counts that most surely means R2, of equals the last, as in dotenv. The two keys are of
 * one family where any family that means R2 no less surely has both: keys of two pairs open nothing.
 */
export function namedOf(values: readonly NamedValue[]): Named {
  const named = new Map<Meaning, NamedValue>();
  // The least sure first: what is set later stays.
  const sorted = values.toSorted((a, b) => b.rank - a.rank);
  for (const value of sorted) named.set(value.meaning, value);
  for (const value of lastPair(sorted, leastSure(keysOf(named)))) named.set(value.meaning, value);
  if (isElsewhere(named)) named.delete('endpoint');
  return named;
}

/** R2's own keys are not meant for the endpoint of something else: another store's, or no store at all. */
function isElsewhere(named: Named): boolean {
  const key = named.get('access-key-id') ?? named.get('secret');
  const endpoint = named.get('endpoint');
  if (key === undefined || key.rank > 1 || endpoint?.rank !== 3) return false;
  return readEndpoint(endpoint.value, null)?.address.kind !== 'r2';
}

function keysOf(named: Named): readonly NamedValue[] {
  return [named.get('access-key-id'), named.get('secret')].filter((key) => key !== undefined);
}

function leastSure(values: readonly NamedValue[]): number {
  return Math.max(...values.map(({ rank }) => rank));
}

/** Of the families that have both keys, those of the last; a family that means R2 less surely than `rank` has no say. */
function lastPair(values: readonly NamedValue[], rank: number): readonly NamedValue[] {
  const ids = new Map<string, NamedValue>();
  const secrets = new Map<string, NamedValue>();
  for (const value of values) {
    if (value.meaning === 'access-key-id') ids.set(value.family, value);
    if (value.meaning === 'secret') secrets.set(value.family, value);
  }
  const pairs = [...ids].flatMap(([family, id]) => {
    const secret = secrets.get(family);
    return secret === undefined ? [] : [[id, secret]];
  });
  return pairs.findLast((pair) => leastSure(pair) <= rank) ?? [];
}
