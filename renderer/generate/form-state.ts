import type { GenerationFacts, GenerationInput, ModelCapabilities, PictureSize, ProviderId, ProviderInfo } from '../../shared/generation';

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

export const EMPTY_FORM: FormState = { prompt: '', provider: 'sketch', model: null, size: 0, style: null, count: 1, seed: '' };

export interface Choice {
  readonly provider: ProviderInfo;
  readonly model: ModelCapabilities;
  readonly size: PictureSize;
}

/** What the form means with the providers that there are; null when there are none. */
export function choiceOf(form: FormState, providers: readonly ProviderInfo[]): Choice | null {
  const provider = providers.find(({ id }) => id === form.provider) ?? providers[0];
  const model = provider?.models.find(({ id }) => id === form.model) ?? provider?.models[0];
  const size = model?.sizes[form.size] ?? model?.sizes[0];
  return provider === undefined || model === undefined || size === undefined ? null : { provider, model, size };
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
  const prompt = form.prompt.trim();
  const seed = parseSeed(form.seed);
  if (prompt === '' || prompt.length > choice.model.maxPromptLength || seed === undefined) return null;
  if (choice.provider.status !== 'ready') return null;
  return {
    connectionId,
    provider: choice.provider.id,
    model: choice.model.id,
    prompt,
    size: choice.size,
    style: form.style !== null && choice.model.styles.includes(form.style) ? form.style : null,
    seed: choice.model.seed ? seed : null,
    count: Math.min(form.count, choice.model.maxCount),
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

/** `4:3`: a size as people call its shape; the pixels where it has no name. */
export function shapeName({ width, height }: PictureSize): string {
  const known = [
    [1, 1],
    [5, 4],
    [4, 3],
    [3, 2],
    [16, 9],
    [2, 1],
  ] as const;
  const long = Math.max(width, height) / Math.min(width, height);
  const near = known.find(([a, b]) => Math.abs(a / b - long) / long < 0.045);
  if (near === undefined) return `${width}×${height}`;
  return width >= height ? `${near[0]}:${near[1]}` : `${near[1]}:${near[0]}`;
}
