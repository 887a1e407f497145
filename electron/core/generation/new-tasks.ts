import { fail } from '../../../shared/failure';
import type {
  GenerationInput,
  ModelCapabilities,
  NumberRange,
  PictureSize,
  ProviderInfo,
} from '../../../shared/generation';
import { numberedKey } from '../../../shared/keys';
import type { GenerationDependencies } from './generation';
import { pictureKey } from './names';
import type { KeptReference, TaskRecord } from './records';

const SEEDS = 2 ** 32;

/** The model that an input means; fails where it is not set up, or cannot do what is asked. */
export function checkInput(infos: readonly ProviderInfo[], input: GenerationInput): ModelCapabilities {
  const info = infos.find((one) => one.id === input.provider);
  if (info === undefined || info.status === 'needs-setup') fail('provider-not-set-up', { provider: input.provider });
  const model = info.models.find((one) => one.id === input.model);
  if (model === undefined) fail('invalid-input', { field: 'model' });
  const wrong = fieldThatDoesNotFit(input, model);
  if (wrong !== null) fail('invalid-input', { field: wrong });
  return model;
}

function fieldThatDoesNotFit(input: GenerationInput, model: ModelCapabilities): string | null {
  const { prompt, negativePrompt, style, count, steps, guidance, seconds } = input;
  if (!takesSize(model, input.size)) return 'size';
  if (style !== null && !model.styles.includes(style)) return 'style';
  if (prompt.trim() === '' || prompt.length > model.maxPromptLength) return 'prompt';
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

/** One task a picture, each with its own seed (a given one counts up) and a key that nothing else has. */
export function newTasks(
  input: GenerationInput,
  model: ModelCapabilities,
  reference: KeptReference | null,
  isTaken: (key: string) => boolean,
  deps: Pick<GenerationDependencies, 'now' | 'random' | 'randomId'>,
): TaskRecord[] {
  const { provider, prompt, negativePrompt, style, steps, guidance, seconds, extra, size, connectionId } = input;
  const createdAt = deps.now();
  const batchId = deps.randomId();
  const given = new Set<string>();
  return Array.from({ length: input.count }, (_, i): TaskRecord => {
    const id = deps.randomId();
    const seed = model.seed ? (input.seed === null ? Math.floor(deps.random() * SEEDS) : input.seed + i) : null;
    const mark = seed === null ? id.slice(0, 6).toLowerCase() : String(seed);
    const extension = model.makes === 'video' ? 'mp4' : 'png';
    const key = freeKey(pictureKey(prompt, mark, extension, createdAt), (one) => given.has(one) || isTaken(one));
    given.add(key);
    const settings = { prompt, negativePrompt, style, seed, steps, guidance, seconds, extra };
    const facts = { ...settings, provider, model: model.id, createdAt };
    const start = { state: { kind: 'queued' }, work: { kind: 'none' }, picture: null } as const;
    return { id, batchId, connectionId, createdAt, facts, size, reference, key, ...start };
  });
}

function freeKey(key: string, isTaken: (key: string) => boolean): string {
  if (!isTaken(key)) return key;
  for (let n = 2; ; n++) {
    const other = numberedKey(key, n);
    if (!isTaken(other)) return other;
  }
}
