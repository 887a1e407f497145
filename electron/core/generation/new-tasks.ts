import { fail } from '../../../shared/failure';
import {
  MAX_BATCH,
  type GenerationInput,
  type ModelCapabilities,
  type NumberRange,
  type PictureSize,
  type ProviderInfo,
} from '../../../shared/generation';
import { generatedKey } from '../../../shared/generated-names';
import type { PastPrompt } from '../../../shared/past-prompts';
import { promptsOf } from '../../../shared/prompt-templates';
import type { GenerationDependencies } from './generation';
import type { KeptReference, TaskRecord } from './records';
import { freeKey } from './result-keys';

/** Models of fal and Replicate whose seed is a signed number of 32 bits refuse larger ones; no service needs those. */
const SEEDS = 2 ** 31;

/** What is to be made of an input. */
export interface Order {
  readonly model: ModelCapabilities;
  /** At least one. */
  readonly prompts: readonly string[];
}

/** What an input means; fails where its provider is not set up, or its model cannot do what is asked. */
export function checkInput(infos: readonly ProviderInfo[], input: GenerationInput): Order {
  const info = infos.find((one) => one.id === input.provider);
  if (info === undefined || info.status === 'needs-setup') fail('provider-not-set-up', { provider: input.provider });
  if (info.key === 'locked') fail('secrets-locked');
  const model = info.models.find((one) => one.id === input.model);
  if (model === undefined) fail('invalid-input', { field: 'model' });
  const prompts = input.template === true ? spelledOut(input.prompt) : [input.prompt];
  const wrong = prompts.some((prompt) => !isPromptFor(model, prompt)) ? 'prompt' : fieldThatDoesNotFit(input, model);
  if (wrong !== null) fail('invalid-input', { field: wrong });
  if (prompts.length === 0 || prompts.length * input.count > MAX_BATCH) fail('invalid-input', { field: 'prompt' });
  return { model, prompts };
}

function spelledOut(template: string): readonly string[] {
  const meant = promptsOf(template);
  return meant.kind === 'prompts' ? meant.prompts : [];
}

function isPromptFor({ maxPromptLength }: ModelCapabilities, prompt: string): boolean {
  return prompt.trim() !== '' && prompt.length <= maxPromptLength;
}

function fieldThatDoesNotFit(input: GenerationInput, model: ModelCapabilities): string | null {
  const { negativePrompt, style, count, steps, guidance, seconds } = input;
  if (!takesSize(model, input.size)) return 'size';
  if (style !== null && !model.styles.includes(style)) return 'style';
  if (negativePrompt !== '' && (!model.negativePrompt || negativePrompt.length > model.maxPromptLength)) {
    return 'negativePrompt';
  }
  if (!isWithin(steps, model.steps)) return 'steps';
  if (!isWithin(guidance, model.guidance)) return 'guidance';
  if (seconds !== null && !model.seconds.includes(seconds)) return 'seconds';
  if (input.reference !== null && !model.reference) return 'reference';
  if (input.extra !== null && !model.extra) return 'extra';
  return count < 1 || count > model.maxCount ? 'count' : null;
}

function takesSize({ sizes, side }: ModelCapabilities, { width, height }: PictureSize): boolean {
  const listed = sizes.some((one) => one.width === width && one.height === height);
  return listed || (side !== null && isWithin(width, side) && isWithin(height, side));
}

function isWithin(value: number | null, range: NumberRange | null): boolean {
  return value === null || (range !== null && value >= range.min && value <= range.max);
}

type TaskSources = Pick<GenerationDependencies, 'now' | 'random' | 'randomId' | 'generatedNames'>;

/** One task a result, prompt by prompt, each with its own seed and a key that nothing else has. */
export function newTasks(
  input: GenerationInput,
  order: Order,
  reference: KeptReference | null,
  isTaken: (key: string) => boolean,
  deps: TaskSources,
): TaskRecord[] {
  const createdAt = deps.now();
  const batchId = deps.randomId();
  const template = deps.generatedNames();
  const given = new Set<string>();
  return order.prompts.flatMap((prompt) =>
    Array.from({ length: input.count }, (_, number): TaskRecord => {
      const { connectionId, size } = input;
      const id = deps.randomId();
      const seed = seedOf(input, order.model, number, deps);
      const mark = seed === null ? id.slice(0, 6).toLowerCase() : String(seed);
      const extension = order.model.makes === 'video' ? 'mp4' : 'png';
      const named = generatedKey(template, { prompt, mark, model: input.model, at: createdAt, extension });
      const key = freeKey(named, (one) => given.has(one) || isTaken(one));
      given.add(key);
      const facts = { ...settingsOf(input), prompt, seed, createdAt };
      const start = { state: { kind: 'queued' }, work: { kind: 'none' }, picture: null } as const;
      return { id, batchId, connectionId, createdAt, facts, size, reference, key, ...start };
    }),
  );
}

/** A given one counts up within a prompt, so that prompts can be compared with the same ones. */
function seedOf({ seed }: GenerationInput, model: ModelCapabilities, number: number, deps: TaskSources): number | null {
  if (!model.seed) return null;
  return seed === null ? Math.floor(deps.random() * SEEDS) : seed + number;
}

function settingsOf({ provider, model, negativePrompt, style, steps, guidance, seconds, extra }: GenerationInput) {
  return { provider, model, negativePrompt, style, steps, guidance, seconds, extra };
}

/** What was asked for with these tasks, to be remembered. */
export function askedWith(input: GenerationInput, tasks: readonly TaskRecord[], id: string): PastPrompt {
  const { connectionId, prompt, size, count } = input;
  const [first] = tasks;
  const settings = { ...settingsOf(input), size, count, seed: first?.facts.seed ?? null };
  return { id, connectionId, askedAt: first?.createdAt ?? 0, prompt, template: input.template === true, settings };
}
