import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { listPage } from './listing';
import { fromBytes, identityOf, placeOf, Tables, toBytes } from './tables';

const byBytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

/** The obvious way: all keys of the whole bucket in order, and all prefixes. */
function allEntries(keys: readonly string[], prefix: string, delimiter: string): string[] {
  const names = keys
    .filter((key) => key.startsWith(prefix))
    .map((key) => {
      const cut = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
      return cut === -1 ? `key ${key}` : `prefix ${key.slice(0, cut + delimiter.length)}`;
    });
  return keysFirst(new Set(names));
}

const keysFirst = (names: Iterable<string>): string[] =>
  [...names].sort((a, b) => Number(b.startsWith('key ')) - Number(a.startsWith('key ')));

function tableOf(keys: readonly string[]): Tables['objects'] {
  const { objects } = new Tables();
  const object = { segments: [], size: 0, etag: '', modified: 0, headers: {} };
  for (const key of keys) objects.put(identityOf('b', key), { ...object, key });
  return objects;
}

function allPages(keys: readonly string[], prefix: string, delimiter: string, limit: number): string[] {
  const table = tableOf(keys);
  const seen: string[] = [];
  for (let [more, after] = [true, '']; more;) {
    const page = listPage(table, placeOf('b', prefix), after, String(limit), toBytes(delimiter));
    expect(page.count).toBe(page.truncated ? limit : page.rows.length + page.prefixes.length);
    seen.push(...page.rows.map(({ key }) => `key ${key}`));
    seen.push(...page.prefixes.map((place) => `prefix ${nameOf(place)}`));
    [more, after] = [page.truncated, page.last];
  }
  return keysFirst(seen);
}

const nameOf = (place: string): string => fromBytes(place.slice('b/'.length));

const letter = fc.constantFrom('a', 'b', '/', '//', '\u0001', 'é', '\uffff', '😀');
const word = fc.array(letter, { minLength: 1, maxLength: 6 }).map((letters) => letters.join(''));

describe('listing', () => {
  test('pages hold, together, what one long list would', () => {
    const short = fc.array(letter, { maxLength: 2 }).map((letters) => letters.join(''));
    const delimiters = fc.constantFrom('', '/', 'a', '//', 'é');
    fc.assert(
      fc.property(
        fc.array(word),
        short,
        delimiters,
        fc.integer({ min: 1, max: 4 }),
        (words, prefix, delimiter, limit) => {
          const keys = [...new Set(words)].sort(byBytes);
          expect(allPages(keys, prefix, delimiter, limit)).toEqual(allEntries(keys, prefix, delimiter));
        },
      ),
    );
  });

  test('rolls up folders of 100,000 keys, and goes on from the middle of one', () => {
    const keys = Array.from({ length: 100_000 }, (_, index) => `${index % 4}/${String(index).padStart(6, '0')}`).sort();
    const table = tableOf(keys);
    expect(listPage(table, 'b/', '', null, '/').prefixes).toEqual(['b/0/', 'b/1/', 'b/2/', 'b/3/']);
    const middle = listPage(table, 'b/2/', placeOf('b', keys[60_000] ?? ''), '10', '/');
    expect(middle).toMatchObject({ truncated: true, count: 10 });
  });
});
