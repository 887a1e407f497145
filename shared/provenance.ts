import type { PictureSize } from './generation';

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

/** What a search finds it by, and a filter asks for; null where no prompt is known. */
export function promptOf(
  facts: { readonly prompt: string } | null,
  found: Pick<Provenance, 'prompt'> | null,
): string | null {
  return facts?.prompt ?? found?.prompt ?? null;
}
