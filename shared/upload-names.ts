import { keyBytes, normalizeKey, prefixOfKey } from './keys';
import { R2_LIMITS } from './r2';

/** What a template may name of a file. `hash`: the first 16 hex digits of the SHA-256 of what is uploaded. */
export const PLACEHOLDERS = ['name', 'ext', 'slug', 'yyyy', 'mm', 'dd', 'n', 'hash', 'uuid'] as const;
export type Placeholder = (typeof PLACEHOLDERS)[number];

/** How keys are made of the names of files. */
export interface NamePlan {
  /** Text with placeholders; a `/` in it makes folders, at its end one that names are kept in. `{ext}` may be left out. */
  readonly template: string;
  /** In front of every key, below the folder that is uploaded into. */
  readonly prefix: string;
  readonly lowerCase: boolean;
}

export const KEEP_NAMES: NamePlan = { template: '{name}.{ext}', prefix: '', lowerCase: false };

export interface NameFacts {
  /** With `/`, below what was given: `trip/day 1/photo.png`. */
  readonly relative: string;
  /** When it was added, ms since 1970; dates are told in local time. */
  readonly at: number;
  readonly uuid: string;
  /** Counts the files of a batch from 1. */
  readonly n: number;
  /** `n` is written with so many digits at least, so that the names of a batch sort by it. */
  readonly digits: number;
  /** null while the content has not been read: then the name stands in for it. */
  readonly hash: string | null;
  /** In place of the file's own, for what is converted on the way; null keeps it. */
  readonly extension: string | null;
}

/** Why a key is not simply the folder and the file's name. */
export type NameChange = 'template' | 'lower-case' | 'characters' | 'shortened';

export interface UploadName {
  readonly key: string;
  readonly changes: readonly NameChange[];
}

/** What is wrong with a template, if anything: it is not to be kept then. What it does not know would stay as it is written. */
export type TemplateProblem =
  | { readonly kind: 'unknown'; readonly placeholder: string }
  /** Nothing in it tells one file from another: where taken names are replaced, each would go over the one before it. */
  | { readonly kind: 'same-for-all' };

const TELLING: ReadonlySet<string> = new Set(['name', 'slug', 'n', 'hash', 'uuid']);

export function templateProblem(template: string): TemplateProblem | null {
  const names = placeholdersIn(template);
  const unknown = names.find((name) => !PLACEHOLDERS.some((known) => known === name));
  if (unknown !== undefined) return { kind: 'unknown', placeholder: `{${unknown}}` };
  return tellsApart(template) ? null : { kind: 'same-for-all' };
}

/** Whether a template, with whatever else may be wrong with it, gives files names of their own. */
export function tellsApart(template: string): boolean {
  const keepsNames = template.trim() === '' || template.endsWith('/');
  return keepsNames || placeholdersIn(template).some((name) => TELLING.has(name));
}

/** Whether keys of this template can only be told once a file has been read. */
export function needsHash(template: string): boolean {
  return placeholdersIn(template).includes('hash');
}

/** Whether names of this template tell the number of a file in its batch, and so how many there are should be known. */
export function needsCount(template: string): boolean {
  return placeholdersIn(template).includes('n');
}

/** As many digits as the last number of a batch of so many files has. */
export function digitsFor(count: number): number {
  return String(Math.max(1, count)).length;
}

/** The words in braces of a template, known or not. */
export function placeholdersIn(template: string): readonly string[] {
  return [...template.matchAll(/\{([^{}]*)\}/g)].map((match) => match[1] ?? '');
}

/**
 * The key of a file that goes into `folder` ('' or with its slash at the end). Always one that can be uploaded under
 * (`keyProblem` finds nothing in it), in NFC: what R2 refuses and browsers rewrite becomes `_`, what is too long ends in `~` and
 * a mark of its own. Folders of the template stand in front of those that the file lies in. The same facts make the same key. A
 * template that tells no file from another is not gone by, wherever it comes from: files keep their names.
 */
export function nameUpload(folder: string, plan: NamePlan, facts: NameFacts): UploadName {
  const tree = prefixOfKey(facts.relative);
  const filled = fill(plan.template, facts);
  const slash = filled.lastIndexOf('/') + 1;
  const own = asFolder(plan.prefix) + filled.slice(0, slash) + tree + filled.slice(slash);
  const cased = plan.lowerCase ? own.toLowerCase() : own;
  const whole = normalizeKey(folder + cased);
  const safe = replaceRefused(whole);
  const key = shorten(safe);
  const changes: NameChange[] = [];
  if (own !== tree + fill(KEEP_NAMES.template, facts)) changes.push('template');
  if (cased !== own) changes.push('lower-case');
  if (safe !== whole) changes.push('characters');
  if (key !== safe) changes.push('shortened');
  return { key, changes };
}

