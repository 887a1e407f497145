import type { GenerationSettings, PictureSize, ProviderId } from './generation';

/** All that a form asks for but the words of its prompt and its picture to start from. */
export interface FormSettings extends Omit<GenerationSettings, 'prompt'> {
  readonly provider: ProviderId;
  readonly model: string;
  readonly size: PictureSize;
  readonly count: number;
}

/** Settings that are kept under a name. */
export interface GenerationPreset {
  readonly id: string;
  readonly name: string;
  readonly settings: FormSettings;
}

/** A prompt that was asked for, as it was last; kept apart from the pictures, which it outlives. */
export interface PastPrompt {
  readonly id: string;
  /** The connection that its results went to; it is forgotten with it. */
  readonly connectionId: string;
  /** ms since 1970. */
  readonly askedAt: number;
  /** As it was typed. */
  readonly prompt: string;
  /** `{a|b}` in it stands for a prompt each. */
  readonly template: boolean;
  /** The seed is that of the first result; null where its model takes none. */
  readonly settings: FormSettings;
}

/** Upper and lower case are the same name. */
export function isPresetNamed(preset: GenerationPreset, name: string): boolean {
  return preset.name.toLowerCase() === name.toLowerCase();
}

/** Letters of a preset's name. */
export const MAX_PRESET_NAME = 80;

/** Presets that are kept, at most. */
export const MAX_PRESETS = 200;

/** Past prompts that are kept, at most: the oldest go first. */
export const MAX_PAST_PROMPTS = 2000;
