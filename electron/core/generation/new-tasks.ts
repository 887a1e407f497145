import { fail } from '../../../shared/failure';
import type { GenerationInput, ModelCapabilities, ProviderInfo } from '../../../shared/generation';
import { numberedKey } from '../../../shared/keys';
import type { GenerationDependencies } from './generation';
import { pictureKey } from './names';
import type { TaskRecord } from './records';

const SEEDS = 2 ** 32;

/** The model that an input means; fails where it is not set up, or cannot do what is asked. */
export function checkInput(infos: readonly ProviderInfo[], input: GenerationInput): ModelCapabilities {
  const { size, style, prompt, count } = input;
  const info = infos.find((one) => one.id === input.provider);
  if (info === undefined || info.status === 'needs-setup') fail('provider-not-set-up', { provider: input.provider });
  const model = info.models.find((one) => one.id === input.model);
  if (model === undefined) fail('invalid-input', { field: 'model' });
  const fits = model.sizes.some(({ width, height }) => width === size.width && height === size.height);
  if (!fits) fail('invalid-input', { field: 'size' });
  if (style !== null && !model.styles.includes(style)) fail('invalid-input', { field: 'style' });
  if (prompt.trim() === '' || prompt.length > model.maxPromptLength) fail('invalid-input', { field: 'prompt' });
  if (count < 1 || count > model.maxCount) fail('invalid-input', { field: 'count' });
  return model;
}

/** One task a picture, each with its own seed (a given one counts up) and a key that nothing else has. */
export function newTasks(
  input: GenerationInput,
  model: ModelCapabilities,
  isTaken: (key: string) => boolean,
  deps: Pick<GenerationDependencies, 'now' | 'random' | 'randomId'>,
): TaskRecord[] {
  const { provider, prompt, size, style, connectionId } = input;
  const createdAt = deps.now();
  const batchId = deps.randomId();
  const given = new Set<string>();
  return Array.from({ length: input.count }, (_, i): TaskRecord => {
    const id = deps.randomId();
    const seed = model.seed ? (input.seed === null ? Math.floor(deps.random() * SEEDS) : input.seed + i) : null;
    const mark = seed === null ? id.slice(0, 6).toLowerCase() : String(seed);
    const key = freeKey(pictureKey(prompt, mark, 'png', createdAt), (one) => given.has(one) || isTaken(one));
    given.add(key);
    const facts = { prompt, provider, model: model.id, seed, createdAt };
    return { id, batchId, connectionId, createdAt, facts, size, style, key, state: { kind: 'queued' }, picture: null };
  });
}

function freeKey(key: string, isTaken: (key: string) => boolean): string {
  if (!isTaken(key)) return key;
  for (let n = 2; ; n++) {
    const other = numberedKey(key, n);
    if (!isTaken(other)) return other;
  }
}
