import type { ModelCapabilities, NumberRange, ProviderInfo } from '../../shared/generation';
import type { Provenance } from '../../shared/provenance';
import { asTemplate } from '../../shared/prompt-templates';
import { parseSeed } from './form-input';
import { choiceOf, type FormState, isSameSize, OF_A_MODEL } from './form-state';

/**
 * The form with what a picture's file says. Its model is chosen where a provider that is set up has one of that name; of the rest what
 * the chosen model can do with it. What the picture does not tell stays as it was.
 */
export function filledFromFound(form: FormState, found: Provenance, providers: readonly ProviderInfo[]): FormState {
  const filled: FormState = {
    ...form,
    prompt: asTemplate(found.prompt),
    negativePrompt: found.negative ?? '',
    seed: found.seed === null || parseSeed(found.seed) === undefined ? '' : found.seed,
    ...modelNamed(found.model, form, providers),
  };
  const model = choiceOf(filled, providers)?.model;
  if (model === undefined) return filled;
  return {
    ...filled,
    ...sizeFor(model, found),
    steps: within(model.steps, found.steps) ?? filled.steps,
    guidance: within(model.guidance, found.guidance) ?? filled.guidance,
  };
}

function sizeFor(
  { sizes, side }: ModelCapabilities,
  { size }: Provenance,
): Partial<Pick<FormState, 'size' | 'ownSize'>> {
  if (size === null) return {};
  if (sizes.some((one) => isSameSize(one, size))) return { size, ownSize: false };
  const fits = within(side, size.width) !== null && within(side, size.height) !== null;
  return fits ? { size, ownSize: true } : {};
}

function within(range: NumberRange | null, value: number | null): number | null {
  return range !== null && value !== null && value >= range.min && value <= range.max ? value : null;
}

/** The chosen provider's before others'. */
function modelNamed(
  name: string | null,
  form: FormState,
  providers: readonly ProviderInfo[],
): Partial<Pick<FormState, 'provider' | 'model' | keyof typeof OF_A_MODEL>> {
  const isIt = ({ id, name: shown }: ModelCapabilities): boolean =>
    name !== null && [bare(id), bare(shown)].includes(bare(name));
  const ready = providers.filter(({ status }) => status === 'ready');
  const others = ready.filter(({ id }) => id !== form.provider);
  for (const provider of [...ready.filter(({ id }) => id === form.provider), ...others]) {
    const model = provider.models.find(isIt);
    if (model !== undefined) return { ...OF_A_MODEL, provider: provider.id, model: model.id };
  }
  return {};
}

/** A model's name without its maker and its file's ending. */
function bare(name: string): string {
  return (name.toLowerCase().split('/').at(-1) ?? '').replace(/\.(safetensors|ckpt|gguf)$/, '');
}
