import type { Provenance } from '../../../shared/provenance';
import { isObject, type JsonObject } from './read-json';
import { provenanceFrom } from './values';

/** The names that tools give to one and the same thing. */
const NAMES = {
  prompt: ['prompt', 'positive_prompt', 'Prompt', 'c', 'full_prompt'],
  negative: ['negative', 'negative_prompt', 'negativePrompt', 'negativeprompt', 'Negative Prompt', 'uc'],
  seed: ['seed', 'Seed', 'noise_seed'],
  model: ['model', 'model_name', 'base_model', 'Base Model', 'model_weights'],
  steps: ['steps', 'Steps'],
  guidance: ['guidance', 'guidance_scale', 'cfg_scale', 'cfgscale', 'Guidance Scale', 'cfg', 'scale'],
  sampler: ['sampler', 'scheduler', 'sampler_name', 'Sampler'],
  width: ['width', 'Width'],
  height: ['height', 'Height'],
} as const;

/** What a flat list of settings says, by whatever names; null where it has no prompt. */
export function readSettings(json: JsonObject, tool: Provenance['tool'], raw: string): Provenance | null {
  const valueOf = (names: readonly string[]): unknown =>
    names
      .map((name) => (Object.hasOwn(json, name) ? json[name] : null))
      .find((value) => value !== null && value !== '');
  const size = sizeIn(json['size']);
  return provenanceFrom({
    tool,
    prompt: valueOf(NAMES.prompt),
    negative: valueOf(NAMES.negative),
    seed: valueOf(NAMES.seed),
    model: modelName(valueOf(NAMES.model)),
    steps: valueOf(NAMES.steps),
    guidance: valueOf(NAMES.guidance),
    sampler: valueOf(NAMES.sampler),
    width: valueOf(NAMES.width) ?? size?.[1],
    height: valueOf(NAMES.height) ?? size?.[2],
    raw,
  });
}

/** `512x768`, as Draw Things has it. */
function sizeIn(text: unknown): RegExpExecArray | null {
  return typeof text === 'string' ? /^(\d{1,6})x(\d{1,6})$/.exec(text) : null;
}

/** InvokeAI names a model by an object. */
function modelName(model: unknown): unknown {
  return isObject(model) ? (model['name'] ?? model['model_name']) : model;
}
