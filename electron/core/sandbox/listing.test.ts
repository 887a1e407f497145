import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { listPage } from './listing';
import { fromBytes, identityOf, placeOf, Tables, toBytes } from './tables';

const byBytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

/** The obvious way: all entries of the whole bucket, in order. */
function allEntries(keys: readonly string[], prefix: string, delimiter: string): string[] {
  const names = keys
    .filter((key) => key.startsWith(prefix))
    .map((key) => {
      const cut = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
      return cut === -1 ? `key ${key}` : `prefix ${key.slice(0, cut + delimiter.length)}`;
    });
  return [...new Set(names)];
}

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
    const query = { prefix: placeOf('b', prefix), delimiter: toBytes(delimiter), after, limit };
    const page = listPage(table, query);
    expect(page.entries.length).toBe(page.truncated ? limit : Math.min(page.entries.length, limit));
    for (const { place, row } of page.entries) {
      seen.push(row === undefined ? `prefix ${nameOf(place)}` : `key ${row.key}`);
    }
    [more, after] = [page.truncated, page.last];
  }
  return seen;
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
    const all = { prefix: 'b/', delimiter: '/', after: '', limit: 1000 };
    expect(listPage(table, all).entries.map(({ place }) => place)).toEqual(['b/0/', 'b/1/', 'b/2/', 'b/3/']);
    const middle = { prefix: 'b/2/', delimiter: '/', after: placeOf('b', keys[60_000] ?? ''), limit: 10 };
    expect(listPage(table, middle)).toMatchObject({ truncated: true, entries: { length: 10 } });
  });
});
