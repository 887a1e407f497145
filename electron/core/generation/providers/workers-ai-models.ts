import type { ModelCapabilities } from '../../../../shared/generation';
import { both, MEGAPIXEL, plainModel, square } from './model-lists';

/** How a model of Workers AI is spoken to (developers.cloudflare.com/workers-ai/models). */
export interface WorkersAiModel {
  readonly capabilities: ModelCapabilities;
  /** FLUX 2 takes forms alone. */
  readonly sends: 'json' | 'form';
  readonly stepsName: 'steps' | 'num_steps';
  /** Whether it takes a size at all. */
  readonly sized: boolean;
}

const range = (min: number, max: number, preset: number, step = 1) => ({ min, max, step, preset });
const FLUX_2 = [square(1024), ...both(1024, 768), ...both(1344, 768), ...both(1920, 1088)];

function flux2(id: string, name: string, steps: ModelCapabilities['steps']): WorkersAiModel {
  const capabilities: ModelCapabilities = {
    ...plainModel(id, name, FLUX_2),
    side: range(256, 1920, 1024, 16),
    seed: true,
    steps,
    guidance: range(1, 10, 4, 0.5),
    reference: true,
    maxPromptLength: 2048,
  };
  return { capabilities, sends: 'form', stepsName: 'steps', sized: true };
}

/** Prices: developers.cloudflare.com/workers-ai/platform/pricing, as of March 2025 where given; the others are not known here. */
export const WORKERS_AI_MODELS: readonly WorkersAiModel[] = [
  {
    capabilities: {
      ...plainModel('@cf/black-forest-labs/flux-1-schnell', 'FLUX.1 schnell', [square(1024)]),
      seed: true,
      steps: range(1, 8, 4),
      maxPromptLength: 2048,
      price: { kind: 'tiles', tileUsd: 0.000_052_8, stepUsd: 0.000_105_6 },
    },
    sends: 'json',
    stepsName: 'steps',
    sized: false,
  },
  flux2('@cf/black-forest-labs/flux-2-klein-4b', 'FLUX.2 klein 4B', null),
  flux2('@cf/black-forest-labs/flux-2-klein-9b', 'FLUX.2 klein 9B', null),
  flux2('@cf/black-forest-labs/flux-2-dev', 'FLUX.2 dev', range(1, 50, 25)),
  {
    capabilities: {
      ...plainModel('@cf/leonardo/lucid-origin', 'Lucid Origin', [...both(1120, 1120).slice(0, 1), ...MEGAPIXEL]),
      side: range(256, 2496, 1120, 16),
      seed: true,
      steps: range(1, 40, 20),
      guidance: range(0, 10, 4.5, 0.5),
    },
    sends: 'json',
    stepsName: 'steps',
    sized: true,
  },
  {
    capabilities: {
      ...plainModel('@cf/leonardo/phoenix-1.0', 'Phoenix 1.0', MEGAPIXEL),
      side: range(256, 2048, 1024, 16),
      seed: true,
      negativePrompt: true,
      steps: range(1, 50, 25),
      guidance: range(2, 10, 2, 0.5),
    },
    sends: 'json',
    stepsName: 'num_steps',
    sized: true,
  },
  {
    capabilities: {
      ...plainModel('@cf/stabilityai/stable-diffusion-xl-base-1.0', 'Stable Diffusion XL', MEGAPIXEL),
      side: range(256, 2048, 1024, 16),
      seed: true,
      negativePrompt: true,
      steps: range(1, 20, 20),
      guidance: range(0, 20, 7.5, 0.5),
      reference: true,
    },
    sends: 'json',
    stepsName: 'num_steps',
    sized: true,
  },
];
