import type { ModelCapabilities, PictureSize } from '../../../../shared/generation';

/** A model that takes a prompt and a size, and nothing else; what more there is comes on top. */
export function plainModel(id: string, name: string, sizes: readonly PictureSize[]): ModelCapabilities {
  return {
    id,
    name,
    makes: 'image',
    sizes,
    side: null,
    styles: [],
    seed: false,
    negativePrompt: false,
    steps: null,
    guidance: null,
    seconds: [],
    reference: false,
    extra: false,
    maxCount: 8,
    maxPromptLength: 32_000,
    price: { kind: 'unknown' },
  };
}

export const square = (side: number): PictureSize => ({ width: side, height: side });

/** A size lying and standing. */
export const both = (width: number, height: number): PictureSize[] => [
  { width, height },
  { width: height, height: width },
];

/** The usual shapes of one megapixel. */
export const MEGAPIXEL: readonly PictureSize[] = [square(1024), ...both(1152, 896), ...both(1344, 768)];

/** Names in a field, one a line or between commas. */
export function namesIn(field: string): readonly string[] {
  return [...new Set(field.split(/[\n,;]+/).map((name) => name.trim()))].filter((name) => name !== '');
}

/** Names that a service has told, kept one a line: files, in whose names commas may stand. */
export function learnedNames(learned: string): readonly string[] {
  return [...new Set(learned.split('\n'))].filter((name) => name !== '');
}
