import { normalizeKey, prefixOfKey } from './keys';
import { R2_LIMITS } from './r2';
import { dateWords, fillWords, placeholdersIn, replaceRefused, shorten, type TemplateProblem } from './upload-names';

/** What a template may name of a result. `slug`: the words of its prompt; `seed`: another short mark where there is none. */
export const GENERATED_WORDS = ['slug', 'seed', 'model', 'yyyy', 'mm', 'dd', 'ext'] as const;

/** How the keys of results are made, unless a person has said. */
export const GENERATED_NAMES = 'generated/{yyyy}/{mm}/{slug}-{seed}.{ext}';
/** Letters of a template. */
export const MAX_GENERATED_NAMES = 500;

/** In the place of a name that a template leaves out. */
const USUAL_NAME = '{slug}-{seed}';
const END = '.{ext}';
/** Leaves room for the number of a taken name, and for a format with a longer extension than was expected. */
const MAX_KEY_BYTES = R2_LIMITS.maxKeyBytes - 32;
const MAX_SLUG = 48;

export interface GeneratedFacts {
  readonly prompt: string;
  /** The seed, or another short thing that tells a result from its siblings. */
  readonly mark: string;
  readonly model: string;
  /** ms since 1970; dates are told in local time. */
  readonly at: number;
  readonly extension: string;
}

/** Why results are not to be named so, if they are not. `ext-inside`: the format is known only when the result is there. */
export type GeneratedNamesProblem = TemplateProblem | { readonly kind: 'ext-inside' };

/** What is wrong with a template, if anything. */
export function generatedNamesProblem(template: string): GeneratedNamesProblem | null {
  const words = placeholdersIn(stemOf(template));
  const unknown = words.find((word) => !GENERATED_WORDS.some((known) => known === word));
  if (unknown !== undefined) return { kind: 'unknown', placeholder: `{${unknown}}` };
  if (words.includes('ext')) return { kind: 'ext-inside' };
  return words.includes('slug') || words.includes('seed') ? null : { kind: 'same-for-all' };
}

/** The key of a new result: one that can be uploaded under, whatever was asked for. */
export function generatedKey(template: string, { prompt, mark, model, at, extension }: GeneratedFacts): string {
  const words = { ...dateWords(at), slug: () => slugOf(prompt), seed: () => mark, model: () => slugOf(model) };
  const key = normalizeKey(`${fillWords(stemOf(template), words)}.${extension}`);
  return shorten(replaceRefused(key), MAX_KEY_BYTES);
}

/** Where results of this template go (`generated/2026/11/`), as of `now`; what differs from one to the next stands in braces. */
export function generatedPrefix(template: string, now: number): string {
  return prefixOfKey(fillWords(stemOf(template), dateWords(now)));
}

/** Whether names of this template tell the first words of the prompt. */
export function namesTellPrompt(template: string): boolean {
  return placeholdersIn(stemOf(template)).includes('slug');
}

/** A template without its extension, with a name at its end. */
function stemOf(template: string): string {
  const trimmed = template.trim().replace(/^\/+/, '');
  const written = trimmed === '' ? GENERATED_NAMES : trimmed;
  const stem = written.endsWith(END) ? written.slice(0, -END.length) : written;
  return stem === '' || stem.endsWith('/') ? stem + USUAL_NAME : stem;
}

/** A prompt, or the name of a model, as part of a name: its letters and digits of whatever script, joined by hyphens, cut at a word where it can be. */
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
