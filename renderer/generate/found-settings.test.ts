import { expect, test } from 'vitest';
import type { ModelCapabilities, ProviderInfo } from '../../shared/generation';
import type { Provenance } from '../../shared/provenance';
import { EMPTY_FORM } from './form-state';
import { filledFromFound } from './found-settings';
import { SKETCH } from './test-tasks';

const found: Provenance = {
  ...{ tool: 'comfyui', prompt: 'a fox', negative: null, seed: '42', model: null, steps: 20, guidance: 7 },
  ...{ sampler: 'euler', size: null, raw: '' },
};
const [some] = SKETCH.models;
if (some === undefined) throw new Error('The sketch has a model.');
const model = (id: string, sizes: readonly [number, number][]): ModelCapabilities => ({
  ...some,
  ...{ id, name: id, sizes: sizes.map(([width, height]) => ({ width, height })) },
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
const form = { ...EMPTY_FORM, prompt: 'before', seed: '9', style: 'Dunes', size: 1 };

test('prompt and seed come in; what the picture does not tell stays', () => {
  expect(filledFromFound(form, found, providers)).toEqual({ ...form, prompt: 'a fox', seed: '42' });
  expect(filledFromFound(form, { ...found, seed: null }, providers).seed).toBe('');
  expect(filledFromFound(form, { ...found, seed: '18446744073709551615' }, providers).seed).toBe('');
});

test('a model of that name is chosen, whoever has it, and its size', () => {
  const flux = { ...found, model: 'flux.1-dev.safetensors', size: { width: 832, height: 1216 } };
  expect(filledFromFound(form, flux, providers)).toMatchObject({
    provider: 'openai',
    model: 'black-forest-labs/FLUX.1-dev',
    size: 1,
  });
  expect(filledFromFound(form, { ...found, model: 'other' }, providers)).toMatchObject({
    provider: 'sketch',
    model: null,
    size: 1,
  });
  expect(filledFromFound(form, { ...found, size: { width: 512, height: 512 } }, providers).size).toBe(0);
});
