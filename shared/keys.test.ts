import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeKey, keyBytes, keyProblem, nameOfKey, normalizeKey, numberedKey, prefixOfKey } from './keys';

describe('encodeKey', () => {
  it.each([
    ['a b+c#d?e%f&g=h.txt', 'a%20b%2Bc%23d%3Fe%25f%26g%3Dh.txt'],
    ["é!'()*.png", '%C3%A9%21%27%28%29%2A.png'],
    ['猫/夜.png', '%E7%8C%AB/%E5%A4%9C.png'],
    ['a//b', 'a//b'],
  ])('%s', (key, encoded) => {
    expect(encodeKey(key)).toBe(encoded);
  });

  it('is undone by decoding exactly once', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (key) => {
        expect(encodeKey(key).split('/').map(decodeURIComponent).join('/')).toBe(key);
      }),
    );
  });

  it('leaves nothing that a URL would read as query, fragment or space', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (key) => {
        expect(encodeKey(key)).toMatch(/^(?:[\w.~/-]|%[0-9A-F]{2})*$/);
      }),
    );
  });
});

describe('keyProblem', () => {
  it.each([
    ['generated/2026/11/tidal bloom (2).png', null],
    ['猫.png', null],
    ['.hidden', null],
    ['', 'empty'],
    ['a/../b', 'dot-segment'],
    ['./a', 'dot-segment'],
    ['/a', 'empty-segment'],
    ['a//b', 'empty-segment'],
    ['a/ /b', 'empty-segment'],
    ['a\\b', 'control-character'],
    ['a\nb', 'control-character'],
    ['\ud800', 'surrogate'],
    ['é'.repeat(512), null],
    ['é'.repeat(513), 'too-long'],
  ])('%j: %s', (key, problem) => {
    expect(keyProblem(key)).toBe(problem);
  });
});

it('keyBytes counts what UTF-8 needs', () => {
  const encoder = new TextEncoder();
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (key) => {
      expect(keyBytes(key)).toBe(encoder.encode(key).length);
    }),
  );
});

it.each([
  ['a/b/c.png', 'c.png', 'a/b/'],
  ['c.png', 'c.png', ''],
  ['a/b/', 'b', 'a/b/'],
])('%s is %s in %s', (key, name, prefix) => {
  expect(nameOfKey(key)).toBe(name);
  expect(prefixOfKey(key)).toBe(prefix);
});

it.each([
  ['a/photo.png', 'a/photo-2.png'],
  ['a.b/photo', 'a.b/photo-2'],
  ['.env', '.env-2'],
  ['archive.tar.gz', 'archive.tar-2.gz'],
])('the second name of %s is %s', (key, other) => {
  expect(numberedKey(key, 2)).toBe(other);
});

it('numbers names that are as long as R2 takes, and each one otherwise', () => {
  const long = `a/${'é'.repeat(509)}.png`;
  expect(keyBytes(long)).toBe(1024);
  const numbered = Array.from({ length: 20 }, (_, n) => numberedKey(long, n + 2));
  expect(numbered.map(keyProblem)).toEqual(numbered.map(() => null));
  expect(new Set(numbered).size).toBe(20);
  expect(numbered[0]).toBe(`a/${'é'.repeat(508)}-2.png`);
});

it('names that differ only in their Unicode form are one key', () => {
  expect(normalizeKey('e\u0301')).toBe(normalizeKey('\u00e9'));
});
