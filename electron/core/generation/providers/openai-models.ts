import type { ModelCapabilities, PictureSize } from '../../../../shared/generation';

export const DEFAULT_MODEL = 'gpt-image-1';

/** How a model of the OpenAI images API is spoken to (openai/openai-openapi, `/images/generations`). */
export interface ModelFamily {
  readonly matches: RegExp;
  readonly sizes: readonly PictureSize[];
  readonly styles: readonly string[];
  readonly maxPromptLength: number;
  /** GPT image models refuse `response_format`; what other servers do with it is not known. */
  readonly responseFormat: 'b64_json' | null;
}

const square = (side: number): PictureSize => ({ width: side, height: side });
const both = (width: number, height: number): PictureSize[] => [
  { width, height },
  { width: height, height: width },
];

const FAMILIES: readonly ModelFamily[] = [
  {
    matches: /^gpt-image-2/,
    sizes: [square(1024), ...both(1536, 1024), square(2048), ...both(2048, 1152)],
    styles: [],
    maxPromptLength: 32_000,
    responseFormat: null,
  },
  {
    matches: /^(gpt-image|chatgpt-image)/,
    sizes: [square(1024), ...both(1536, 1024)],
    styles: [],
    maxPromptLength: 32_000,
    responseFormat: null,
  },
  {
    matches: /^dall-e-3/,
    sizes: [square(1024), ...both(1792, 1024)],
    styles: ['vivid', 'natural'],
    maxPromptLength: 4000,
    responseFormat: 'b64_json',
  },
  {
    matches: /^dall-e-2/,
    sizes: [square(1024), square(512), square(256)],
    styles: [],
    maxPromptLength: 1000,
    responseFormat: 'b64_json',
  },
];

const OTHER: ModelFamily = {
  matches: /^/,
  sizes: [square(1024), square(512), square(768), ...both(1152, 896), ...both(1344, 768), ...both(1536, 1024)],
  styles: [],
  maxPromptLength: 32_000,
  responseFormat: null,
};

export function familyOf(model: string): ModelFamily {
  return FAMILIES.find((family) => family.matches.test(model)) ?? OTHER;
}

export function capabilitiesOf(model: string): ModelCapabilities {
  const { sizes, styles, maxPromptLength } = familyOf(model);
  return {
    id: model,
    name: model,
    makes: 'image',
    sizes,
    side: null,
    styles,
    seed: false,
    negativePrompt: false,
    steps: null,
    guidance: null,
    seconds: [],
    reference: false,
    extra: false,
    maxCount: 10,
    maxPromptLength,
    price: { kind: 'unknown' },
  };
}
