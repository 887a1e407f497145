import { keyBytes } from './keys';
import { contentTypeOfName, mediaKindOfName, type MediaKind } from './media';
import { R2_LIMITS } from './r2';

/** What is done to files of one sort on their way up. */
export interface UploadRule {
  readonly id: string;
  readonly match: RuleMatch;
  /** The `Cache-Control` header; null sets none. */
  readonly cacheControl: string | null;
  /** User metadata, by names without `x-amz-meta-`. */
  readonly metadata: Readonly<Record<string, string>>;
  /** Of pictures; null sends them as they are. */
  readonly conversion: Conversion | null;
  /** Of pictures and films that are not converted; null lets them say where they were made. */
  readonly location: LocationRemoval | null;
}

/** What a file says of its place is blanked on its way up: nothing is encoded anew, and the file on disk is not touched. */
export interface LocationRemoval {
  /** What becomes of a file of which it cannot be told whether it names a place. */
  readonly otherwise: 'fail' | 'original';
}

/** What pictures can become: WebP and JPEG by Chromium's canvas, AVIF by an encoder of its own that takes seconds a picture. */
export const CONVERT_FORMATS = ['webp', 'avif', 'jpeg'] as const;
export type ConvertFormat = (typeof CONVERT_FORMATS)[number];

/** A picture becomes another one on its way up; the original on disk is not touched. */
export interface Conversion {
  readonly format: ConvertFormat;
  /** 1 to 100. */
  readonly quality: number;
  /** The longer side at most, px; null keeps the size. */
  readonly maxSide: number | null;
  /** What becomes of a picture that cannot be converted. */
  readonly otherwise: 'original' | 'fail';
}

const CONVERTIBLE: ReadonlySet<string> = new Set(['image/jpeg', 'image/png', 'image/webp', 'image/avif', 'image/bmp']);

/** What is done to a file of this name; null for what is no picture, or moves (GIF), or has no pixels (SVG). */
export function conversionFor(rule: UploadRule | null, name: string): Conversion | null {
  return CONVERTIBLE.has(contentTypeOfName(name)) ? (rule?.conversion ?? null) : null;
}

/** Whether a file of this name is to lose its place; null for what is neither picture nor film. */
export function locationRemovalFor(rule: UploadRule | null, name: string): LocationRemoval | null {
  const kind = mediaKindOfName(name);
  return kind === 'image' || kind === 'video' ? (rule?.location ?? null) : null;
}

/** The extension of a converted file; null where its own tells the format already. */
export function convertedExtension(format: ConvertFormat, name: string): string | null {
  if (contentTypeOfName(name) === `image/${format}`) return null;
  return format === 'jpeg' ? 'jpg' : format;
}

export const RULE_KINDS = ['image', 'video', 'audio', 'document'] as const satisfies readonly MediaKind[];

export type RuleMatch =
  | { readonly kind: 'media'; readonly media: (typeof RULE_KINDS)[number] }
  /** Names with `*` and `?`, several of them with commas between: `*.png, cover-*`. */
  | { readonly kind: 'names'; readonly pattern: string };

/** The rule for a file of this name: the first one that fits; null when none does. */
export function ruleFor(rules: readonly UploadRule[], name: string): UploadRule | null {
  return rules.find(({ match }) => fits(match, name)) ?? null;
}

function fits(match: RuleMatch, name: string): boolean {
  if (match.kind === 'media') return mediaKindOfName(name) === match.media;
  return match.pattern.split(',').some((pattern) => pattern.trim() !== '' && glob(pattern.trim()).test(name));
}

function glob(pattern: string): RegExp {
  const written = pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&');
  // One star does for several: a run of them would take a name apart in every possible way.
  return new RegExp(`^${written.replace(/\*+/g, '.*').replaceAll('?', '.')}$`, 'isu');
}

/** What the menus offer; `immutable` for names that never change their content. */
export const CACHE_PRESETS = ['public, max-age=3600', 'public, max-age=31536000, immutable'] as const;

const DIRECTIVE = /^[!#$%&'*+.^_`|~0-9a-z-]+(?:=(?:[!#$%&'*+.^_`|~0-9a-z-]+|"[^"\\]*"))?$/i;
const SECONDS = /^(?:max-age|s-maxage|stale-while-revalidate|stale-if-error)(?:=|$)/i;

/** Whether a text can be a `Cache-Control` header (RFC 9111, 5.2): directives with commas between, ages in whole seconds. */
export function isCacheControl(text: string): boolean {
  if (text.length > 500 || !/^[\x20-\x7e]+$/.test(text)) return false;
  return text.split(',').every((part) => {
    const directive = part.trim();
    return DIRECTIVE.test(directive) && (!SECONDS.test(directive) || /=\d{1,10}$/.test(directive));
  });
}

/** A metadata name without the prefix that people copy along, as R2 keeps it. */
export function metadataName(written: string): string {
  return written
    .trim()
    .toLowerCase()
    .replace(/^x-amz-meta-/, '');
}

export type MetadataProblem = 'name' | 'too-large';

/** Why metadata cannot be sent: a name that no header can have (R2 drops what is not ASCII), or more than R2's 8,192 bytes. */
export function metadataProblem(metadata: Readonly<Record<string, string>>): MetadataProblem | null {
  const entries = Object.entries(metadata);
  if (entries.some(([name]) => !/^[0-9a-z][0-9a-z_.-]{0,127}$/.test(name))) return 'name';
  const bytes = entries.reduce((sum, [name, value]) => sum + keyBytes(name) + keyBytes(value), 0);
  return bytes > R2_LIMITS.maxMetadataBytes ? 'too-large' : null;
}
