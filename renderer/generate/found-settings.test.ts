import { expect, test } from 'vitest';
import type { ModelCapabilities, ProviderInfo } from '../../shared/generation';
import type { Provenance } from '../../shared/provenance';
import { EMPTY_FORM } from './form-state';
import { filledFromFound } from './found-settings';
import { SKETCH } from './test-tasks';

const found: Provenance = {
  tool: 'comfyui',
  prompt: 'a fox',
  negative: null,
  seed: '42',
  model: null,
  steps: 20,
  guidance: 7,
  sampler: 'euler',
  size: null,
  raw: '',
};
const [some] = SKETCH.models;
if (some === undefined) throw new Error('The sketch has a model.');
const model = (id: string, sizes: readonly [number, number][]): ModelCapabilities => ({
  ...some,
  steps: id.includes('FLUX') ? { min: 1, max: 50, step: 1, preset: 28 } : null,
  id,
  name: id,
  sizes: sizes.map(([width, height]) => ({ width, height })),
});
const provider = (id: 'sketch' | 'openai', ...models: ModelCapabilities[]): ProviderInfo => ({ ...SKETCH, id, models });
const providers = [
  provider(
    'sketch',
    model('sketch-1', [
      [512, 512],
      [512, 768],
    ]),
  ),
  provider(
    'openai',
    model('black-forest-labs/FLUX.1-dev', [
      [1024, 1024],
      [832, 1216],
    ]),
  ),
];
const form = { ...EMPTY_FORM, prompt: 'before', seed: '9', style: 'Dunes', size: { width: 512, height: 768 } };

test('prompt, negative prompt and seed come in; what the picture does not tell stays', () => {
  const filled = filledFromFound(form, { ...found, negative: 'dark' }, providers);
  expect(filled).toEqual({ ...form, prompt: 'a fox', negativePrompt: 'dark', seed: '42' });
  expect(filledFromFound(form, { ...found, seed: null }, providers).seed).toBe('');
  expect(filledFromFound(form, { ...found, seed: '18446744073709551615' }, providers).seed).toBe('');
});

test('a model of that name is chosen, whoever has it, and what it can do of the rest', () => {
  const flux = { ...found, model: 'flux.1-dev.safetensors', size: { width: 832, height: 1216 } };
  expect(filledFromFound(form, flux, providers)).toMatchObject({
    provider: 'openai',
    model: 'black-forest-labs/FLUX.1-dev',
    size: { width: 832, height: 1216 },
    steps: 20,
    guidance: null,
    style: null,
  });
  const other = filledFromFound(form, { ...flux, model: 'other' }, providers);
  expect(other).toMatchObject({ provider: 'sketch', model: null, size: form.size, steps: null });
});
