import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keyBytes, keyProblem } from './keys';
import {
  digitsFor,
  KEEP_NAMES,
  nameUpload,
  needsHash,
  PLACEHOLDERS,
  templateProblem,
  type NameFacts,
} from './upload-names';

const AT = new Date(2026, 10, 3, 14, 25).getTime();

function facts(relative: string, changes: Partial<NameFacts> = {}): NameFacts {
  return { relative, at: AT, uuid: '6f1c', n: 1, digits: 1, hash: null, extension: null, ...changes };
}

function keyOf(template: string, relative: string, changes: Partial<NameFacts> = {}): string {
  return nameUpload('in/', { ...KEEP_NAMES, template }, facts(relative, changes)).key;
}

const segment = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.constantFrom('.', '..', '', ' ', 'a'.repeat(1200), '猫'.repeat(400), 'e\u0301.PNG', 'İ.png', '\ud800', 'a\\b'),
);
const relative = fc.array(
  segment.map((text) => text.replaceAll('/', '')),
  { minLength: 1, maxLength: 8 },
);
const template = fc.oneof(
  fc
    .array(fc.oneof(fc.constantFrom(...PLACEHOLDERS.map((name) => `{${name}}`), '/', '.', '{nope}', '{'), segment), {
      maxLength: 6,
    })
    .map((parts) => parts.join('')),
  fc.constant(KEEP_NAMES.template),
);
const anyFacts: fc.Arbitrary<NameFacts> = fc.record({
  relative: relative.map((parts) => parts.join('/')),
  at: fc.integer({ min: 0, max: 4e12 }),
  uuid: fc.uuid(),
  n: fc.integer({ min: 1, max: 100_000 }),
  digits: fc.integer({ min: 1, max: 6 }),
  hash: fc.option(fc.constant('0123456789abcdef')),
  extension: fc.option(fc.constant('webp')),
});
const plan = fc.record({ template, prefix: segment, lowerCase: fc.boolean() });
const folder = fc.oneof(
  fc.constant(''),
  segment.map((text) => `${text}/`),
);

describe('nameUpload, whatever it is given', () => {
  it('makes a key that can be uploaded under, in NFC, and the same one again', () => {
    fc.assert(
      fc.property(folder, plan, anyFacts, (into, names, file) => {
        const { key } = nameUpload(into, names, file);
        expect(keyProblem(key)).toBeNull();
        expect(keyBytes(key)).toBeLessThanOrEqual(1024);
        expect(key.normalize('NFC')).toBe(key);
        expect(nameUpload(into, names, file).key).toBe(key);
      }),
      { numRuns: 1500 },
    );
  });

  it('keeps the extension, however long the name', () => {
    fc.assert(
      fc.property(folder, template, anyFacts, (into, written, file) => {
        const { key } = nameUpload(
          into,
          { ...KEEP_NAMES, template: written },
          { ...file, relative: `${file.relative}x.png` },
        );
        const kept = file.extension ?? 'png';
        if (!written.includes('{ext}')) expect(key.endsWith(`.${kept}`)).toBe(true);
      }),
    );
  });

  it('gives each file of a batch a key of its own where {n} is in the template', () => {
    fc.assert(
      fc.property(fc.array(relative, { minLength: 2, maxLength: 12 }), (batch) => {
        const keys = batch.map((parts, index) => keyOf('{n}-{slug}', parts.join('/'), { n: index + 1 }));
        expect(new Set(keys).size).toBe(keys.length);
      }),
    );
  });

  it('gives names that sort in the order of a batch where {n} begins them', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1200 }), (count) => {
        const digits = digitsFor(count);
        const keys = Array.from({ length: count }, (_, index) =>
          keyOf('{n}-{slug}', 'a.png', { n: index + 1, digits }),
        );
        expect(keys.toSorted()).toEqual(keys);
      }),
      { numRuns: 30 },
    );
  });

  it('changes nothing about a good name', () => {
    const good = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9 ._()-]{0,30}$/);
    fc.assert(
      fc.property(fc.array(good, { minLength: 1, maxLength: 5 }), (parts) => {
        fc.pre(parts.every((part) => part.trim() !== ''));
        const path = parts.join('/');
        expect(nameUpload('in/', KEEP_NAMES, facts(path))).toEqual({ key: `in/${path}`, changes: [] });
      }),
    );
  });
});

