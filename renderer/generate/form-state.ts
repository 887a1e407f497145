import {
  NO_SETTINGS,
  type GenerationFacts,
  type GenerationInput,
  type GenerationTask,
  type ModelCapabilities,
  type PictureSize,
  type ProviderId,
  type ProviderInfo,
} from '../../shared/generation';

/** The form as a person fills it; texts stay texts until they are sent. */
export interface FormState {
  readonly prompt: string;
  readonly provider: ProviderId;
  readonly model: string | null;
  /** Index into the model's sizes. */
  readonly size: number;
  readonly style: string | null;
  readonly count: number;
  readonly seed: string;
}

export const EMPTY_FORM: FormState = {
  prompt: '',
  provider: 'sketch',
  model: null,
  size: 0,
  style: null,
  count: 1,
  seed: '',
};

export interface Choice {
  readonly provider: ProviderInfo;
  readonly model: ModelCapabilities;
  readonly size: PictureSize;
}

/** An empty form with the provider that was used last; before the first time the first real one that is set up. */
export function startingForm(providers: readonly ProviderInfo[], tasks: readonly GenerationTask[]): FormState {
  const ready = providers.filter(({ status }) => status === 'ready');
  const last = ready.find(({ id }) => id === tasks[0]?.facts.provider);
  const first = last ?? ready.find(({ demo }) => !demo) ?? ready[0] ?? providers[0];
  return first === undefined ? EMPTY_FORM : { ...EMPTY_FORM, provider: first.id };
}

/** The provider that a form means; null when there are none. */
export function providerOf(form: FormState, providers: readonly ProviderInfo[]): ProviderInfo | null {
  return providers.find(({ id }) => id === form.provider) ?? providers[0] ?? null;
}

/** What the form means with the providers that there are; null when its provider has no model yet. */
export function choiceOf(form: FormState, providers: readonly ProviderInfo[]): Choice | null {
  const provider = providerOf(form, providers);
  const model = provider?.models.find(({ id }) => id === form.model) ?? provider?.models[0];
  const size = model?.sizes[form.size] ?? model?.sizes[0];
  return provider === null || model === undefined || size === undefined ? null : { provider, model, size };
}

/** A typed seed: null for a new one each time, undefined when it is none. */
export function parseSeed(text: string): number | null | undefined {
  const trimmed = text.trim();
  if (trimmed === '') return null;
  const seed = Number(trimmed);
  return /^\d+$/.test(trimmed) && Number.isSafeInteger(seed) ? seed : undefined;
}

/** The command that the form asks for; null while something is missing or wrong. */
export function inputOf(form: FormState, choice: Choice, connectionId: string): GenerationInput | null {
  const { provider, model, size } = choice;
  const prompt = form.prompt.trim();
  const seed = model.seed ? parseSeed(form.seed) : null;
  if (prompt === '' || prompt.length > model.maxPromptLength || seed === undefined) return null;
  if (provider.status !== 'ready') return null;
  return {
    ...NO_SETTINGS,
    connectionId,
    provider: provider.id,
    model: model.id,
    prompt,
    size,
    reference: null,
    style: form.style !== null && model.styles.includes(form.style) ? form.style : null,
    seed,
    count: Math.min(form.count, model.maxCount),
  };
}

/** The form with a picture's prompt and settings in it; what the picture does not tell stays as it was. */
export function filledFrom(form: FormState, facts: GenerationFacts): FormState {
  return {
    ...form,
    prompt: facts.prompt,
    provider: facts.provider,
    model: facts.model,
    seed: facts.seed === null ? '' : String(facts.seed),
  };
}

/** The form with all that a task was made with. */
export function filledFromTask(form: FormState, task: GenerationTask, providers: readonly ProviderInfo[]): FormState {
  const filled = { ...filledFrom(form, task.facts), style: task.facts.style };
  const sizes = choiceOf(filled, providers)?.model.sizes ?? [];
  const size = sizes.findIndex(({ width, height }) => width === task.size.width && height === task.size.height);
  return { ...filled, size: Math.max(0, size) };
}
