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