function fill(written: string, facts: NameFacts): string {
  const template = written.trim() === '' || !tellsApart(written) ? KEEP_NAMES.template : written;
  const { stem, extension } = takeApart(facts.relative.slice(prefixOfKey(facts.relative).length));
  const ext = facts.extension ?? extension;
  const values: Readonly<Record<Placeholder, () => string>> = {
    name: () => stem,
    ext: () => ext,
    slug: () => slugOf(stem),
    ...dateWords(facts.at),
    n: () => String(facts.n).padStart(facts.digits, '0'),
    hash: () => facts.hash ?? stem,
    uuid: () => facts.uuid,
  };
  const complete = completed(template);
  // The dot belongs to the extension: without one there is none.
  const dotted = ext === '' ? complete.replaceAll('.{ext}', '') : complete;
  return fillWords(dotted, values);
}

/** A template with its words filled in; what is not known stays as it is written. */
export function fillWords(template: string, values: Readonly<Record<string, () => string>>): string {
  return template.replace(/\{([^{}]*)\}/g, (written: string, name: string) =>
    Object.hasOwn(values, name) ? (values[name]?.() ?? written) : written,
  );
}

/** The words of a date (ms since 1970), as local time tells it. */
export function dateWords(at: number): Readonly<Record<'yyyy' | 'mm' | 'dd', () => string>> {
  const date = new Date(at);
  const two = (value: number): string => String(value).padStart(2, '0');
  return {
    yyyy: () => String(date.getFullYear()).padStart(4, '0'),
    mm: () => two(date.getMonth() + 1),
    dd: () => two(date.getDate()),
  };
}

/** Never without an extension; a template that ends as a folder keeps the names in it. */
function completed(template: string): string {
  if (template.endsWith('/')) return template + KEEP_NAMES.template;
  return placeholdersIn(template).includes('ext') ? template : `${template}.{ext}`;
}

/** `photo.tar.gz` → `photo.tar` and `gz`; what does not look like an extension is part of the name. */
function takeApart(name: string): { readonly stem: string; readonly extension: string } {
  const found = /^(.+)\.([\p{L}\p{N}_-]{1,16})$/su.exec(name);
  return { stem: found?.[1] ?? name, extension: found?.[2] ?? '' };
}

/** `Été à Paris (3)` → `ete-a-paris-3`: small letters and digits of any script, with hyphens between. */
function slugOf(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFC')
    .toLowerCase();
  const slug = plain.replace(/[^\p{L}\p{N}\p{M}]+/gu, '-').replace(/^-+|-+$/g, '');
  return slug === '' ? 'file' : slug;
}

function asFolder(prefix: string): string {
  const bare = prefix.replace(/^\/+|\/+$/g, '');
  return bare === '' ? '' : `${bare}/`;
}

/** A key without what R2 refuses and browsers rewrite, which becomes `_`. */
export function replaceRefused(key: string): string {
  const visible = key
    .replace(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g, '_')
    .replace(/[\u0000-\u001f\u007f-\u009f\\]/g, '_');
  return visible
    .split('/')
    .map((segment) => (segment === '..' ? '__' : segment === '.' || segment.trim() === '' ? '_' : segment))
    .join('/');
}

/** Of the folders' names so many bytes are kept where they alone fill a key. */
const FOLDER_BYTES = 512;
/** Fewer bytes of a name are not worth keeping at the price of its folders. */
const LEAST_STEM_BYTES = 24;

/** A key of at most so many bytes; one that was longer ends in `~` and a mark of its own, before its extension. */
export function shorten(key: string, maxBytes: number = R2_LIMITS.maxKeyBytes): string {
  if (keyBytes(key) <= maxBytes) return key;
  const folder = prefixOfKey(key);
  const { stem, extension } = takeApart(key.slice(folder.length));
  const end = `${markOf(key)}${extension === '' ? '' : `.${extension}`}`;
  const room = maxBytes - keyBytes(folder) - keyBytes(end);
  if (keyBytes(folder) <= FOLDER_BYTES || room >= LEAST_STEM_BYTES) return folder + cut(stem, room) + end;
  const shorter = `${cut(folder, FOLDER_BYTES).replace(/\/+$/, '')}${markOf(folder)}/`;
  return shorter + cut(stem, maxBytes - keyBytes(shorter) - keyBytes(end)) + end;
}

/** As many whole characters from the beginning as fit into so many bytes. */
function cut(text: string, bytes: number): string {
  let kept = '';
  let left = bytes;
  for (const char of text) {
    left -= keyBytes(char);
    if (left < 0) break;
    kept += char;
  }
  return kept;
}

/** Tells what was cut off one long name from what was cut off another (FNV-1a, 32 bits). */
function markOf(text: string): string {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return `~${(hash >>> 0).toString(16).padStart(8, '0')}`;
}
