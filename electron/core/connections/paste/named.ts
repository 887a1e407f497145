import type { ConnectionAddress } from '../../../../shared/connection';
import { readEndpoint } from '../endpoint';
import type { Meaning } from './meanings';
import type { NamedValue } from './pairs';

/** The values of a section by their meaning: of each the one that counts. */
export type Named = ReadonlyMap<Meaning, NamedValue>;

/** What says of a place more than where it is. */
const OF_A_PLACE: ReadonlySet<Meaning> = new Set<Meaning>(['bucket', 'region', 'style']);

/**
 * Of several names of one meaning the one counts that most surely means R2, of equals the last, as in dotenv. The two keys are of
 * one family where any family that means R2 no less surely has both: keys of two pairs open nothing. Another store's endpoint
 * brings its own bucket along.
 */
export function namedOf(values: readonly NamedValue[]): Named {
  const named = new Map<Meaning, NamedValue>();
  // The least sure first: what is set later stays.
  const sorted = values.toSorted((a, b) => b.rank - a.rank);
  for (const value of sorted) named.set(value.meaning, value);
  for (const value of lastPair(sorted, leastSure(keysOf(named)))) named.set(value.meaning, value);
  const endpoint = named.get('endpoint');
  if (endpoint === undefined) return named;
  if (isElsewhere(endpoint, named)) return namedOf(withoutForeign(values));
  if (kindOf(endpoint) !== 'endpoint') return named;
  // The endpoint's family last: it has the last word.
  for (const { family } of [...keysOf(named), endpoint])
    for (const value of sorted)
      if (value.family === family && OF_A_PLACE.has(value.meaning)) named.set(value.meaning, value);
  return named;
}

function kindOf(endpoint: NamedValue): ConnectionAddress['kind'] | null {
  return readEndpoint(endpoint.value, null)?.address.kind ?? null;
}

/** R2's own keys are not meant for the endpoint of something else: another store's, or no store at all. */
function isElsewhere(endpoint: NamedValue, named: Named): boolean {
  const [key] = keysOf(named);
  return key !== undefined && key.rank <= 1 && isForeign(endpoint);
}

function isForeign(endpoint: NamedValue): boolean {
  return endpoint.rank === 3 && kindOf(endpoint) !== 'r2';
}

/** Without the endpoints of something else, and what belongs to them: all at once, since a text may have thousands. */
function withoutForeign(values: readonly NamedValue[]): readonly NamedValue[] {
  const endpoints = new Set(values.filter((value) => value.meaning === 'endpoint' && isForeign(value)));
  const families = new Set([...endpoints].map(({ family }) => family));
  const belongs = ({ meaning, family, rank }: NamedValue): boolean =>
    rank === 3 && OF_A_PLACE.has(meaning) && families.has(family);
  return values.filter((value) => !endpoints.has(value) && !belongs(value));
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
