import { z } from 'zod';
import { formSettings } from '../../../shared/generation-schemas';
import type { GenerationPreset, PastPrompt } from '../../../shared/past-prompts';
import type { LogFormat } from './line-log';

/** What was asked for, oldest first. */
export const PROMPTS: LogFormat<PastPrompt> = {
  name: 'flow-media-prompts',
  version: 1,
  schema: z.object({
    id: z.string(),
    connectionId: z.string(),
    askedAt: z.number(),
    prompt: z.string(),
    template: z.boolean(),
    settings: formSettings,
  }),
};

export const PRESETS: LogFormat<GenerationPreset> = {
  name: 'flow-media-presets',
  version: 1,
  schema: z.object({ id: z.string(), name: z.string(), settings: formSettings }),
  isWhole: true,
};
