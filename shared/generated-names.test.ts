import { expect, test } from 'vitest';
import {
  GENERATED_NAMES,
  generatedKey,
  generatedNamesProblem,
  generatedPrefix,
  namesTellPrompt,
  slugOf,
  type GeneratedFacts,
} from './generated-names';
import { keyBytes, keyProblem, numberedKey } from './keys';
import { R2_LIMITS } from './r2';

const NOVEMBER = new Date(2026, 10, 3, 14, 25).getTime();
const FACTS = {
  prompt: 'Violet dunes',
  mark: '42',
  model: '@cf/black-forest-labs/flux',
  at: NOVEMBER,
  extension: 'png',
};

function named(template: string, change: Partial<GeneratedFacts> = {}): string {
  return generatedKey(template, { ...FACTS, ...change });
}

test.each([
  [GENERATED_NAMES, 'generated/2026/11/violet-dunes-42.png'],
  ['x/{model}/{seed}.{ext}', 'x/cf-black-forest-labs-flux/42.png'],
  ['{yyyy}-{mm}-{dd} {slug}', '2026-11-03 violet-dunes.png'],
  ['v1.5/{seed}', 'v1.5/42.png'],
  ['{seed}.final', '42.final.png'],
  ['art/', 'art/violet-dunes-42.png'],
  ['art/.{ext}', 'art/violet-dunes-42.png'],
  ['/art/{seed}', 'art/42.png'],
  ['  ', 'generated/2026/11/violet-dunes-42.png'],
  ['../{seed}', '__/42.png'],
  ['a//b\\c/{seed}', 'a/_/b_c/42.png'],
])('%j names a result %j', (template, key) => {
  expect(named(template)).toBe(key);
  expect(keyProblem(key)).toBeNull();
  expect(generatedNamesProblem(template)).toBeNull();
});

test.each([
  ['{name}-{seed}', { kind: 'unknown', placeholder: '{name}' }],
  ['{constructor}{seed}', { kind: 'unknown', placeholder: '{constructor}' }],
  ['{yyyy}/{model}.{ext}', { kind: 'same-for-all' }],
  ['{ext}/{seed}', { kind: 'ext-inside' }],
  ['{seed}.{ext}-{slug}', { kind: 'ext-inside' }],
])('%j is refused', (template, problem) => {
  expect(generatedNamesProblem(template)).toEqual(problem);
});

test('a long template leaves room for a number and for another extension', () => {
  const key = named(`${'海'.repeat(400)}/{seed}`);
  expect(key).toMatch(/42~[0-9a-f]{8}\.png$/);
  expect(keyBytes(numberedKey(key, 1_000_000).replace('.png', '.webp'))).toBeLessThanOrEqual(R2_LIMITS.maxKeyBytes);
  expect(keyBytes(key)).toBeLessThan(R2_LIMITS.maxKeyBytes - 20);
});

test.each([
  [GENERATED_NAMES, 'generated/2026/11/'],
  ['x/{model}/{dd}/{seed}.{ext}', 'x/{model}/03/'],
  ['{seed}', ''],
  ['art/', 'art/'],
])('results of %j are said to go to %j', (template, prefix) => {
  expect(generatedPrefix(template, NOVEMBER)).toBe(prefix);
});

test.each([
  [GENERATED_NAMES, true],
  ['', true],
  ['{slug}/{seed}.{ext}', true],
  // Names are added to what is a folder alone.
  ['art/', true],
  ['art/.{ext}', true],
  ['art/{seed}', false],
  ['slug/{model}/{seed}.{ext}', false],
])('whether names of %j tell the prompt: %j', (template, tells) => {
  expect(namesTellPrompt(template)).toBe(tells);
  expect(named(template).includes('violet')).toBe(tells);
});

test.each([
  ['A tidal bloom, under a VIOLET moon!', 'a-tidal-bloom-under-a-violet-moon'],
  ["The artist's café", 'the-artists-café'],
  ['紫色的月亮，海边', '紫色的月亮-海边'],
  ['../../etc/passwd', 'etc-passwd'],
  ['🌋🌋', 'picture'],
  ['   ', 'picture'],
  [
    'one two three four five six seven eight nine ten eleven twelve',
    'one-two-three-four-five-six-seven-eight-nine-ten',
  ],
])('a slug of %j', (prompt, slug) => {
  expect(slugOf(prompt)).toBe(slug);
});

test('a word that is too long alone is cut between letters, not in one', () => {
  expect(slugOf('नि'.repeat(60))).toBe('नि'.repeat(48).normalize('NFC'));
  expect(slugOf('海'.repeat(200))).toBe('海'.repeat(48));
});

test.each(['x', '海'.repeat(300), 'a\u0000b\\c', '\uD800', '...', 'é'.normalize('NFD'), '𝔸𝕓'])(
  'every prompt makes a key that R2 takes: %j',
  (prompt) => {
    const key = named(GENERATED_NAMES, { prompt });
    expect(keyProblem(key)).toBeNull();
    expect(key).toBe(key.normalize('NFC'));
  },
);
