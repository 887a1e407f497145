import { normalizeKey } from '../../../shared/keys';

const MAX_SLUG = 48;

/** `generated/2026/11/`, by the local date: what a person calls this month. */
export function targetPrefix(now: number): string {
  const date = new Date(now);
  return `generated/${date.getFullYear()}/${String(date.getMonth() + 1).padStart(2, '0')}/`;
}

/** The key of a new picture. `mark` is its seed or another short thing that tells it from its siblings. */
export function pictureKey(prompt: string, mark: string, extension: string, now: number): string {
  return normalizeKey(`${targetPrefix(now)}${slugOf(prompt)}-${mark}.${extension}`);
}

/** The same key with another extension. */
export function withExtension(key: string, extension: string): string {
  return key.replace(/\.[^./]*$/, `.${extension}`);
}

/** A prompt as part of a name: its letters and digits of whatever script, joined by hyphens, cut at a word where it can be. */
export function slugOf(prompt: string): string {
  const words = prompt
    .normalize('NFKC')
    .toLowerCase()
    .replace(/['’]/g, '')
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .filter((word) => word !== '');
  let slug = '';
  for (const word of words) {
    const longer = slug === '' ? word : `${slug}-${word}`;
    if (lettersOf(longer).length > MAX_SLUG) break;
    slug = longer;
  }
  if (slug === '')
    slug = lettersOf(words[0] ?? '')
      .slice(0, MAX_SLUG)
      .join('');
  return slug === '' ? 'picture' : slug.normalize('NFC');
}

/** By what a person sees as one letter, so that none is cut in two. */
function lettersOf(text: string): string[] {
  return Array.from(new Intl.Segmenter('und', { granularity: 'grapheme' }).segment(text), ({ segment }) => segment);
}
