import type { GenerationTask, ProviderInfo } from './generation';
import type { GenerationPreset } from './past-prompts';

/** What the page mirrors of generation. */
export interface GenerationStateSlice {
  readonly providers: readonly ProviderInfo[];
  /** Newest first, at most 200. */
  readonly tasks: readonly GenerationTask[];
  /** By name. */
  readonly presets: readonly GenerationPreset[];
  /** How many prompts are remembered. */
  readonly pastPrompts: number;
  /** For each queued task by its id, how many of its provider come before it. */
  readonly before: Readonly<Record<string, number>>;
}

/** The slice before anything is known. */
export const NO_GENERATION: GenerationStateSlice = {
  providers: [],
  tasks: [],
  presets: [],
  pastPrompts: 0,
  before: {},
};
