import type { GenerationFacts, PictureSize } from './generation';

export const PROVENANCE_TOOLS = ['a1111', 'comfyui', 'invokeai', 'flow-media', 'other'] as const;
/** What made a picture; `a1111` stands for all that write its text (Forge, SD.Next, …). */
export type ProvenanceTool = (typeof PROVENANCE_TOOLS)[number];

/** As they call themselves; what is said of a picture whose model is not known. */
export const TOOL_NAMES: Readonly<Record<ProvenanceTool, string>> = {
  a1111: 'Stable Diffusion WebUI',
  comfyui: 'ComfyUI',
  invokeai: 'InvokeAI',
  'flow-media': 'Flow Media',
  other: 'AI',
};

/** How a picture was made, as its file says. Whoever made the file can have written anything: it is shown, never believed. */
export interface Provenance {
  readonly tool: ProvenanceTool;
  /** Never empty. */
  readonly prompt: string;
  readonly negative: string | null;
  /** In digits: some tools' seeds are larger than a number can hold exactly. */
  readonly seed: string | null;
  readonly model: string | null;
  readonly steps: number | null;
  /** How strictly the prompt is followed (CFG scale). */
  readonly guidance: number | null;
  readonly sampler: string | null;
  readonly size: PictureSize | null;
  /** The text that all this was read from; its beginning where it is long. */
  readonly raw: string;
}

/** Letters of each text that are kept; more is no prompt that a person wrote. */
export const PROVENANCE_LIMITS = { prompt: 20_000, raw: 4000, word: 300 } as const;

/**
 * Letters of what a search finds a picture by beside its prompt. All of it is in memory for every picture, and long lists of what
 * is not wanted are the same from one to the next.
 */
const SEARCHED = { model: 100, negative: 200 } as const;

/** What a search finds a picture by, of how it was made: by what this app knows, else by what its file says; null where no prompt is known. */
export function searchedWords(
  facts: Pick<GenerationFacts, 'prompt' | 'negativePrompt' | 'model' | 'seed'> | null,
  found: Pick<Provenance, 'prompt' | 'negative' | 'model' | 'seed'> | null,
): string | null {
  const known = facts === null ? found : { ...facts, negative: facts.negativePrompt };
  if (known === null) return null;
  const { prompt, model, seed, negative } = known;
  const others = [model?.slice(0, SEARCHED.model), seed?.toString(), negative?.slice(0, SEARCHED.negative)];
  return [prompt, ...others.filter((word) => word !== undefined && word !== '')].join(' ');
}