describe('a template', () => {
  it.each([
    ['{name}.{ext}', 'Photo.JPG', 'in/Photo.JPG'],
    ['{name}.{ext}', 'Makefile', 'in/Makefile'],
    ['{name}.{ext}', '.env', 'in/.env'],
    ['', 'photo.png', 'in/photo.png'],
    ['{yyyy}/{mm}/{dd}/{name}', 'photo.png', 'in/2026/11/03/photo.png'],
    ['{yyyy}/{name}.{ext}', 'trip/day 1/photo.png', 'in/2026/trip/day 1/photo.png'],
    ['{slug}.{ext}', 'Été à Paris (3).png', 'in/ete-a-paris-3.png'],
    ['{slug}.{ext}', '晨雾 猫.png', 'in/晨雾-猫.png'],
    ['{slug}', '!!!.png', 'in/file.png'],
    ['{yyyy}/', 'photo.png', 'in/2026/photo.png'],
    ['{n}-{uuid}', 'photo.png', 'in/1-6f1c.png'],
    ['{what}-{name}', 'photo.png', 'in/{what}-photo.png'],
    ['{hash}', 'photo.png', 'in/photo.png'],
  ])('%s makes %s into %s', (written, from, key) => {
    expect(keyOf(written, from)).toBe(key);
  });

  it('knows the hash once it is told, and another extension for what is converted', () => {
    expect(keyOf('{hash}', 'photo.png', { hash: '0123456789abcdef', extension: 'webp' })).toBe(
      'in/0123456789abcdef.webp',
    );
    expect([needsHash('a/{hash}'), needsHash('{name}')]).toEqual([true, false]);
  });

  it('says what is wrong with it', () => {
    expect(templateProblem('{name}-{date}')).toEqual({ kind: 'unknown', placeholder: '{date}' });
    expect(templateProblem('{yyyy}/{mm}.{ext}')).toEqual({ kind: 'same-for-all' });
    expect(templateProblem('{yyyy}/{slug}')).toBeNull();
    expect(templateProblem('{yyyy}/')).toBeNull();
    expect(templateProblem('')).toBeNull();
  });

  it.each(['{yyyy}-{mm}', 'logo.{ext}', '{yyyy}/{mm}.{ext}', '{date}'])(
    'is not gone by where it would put one file over the other: %s',
    (written) => {
      expect(['a.png', 'day 1/b.png'].map((path) => keyOf(written, path))).toEqual(['in/a.png', 'in/day 1/b.png']);
    },
  );
});

describe('what is changed is told', () => {
  it('by its reasons', () => {
    const named = nameUpload('In/', { template: '{name}', prefix: 'Blog', lowerCase: true }, facts('A\\B.PNG'));
    expect(named).toEqual({ key: 'In/blog/a_b.png', changes: ['template', 'lower-case', 'characters'] });
    const long = nameUpload('', KEEP_NAMES, facts(`${'x'.repeat(1100)}.jpeg`));
    expect(long.changes).toEqual(['shortened']);
    expect(long.key).toMatch(/^x+~[0-9a-f]{8}\.jpeg$/);
    expect(keyBytes(long.key)).toBe(1024);
  });

  it('two long names with one beginning stay two', () => {
    const one = keyOf('{name}', `${'x'.repeat(1100)}1.png`);
    expect(one).not.toBe(keyOf('{name}', `${'x'.repeat(1100)}2.png`));
  });
});
