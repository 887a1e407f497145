import type { ModelCapabilities, PictureSize } from '../../../../shared/generation';
import { both, plainModel, square } from './model-lists';

export const DEFAULT_MODELS = 'gpt-image-1';

/** How a model of the OpenAI images API is spoken to (openai/openai-openapi, `/images/generations`). */
export interface ModelFamily {
  readonly matches: RegExp;
  readonly sizes: readonly PictureSize[];
  readonly styles: readonly string[];
  readonly maxPromptLength: number;
  /** GPT image models refuse `response_format`; what other servers do with it is not known. */
  readonly responseFormat: 'b64_json' | null;
  /** Sends unfinished pictures, and takes pictures to begin with. */
  readonly streams: boolean;
  /** Lengths of a film; null for pictures. */
  readonly seconds: readonly number[] | null;
}

const FAMILIES: readonly ModelFamily[] = [
  {
    matches: /^gpt-image-2/,
    sizes: [square(1024), ...both(1536, 1024), square(2048), ...both(2048, 1152)],
    styles: [],
    maxPromptLength: 32_000,
    responseFormat: null,
    streams: true,
    seconds: null,
  },
  {
    matches: /^(gpt-image|chatgpt-image)/,
    sizes: [square(1024), ...both(1536, 1024)],
    styles: [],
    maxPromptLength: 32_000,
    responseFormat: null,
    streams: true,
    seconds: null,
  },
  {
    matches: /^sora-2/,
    sizes: [...both(1280, 720), ...both(1792, 1024)],
    styles: [],
    maxPromptLength: 32_000,
    responseFormat: null,
    streams: false,
    seconds: [4, 8, 12],
  },
  {
    matches: /^dall-e-3/,
    sizes: [square(1024), ...both(1792, 1024)],
    styles: ['vivid', 'natural'],
    maxPromptLength: 4000,
    responseFormat: 'b64_json',
    streams: false,
    seconds: null,
  },
  {
    matches: /^dall-e-2/,
    sizes: [square(1024), square(512), square(256)],
    styles: [],
    maxPromptLength: 1000,
    responseFormat: 'b64_json',
    streams: false,
    seconds: null,
  },
];

const OTHER: ModelFamily = {
  matches: /^/,
  sizes: [square(1024), square(512), square(768), ...both(1152, 896), ...both(1344, 768), ...both(1536, 1024)],
  styles: [],
  maxPromptLength: 32_000,
  responseFormat: null,
  streams: false,
  seconds: null,
};

export function familyOf(model: string): ModelFamily {
  return FAMILIES.find((family) => family.matches.test(model)) ?? OTHER;
}

export function capabilitiesOf(model: string): ModelCapabilities {
  const { sizes, styles, maxPromptLength, streams, seconds } = familyOf(model);
  return {
    ...plainModel(model, model, sizes),
    makes: seconds === null ? 'image' : 'video',
    styles,
    seconds: seconds ?? [],
    reference: streams || seconds !== null,
    extra: true,
    maxCount: 10,
    maxPromptLength,
  };
}
