import { expect, test } from 'vitest';
import { keyProblem } from '../../../shared/keys';
import { pictureKey, slugOf, targetPrefix, withExtension } from './names';

const NOVEMBER = new Date(2026, 10, 3, 14, 25).getTime();

test('results go to a folder a month', () => {
  expect(targetPrefix(NOVEMBER)).toBe('generated/2026/11/');
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
    const key = pictureKey(prompt, '42', 'png', NOVEMBER);
    expect(keyProblem(key)).toBeNull();
    expect(key).toBe(key.normalize('NFC'));
  },
);

test('the extension follows the bytes', () => {
  expect(withExtension('generated/2026/11/a.b-1.png', 'webp')).toBe('generated/2026/11/a.b-1.webp');
});
