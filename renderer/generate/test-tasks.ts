import { NO_SETTINGS, type GenerationState, type GenerationTask, type ProviderInfo } from '../../shared/generation';

/** For tests: a provider that can do a little of everything. */
export const SKETCH: ProviderInfo = {
  id: 'sketch',
  name: 'Sketch',
  demo: true,
  models: [
    {
      id: 'sketch-1',
      name: 'Sketch',
      sizes: [
        { width: 1024, height: 1024 },
        { width: 1152, height: 896 },
      ],
      styles: ['Dunes'],
      seed: true,
      makes: 'image',
      side: null,
      negativePrompt: false,
      steps: null,
      guidance: null,
      seconds: [],
      reference: false,
      extra: false,
      price: { kind: 'free' },
      maxCount: 4,
      maxPromptLength: 100,
    },
  ],
  status: 'ready',
  fields: [],
  key: null,
};

/** For tests: a provider without seeds and styles. */
export const SERVER: ProviderInfo = {
  ...SKETCH,
  id: 'openai',
  demo: false,
  models: [
    {
      id: 'm1',
      name: 'm1',
      sizes: [{ width: 512, height: 512 }],
      styles: [],
      seed: false,
      makes: 'image',
      side: null,
      negativePrompt: false,
      steps: null,
      guidance: null,
      seconds: [],
      reference: false,
      extra: false,
      price: { kind: 'free' },
      maxCount: 1,
      maxPromptLength: 50,
    },
  ],
};

/** For tests: a provider whose model takes all that a form can ask for, and one more whose model takes less. */
export const STUDIO: ProviderInfo = {
  ...SERVER,
  models: [
    {
      id: 'all',
      name: 'All',
      makes: 'image',
      sizes: [
        { width: 1024, height: 1024 },
        { width: 1344, height: 768 },
      ],
      side: { min: 256, max: 2048, step: 8, preset: 1024 },
      styles: ['Film'],
      seed: true,
      negativePrompt: true,
      steps: { min: 1, max: 50, step: 1, preset: 20 },
      guidance: { min: 0, max: 20, step: 0.5, preset: 7 },
      seconds: [5, 10],
      reference: true,
      extra: true,
      price: { kind: 'second', usd: 0.1 },
      maxCount: 4,
      maxPromptLength: 100,
    },
    ...SERVER.models,
  ],
};

/** For tests: a task of a batch. */
export function makeTask(id: string, batchId: string, state: GenerationState, prompt = 'a moon'): GenerationTask {
  return {
    id,
    batchId,
    connectionId: 'c1',
    createdAt: 0,
    facts: { ...NO_SETTINGS, style: 'Dunes', prompt, provider: 'sketch', model: 'sketch-1', seed: 7, createdAt: 0 },
    size: { width: 1152, height: 896 },
    reference: null,
    key: `generated/${id}.png`,
    assetId: `asset-${id}`,
    name: `${id}.png`,
    state,
  };
}
