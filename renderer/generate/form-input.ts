import {
  MAX_BATCH,
  type AskedReference,
  type GenerationInput,
  type JsonObject,
  type NumberRange,
} from '../../shared/generation';
import { estimatedCost } from '../../shared/generation-cost';
import type { FormSettings } from '../../shared/past-prompts';
import { MAX_PROMPTS, promptsOf } from '../../shared/prompt-templates';
import { isSameSize, type Choice, type FormReference, type FormState } from './form-state';

/** What a form stands for. */
export interface Order {
  /** What each prompt is, its choices spelled out. */
  readonly prompts: readonly string[];
  readonly results: number;
}

/** Fields that cannot be sent as they are. */
export type WrongField = 'prompt' | 'negativePrompt' | 'size' | 'steps' | 'guidance' | 'seed' | 'extra' | 'batch';

/** A typed seed: null for a new one each time, undefined when it is none. */
export function parseSeed(text: string): number | null | undefined {
  const trimmed = text.trim();
  if (trimmed === '') return null;
  const seed = Number(trimmed);
  return /^\d+$/.test(trimmed) && Number.isSafeInteger(seed) ? seed : undefined;
}

/** Typed JSON: null where there is none, undefined where it is no object. */
export function parseExtra(text: string): JsonObject | null | undefined {
  if (text.trim() === '') return null;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** The prompts of a form and how many results they make. More than can be asked for at once give a number only. */
export function orderOf({ prompt, count }: FormState, { model }: Choice): Order {
  const meant = promptsOf(prompt);
  const prompts = meant.kind === 'prompts' ? meant.prompts : [];
  const number = meant.kind === 'prompts' ? prompts.length : meant.count;
  return { prompts, results: number * Math.min(count, model.maxCount) };
}

/** The longest of the form's prompts, in letters. */
export function longestPrompt({ prompt }: FormState): number {
  const meant = promptsOf(prompt);
  return meant.kind === 'prompts' ? Math.max(0, ...meant.prompts.map((one) => one.length)) : 0;
}

/** What hinders a form from being sent. */
export function wrongFields(form: FormState, choice: Choice): ReadonlySet<WrongField> {
  const { model, size } = choice;
  const { prompts, results } = orderOf(form, choice);
  const { side } = model;
  const isListed = model.sizes.some((one) => isSameSize(one, size));
  const longest = Math.max(0, ...prompts.map((prompt) => prompt.length));
  const tooMany = results > MAX_BATCH || (prompts.length === 0 && results > MAX_PROMPTS);
  const wrong: Readonly<Record<WrongField, boolean>> = {
    batch: tooMany,
    prompt: !tooMany && (prompts.length === 0 || longest > model.maxPromptLength),
    negativePrompt: model.negativePrompt && form.negativePrompt.trim().length > model.maxPromptLength,
    size: !isListed && !(side !== null && isWithin(size.width, side) && isWithin(size.height, side)),
    steps: model.steps !== null && form.steps !== null && !isWithin(form.steps, model.steps),
    guidance: model.guidance !== null && form.guidance !== null && !isWithin(form.guidance, model.guidance),
    seed: model.seed && parseSeed(form.seed) === undefined,
    extra: model.extra && parseExtra(form.extra) === undefined,
  };
  return new Set((Object.keys(wrong) as WrongField[]).filter((field) => wrong[field]));
}

function isWithin(value: number, { min, max }: NumberRange): boolean {
  return value >= min && value <= max;
}

/** The form's settings as its model takes them: what it does not take is null or ''. */
export function settingsOf(form: FormState, { provider, model, size }: Choice): FormSettings {
  return {
    provider: provider.id,
    model: model.id,
    size,
    count: Math.min(form.count, model.maxCount),
    negativePrompt: model.negativePrompt ? form.negativePrompt.trim() : '',
    style: form.style !== null && model.styles.includes(form.style) ? form.style : null,
    seed: model.seed ? (parseSeed(form.seed) ?? null) : null,
    steps: model.steps === null ? null : (form.steps ?? model.steps.preset),
    guidance: model.guidance === null ? null : (form.guidance ?? model.guidance.preset),
    seconds: secondsOf(form, model.seconds),
    extra: model.extra ? (parseExtra(form.extra) ?? null) : null,
  };
}

function secondsOf({ seconds }: FormState, lengths: readonly number[]): number | null {
  return lengths.find((one) => one === seconds) ?? lengths[0] ?? null;
}

/** The command that the form asks for; null while something is missing or wrong. */
export function inputOf(form: FormState, choice: Choice, connectionId: string): GenerationInput | null {
  if (choice.provider.status !== 'ready' || wrongFields(form, choice).size > 0) return null;
  const reference = choice.model.reference && form.reference !== null ? referenceOf(form.reference) : null;
  return { ...settingsOf(form, choice), connectionId, prompt: form.prompt.trim(), template: true, reference };
}

function referenceOf({ name: _, ...reference }: FormReference): AskedReference {
  return reference;
}

/** What the form's results cost together, in US dollars; null where it is not known. Before there is a prompt, those of one. */
export function costOf(form: FormState, choice: Choice): number | null {
  const { size, steps, seconds, count: each } = settingsOf(form, choice);
  const { results } = orderOf(form, choice);
  const count = results === 0 ? each : results;
  return estimatedCost(choice.model.price, { size, steps: steps ?? 0, seconds: seconds ?? 0, count });
}
