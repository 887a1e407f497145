import {
  isSetUpByPerson,
  NO_SETTINGS,
  type GenerationFacts,
  type GenerationTask,
  type ModelCapabilities,
  type PictureSize,
  type ProviderId,
  type ProviderInfo,
} from '../../shared/generation';
import type { FormSettings, PastPrompt } from '../../shared/past-prompts';
import { asTemplate } from '../../shared/prompt-templates';

/** A picture to start from, and what to call it. */
export type FormReference =
  | { readonly kind: 'file'; readonly path: string; readonly name: string }
  | { readonly kind: 'asset'; readonly assetId: string; readonly name: string }
  /** What this result has started from. */
  | { readonly kind: 'task'; readonly taskId: string; readonly name: string };

/** The form as a person fills it; texts stay texts until they are sent. What the model does not take stays for the next one. */
export interface FormState {
  /** A template: `{a|b}` stands for a prompt each. */
  readonly prompt: string;
  readonly negativePrompt: string;
  readonly provider: ProviderId;
  readonly model: string | null;
  /** null for the model's first. */
  readonly size: PictureSize | null;
  /** Sides are typed, within what the model allows. */
  readonly ownSize: boolean;
  readonly style: string | null;
  /** null for the model's own, like `guidance` and `seconds`. */
  readonly steps: number | null;
  readonly guidance: number | null;
  readonly seconds: number | null;
  readonly count: number;
  readonly seed: string;
  readonly reference: FormReference | null;
  /** JSON. */
  readonly extra: string;
}

export const EMPTY_FORM: FormState = {
  prompt: '',
  negativePrompt: '',
  provider: 'sketch',
  model: null,
  size: null,
  ownSize: false,
  style: null,
  steps: null,
  guidance: null,
  seconds: null,
  count: 1,
  seed: '',
  reference: null,
  extra: '',
};

/** What another provider or model does not understand. */
export const OF_A_MODEL = { style: null, steps: null, guidance: null, seconds: null } as const;

export interface Choice {
  readonly provider: ProviderInfo;
  readonly model: ModelCapabilities;
  readonly size: PictureSize;
}

/** An empty form with the provider that was used last; before the first time the first that a person has set up, else the demonstration. */
export function startingForm(providers: readonly ProviderInfo[], tasks: readonly GenerationTask[]): FormState {
  const ready = providers.filter(({ status }) => status === 'ready');
  const last = ready.find(({ id }) => id === tasks[0]?.facts.provider);
  const first = last ?? ready.find(isSetUpByPerson) ?? ready.find(({ demo }) => demo) ?? ready[0] ?? providers[0];
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
  const size = model === undefined ? undefined : sizeOf(form, model);
  return provider === null || model === undefined || size === undefined ? null : { provider, model, size };
}

/** A typed size as it is, right or wrong; else the listed one that is meant. */
function sizeOf({ size, ownSize }: FormState, { sizes, side }: ModelCapabilities): PictureSize | undefined {
  if (ownSize && side !== null && size !== null) return size;
  return sizes.find((one) => isSameSize(one, size)) ?? sizes[0];
}

export function isSameSize(one: PictureSize, other: PictureSize | null): boolean {
  return one.width === other?.width && one.height === other.height;
}

/** The form with a picture's prompt and settings in it; what the picture does not tell stays as it was. */
export function filledFrom(form: FormState, facts: GenerationFacts): FormState {
  const { provider, model, negativePrompt, style, steps, guidance, seconds } = facts;
  return {
    ...form,
    prompt: asTemplate(facts.prompt),
    provider,
    model,
    negativePrompt,
    style,
    steps,
    guidance,
    seconds,
    seed: facts.seed === null ? '' : String(facts.seed),
    extra: extraText(facts.extra),
  };
}

/** The form with all that a task was made with. */
export function filledFromTask(form: FormState, task: GenerationTask, providers: readonly ProviderInfo[]): FormState {
  const reference = task.reference === null ? null : ({ kind: 'task', taskId: task.id, name: task.reference } as const);
  return { ...filledFrom(form, task.facts), ...sizeFields(task.size, task.facts, providers), reference };
}

/** The form with kept settings; the words and the picture to start from stay. */
export function filledFromSettings(
  form: FormState,
  settings: FormSettings,
  providers: readonly ProviderInfo[],
): FormState {
  const { count, size } = settings;
  const facts = { ...NO_SETTINGS, ...settings, createdAt: 0 };
  const filled = { ...filledFrom(form, facts), ...sizeFields(size, settings, providers), count };
  return { ...filled, prompt: form.prompt };
}

/** The form as it was when a prompt was asked for, with the seed that was used then or a new one. */
export function filledFromPast(
  form: FormState,
  past: PastPrompt,
  seed: 'same' | 'new',
  providers: readonly ProviderInfo[],
): FormState {
  const filled = filledFromSettings(form, past.settings, providers);
  const prompt = past.template ? past.prompt : asTemplate(past.prompt);
  return { ...filled, prompt, seed: seed === 'new' ? '' : filled.seed };
}

/** A size that the model does not list is one that was typed. */
function sizeFields(
  size: PictureSize,
  { provider, model }: Pick<FormSettings, 'provider' | 'model'>,
  providers: readonly ProviderInfo[],
): Pick<FormState, 'size' | 'ownSize'> {
  const found = providers.find(({ id }) => id === provider)?.models.find(({ id }) => id === model);
  return { size, ownSize: found !== undefined && !found.sizes.some((one) => isSameSize(one, size)) };
}

function extraText(extra: FormSettings['extra']): string {
  return extra === null ? '' : JSON.stringify(extra, null, 2);
}

/**
 * The form with a picture to start from. Where its model takes none, with a model that does: of the same provider if it can be, of one
 * that is set up else.
 */
export function withReference(
  form: FormState,
  reference: FormReference,
  providers: readonly ProviderInfo[],
): FormState {
  const filled = { ...form, reference };
  const choice = choiceOf(form, providers);
  if (choice?.model.reference === true && choice.provider.status === 'ready') return filled;
  const ready = providers.filter(({ status }) => status === 'ready');
  const rank = (one: ProviderInfo): number => (one.id === form.provider ? 2 : Number(isSetUpByPerson(one)));
  const inOrder = ready.toSorted((a, b) => rank(b) - rank(a));
  for (const { id, models } of inOrder) {
    const model = models.find((one) => one.reference);
    if (model !== undefined) return { ...filled, ...OF_A_MODEL, provider: id, model: model.id };
  }
  return filled;
}
