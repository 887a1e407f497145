import type { ModelCapabilities, ProviderInfo } from '../../shared/generation';
import type { Provenance } from '../../shared/provenance';
import { choiceOf, type FormState, parseSeed } from './form-state';

/**
 * The form with what a picture's file says. Its model is chosen where a provider that is set up has one of that name; what the form
 * cannot hold, and what the picture does not tell, stays as it was.
 */
export function filledFromFound(form: FormState, found: Provenance, providers: readonly ProviderInfo[]): FormState {
  const seed = found.seed === null || parseSeed(found.seed) === undefined ? '' : found.seed;
  const filled = { ...form, prompt: found.prompt, seed, ...modelNamed(found.model, form, providers) };
  const { size } = found;
  const sizes = choiceOf(filled, providers)?.model.sizes ?? [];
  const index = sizes.findIndex(({ width, height }) => width === size?.width && height === size.height);
  return index < 0 ? filled : { ...filled, size: index };
}

/** The chosen provider's before others'. */
function modelNamed(
  name: string | null,
  form: FormState,
  providers: readonly ProviderInfo[],
): Partial<Pick<FormState, 'provider' | 'model'>> {
  const isIt = ({ id, name: shown }: ModelCapabilities): boolean =>
    name !== null && [bare(id), bare(shown)].includes(bare(name));
  const ready = providers.filter(({ status }) => status === 'ready');
  const inOrder = [
    ...ready.filter(({ id }) => id === form.provider),
    ...ready.filter(({ id }) => id !== form.provider),
  ];
  for (const provider of inOrder) {
    const model = provider.models.find(isIt);
    if (model !== undefined) return { provider: provider.id, model: model.id };
  }
  return {};
}

/** A model's name without its maker and its file's ending. */
function bare(name: string): string {
  return (name.toLowerCase().split('/').at(-1) ?? '').replace(/\.(safetensors|ckpt|gguf)$/, '');
}
