import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareKeys, KeyIndex } from './key-index';
import { listPage } from './listing';
import type { Entry } from './listing';

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

function allPages(keys: readonly string[], prefix: string, delimiter: string, limit: number): string[] {
  const seen: Entry[] = [];
  for (let more = true; more;) {
    const page = listPage(keys, { prefix, delimiter, after: seen.at(-1), limit });
    expect(page.entries.length).toBe(page.truncated ? limit : Math.min(page.entries.length, limit));
    seen.push(...page.entries);
    more = page.truncated;
  }
  return seen.map(({ kind, name }) => `${kind} ${name}`);
}

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
          const keys = [...new Set(words)].sort(compareKeys);
          expect(allPages(keys, prefix, delimiter, limit)).toEqual(allEntries(keys, prefix, delimiter));
        },
      ),
    );
  });

  test('looks at a few of 100,000 keys to roll up a folder or to go on from a page', () => {
    let looks = 0;
    const keys = Array.from({ length: 100_000 }, (_, index) => `${index % 4}/${String(index).padStart(6, '0')}`).sort();
    const counted = new Proxy(keys, {
      get(all, property, receiver) {
        if (typeof property === 'string' && /^\d+$/.test(property)) looks++;
        return Reflect.get(all, property, receiver) as unknown;
      },
    });
    const root = listPage(counted, { prefix: '', delimiter: '/', after: undefined, limit: 1000 });
    expect(root.entries.map(({ name }) => name)).toEqual(['0/', '1/', '2/', '3/']);
    expect(looks).toBeLessThan(300);
    looks = 0;
    const middle = { kind: 'key', name: keys[60_000] ?? '' } as const;
    const page = listPage(counted, { prefix: '2/', delimiter: '/', after: middle, limit: 10 });
    expect(page).toMatchObject({ truncated: true, entries: { length: 10 } });
    expect(looks).toBeLessThan(300);
  });
});

describe('the key index', () => {
  test('orders as the UTF-8 bytes are ordered', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary' }), (a, b) => {
        const bytes = Buffer.compare(Buffer.from(a), Buffer.from(b));
        expect(Math.sign(compareKeys(a, b))).toBe(bytes);
      }),
    );
  });

  test('stays sorted, and one object for each NFC form, whatever is written and deleted', () => {
    const step = fc.tuple(
      fc.constantFrom('set', 'delete', 'list'),
      fc.constantFrom('a', 'b', 'é', 'e\u0301', '😀', '\uffff'),
    );
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        const index = new KeyIndex<{ key: string }>();
        const model = new Map<string, string>();
        for (const [what, key] of steps) {
          const identity = key.normalize('NFC');
          const before = model.get(identity);
          if (what === 'list') index.sortedKeys();
          else expect((what === 'set' ? index.set(key, { key }) : index.delete(key))?.key).toBe(before);
          if (what === 'set') model.set(identity, key);
          if (what === 'delete') model.delete(identity);
        }
        expect(index.sortedKeys()).toEqual([...model.values()].sort(compareKeys));
        expect(index.size).toBe(model.size);
      }),
    );
  });
});
