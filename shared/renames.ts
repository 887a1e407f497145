import { keyProblem, nameOfKey, prefixOfKey } from './keys';
import {
  digitsFor,
  nameUpload,
  PLACEHOLDERS,
  templateProblem,
  type Placeholder,
  type TemplateProblem,
} from './upload-names';

/** How the files of a selection get other names. Each stays in its folder, but for folders that the template makes in it. */
export interface RenamePattern {
  /** Text to look for in the names, extension and all; '' for none. */
  readonly find: string;
  readonly replace: string;
  /** `find` is a regular expression, and `$1` in `replace` means its first group. */
  readonly regex: boolean;
  readonly matchCase: boolean;
  /** What names are made of afterwards; see `RENAME_WORDS`. Left empty it keeps them. */
  readonly template: string;
  readonly lowerCase: boolean;
  /** What `{n}` begins with; `001` makes it three digits wide, as do thousands of files. */
  readonly countFrom: string;
}

export const KEEP_ALL: RenamePattern = {
  find: '',
  replace: '',
  regex: false,
  matchCase: false,
  template: '{name}.{ext}',
  lowerCase: false,
  countFrom: '1',
};

/** The words of upload names that say something of an object as it lies in the bucket. Its content is not read for a name. */
export const RENAME_WORDS: readonly Placeholder[] = PLACEHOLDERS.filter((word) => word !== 'hash' && word !== 'uuid');

export type PatternProblem =
  | { readonly kind: 'regex'; readonly detail: string }
  /** It took too long to look through the names: an expression that tries too many ways. */
  | { readonly kind: 'regex-slow' }
  | { readonly kind: 'count' }
  | TemplateProblem;

export function patternProblem(pattern: RenamePattern): PatternProblem | null {
  if (pattern.regex) {
    try {
      expressionOf(pattern);
    } catch (error) {
      return { kind: 'regex', detail: reasonOf(error) };
    }
  }
  if (!/^\d{1,9}$/.test(pattern.countFrom)) return { kind: 'count' };
  for (const [, word = ''] of pattern.template.matchAll(/\{([^{}]*)\}/g))
    if (!RENAME_WORDS.some((known) => known === word)) return { kind: 'unknown', placeholder: `{${word}}` };
  return templateProblem(pattern.template);
}

/** `Invalid regular expression: /(/gu: Unterminated group` → `Unterminated group`. */
function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.slice(text.lastIndexOf(': ') + 2);
}

/** What `find` looks for; null when it looks for nothing. Throws a SyntaxError where it is no regular expression. */
export function expressionOf({ find, regex, matchCase }: RenamePattern): RegExp | null {
  if (find === '') return null;
  const source = regex ? find : find.replace(/[\\^$.*+?()[\]{}|/]/g, (c) => `\\${c}`);
  return new RegExp(source, matchCase ? 'gu' : 'giu');
}

/** What is to be said of one file of a preview. */
export type RenameNote =
  /** It has this name already. */
  | 'same'
  /** Another object has the name, and the settings say what becomes of it. */
  | 'taken'
  /** Several would get the name: this one gets the next free number. */
  | 'numbered'
  /** What would break links was replaced, or the end of what is too long. */
  | 'mended'
  /** Nothing would be left of the name: it stays as it is. */
  | 'refused';

export interface RenameRow {
  readonly from: string;
  readonly to: string;
  readonly note: RenameNote | null;
}

/** At most this many files are shown one by one; of those with a note that wants to be seen, as many again. */
export const RENAMES_SHOWN = 200;

/** What a pattern would come to, before anything of it begins. */
export interface RenamePreview {
  readonly problem: PatternProblem | null;
  /** The first ones. */
  readonly rows: readonly RenameRow[];
  /** The first of those that are taken, numbered, mended or refused. */
  readonly marked: readonly RenameRow[];
  readonly total: number;
  /** Files that get another name. */
  readonly renamed: number;
  readonly notes: Readonly<Record<RenameNote, number>>;
  /** Names this outcome: what is carried out is what was shown, or nothing. */
  readonly digest: string;
}

export interface NamedObject {
  readonly key: string;
  /** ms since 1970. */
  readonly modified: number;
}

/** The key of an object whose name is `name` after finding and replacing; `place`: which of how many it is, from 0. */
export function keyByPattern(
  { key, modified }: NamedObject,
  name: string,
  place: { readonly index: number; readonly total: number },
  pattern: RenamePattern,
): { readonly key: string; readonly mended: boolean } | null {
  // A slash that was put in makes a folder, as one of the template does; with nothing behind it there is no name.
  if (nameOfKey(name).trim() === '' || name.endsWith('/')) return null;
  const { template, lowerCase, countFrom } = pattern;
  const first = Number(countFrom);
  const digits = Math.max(countFrom.length, digitsFor(first + place.total - 1));
  const plan = { template, prefix: '', lowerCase };
  const facts = { relative: name, at: modified, uuid: '', n: first + place.index, digits, hash: null, extension: null };
  const made = nameUpload(prefixOfKey(key), plan, facts);
  if (keyProblem(made.key) !== null) return null;
  return { key: made.key, mended: made.changes.includes('characters') || made.changes.includes('shortened') };
}
