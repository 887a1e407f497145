import { z } from 'zod';
import type { GenerationInput, GenerationTask, ModelCapabilities, ProviderInfo } from '../../../shared/generation';
import type { Generation } from '../generation/generation';
import type { Links } from '../links/links';
import { ApiError } from './answer';
import type { Body } from './body';
import { linkTo } from './upload-route';

export interface GenerateRouteDeps {
  readonly generation: Pick<Generation, 'providers' | 'startTasks' | 'task'>;
  /** Calls whenever the generation's slice has changed, until the returned function is called. */
  onGeneration(listener: () => void): () => void;
  readonly links: Pick<Links, 'linkOf'>;
}

const wish = z.object({
  prompt: z.string().min(1).max(32_000),
  provider: z.string().max(200).optional(),
  model: z.string().max(200).optional(),
  size: z.object({ width: z.int().min(16).max(8192), height: z.int().min(16).max(8192) }).optional(),
  negativePrompt: z.string().max(32_000).default(''),
  style: z.string().max(100).optional(),
  seed: z.int().min(0).optional(),
  steps: z.number().optional(),
  guidance: z.number().optional(),
  seconds: z.number().optional(),
  count: z.int().min(1).max(16).default(1),
});
type Wish = z.infer<typeof wish>;

/** `POST /generate`: `{"prompt": "…"}`, and what else the form has; the first that can do it is taken for what is left out. */
export async function generateRoute(
  body: Body,
  connectionId: string,
  deps: GenerateRouteDeps,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const parsed = wish.safeParse(body.kind === 'json' ? body.value : null);
  if (!parsed.success)
    throw new ApiError(400, 'Expected {"prompt": "…"}, with provider, model, size, style, seed, count as you like.');
  const input = inputOf(parsed.data, connectionId, deps.generation.providers());
  const started = await deps.generation.startTasks(input);
  const finished = await finishedTasks(
    started.map(({ id }) => id),
    deps,
    signal,
  );
  return Promise.all(finished.map((task) => linkTo({ ...task, size: null }, deps.links, signal)));
}

function inputOf(wished: Wish, connectionId: string, providers: readonly ProviderInfo[]): GenerationInput {
  const provider = providerOf(wished, providers);
  if (provider === undefined) throw new ApiError(422, `There is no such provider. There are: ${namesOf(providers)}.`);
  const model = provider.models.find(({ id }) => wished.model === undefined || id === wished.model);
  if (model === undefined) throw new ApiError(422, `There is no such model. There are: ${namesOf(provider.models)}.`);
  const { prompt, negativePrompt, seed = null, count } = wished;
  return {
    connectionId,
    provider: provider.id,
    model: model.id,
    prompt,
    negativePrompt,
    seed,
    count,
    ...lookOf(wished, model),
    reference: null,
    extra: null,
  };
}

/** Where none is named, one that has the model; where none has it, one whose models can be told. */
function providerOf(wished: Wish, providers: readonly ProviderInfo[]): ProviderInfo | undefined {
  if (wished.provider !== undefined) return providers.find(({ id }) => id === wished.provider);
  const ready = providers.filter(({ status }) => status === 'ready');
  const has = ({ models }: ProviderInfo): boolean =>
    models.some(({ id }) => wished.model === undefined || id === wished.model);
  return ready.find(has) ?? ready[0];
}

/** What is left out is as the form would begin with it. */
function lookOf(
  { size, style, steps, guidance, seconds }: Wish,
  model: ModelCapabilities,
): Pick<GenerationInput, 'size' | 'style' | 'steps' | 'guidance' | 'seconds'> {
  const [first] = model.sizes;
  const chosen = size ?? first;
  if (chosen === undefined) throw new ApiError(422, 'This model wants a size.');
  return {
    size: chosen,
    style: style ?? model.styles[0] ?? null,
    steps: steps ?? model.steps?.preset ?? null,
    guidance: guidance ?? model.guidance?.preset ?? null,
    seconds: seconds ?? model.seconds[0] ?? null,
  };
}

function namesOf(all: readonly { readonly id: string }[]): string {
  return all.map(({ id }) => id).join(', ');
}

/** Waits until all have come to an end. Throws an `ApiError` when one has failed. */
function finishedTasks(
  ids: readonly string[],
  { generation, onGeneration }: GenerateRouteDeps,
  signal: AbortSignal,
): Promise<readonly GenerationTask[]> {
  return new Promise((resolve, reject) => {
    const end = (): void => {
      stop();
      signal.removeEventListener('abort', onAbort);
    };
    const onAbort = (): void => {
      end();
      reject(signal.reason as Error);
    };
    const look = (): void => {
      const found = ids.map((id) => generation.task(id));
      const bad = found.find((task) => task === null || isLost(task));
      const done = found.flatMap((task) => (task?.state.kind === 'done' ? [task] : []));
      if (bad !== undefined) {
        end();
        reject(new ApiError(502, whyLost(bad)));
      } else if (done.length === ids.length) {
        end();
        resolve(done);
      }
    };
    const stop = onGeneration(look);
    signal.addEventListener('abort', onAbort, { once: true });
    look();
  });
}

function isLost({ state }: GenerationTask): boolean {
  return state.kind === 'failed' || state.kind === 'cancelled';
}

function whyLost(task: GenerationTask | null): string {
  if (task?.state.kind !== 'failed') return 'The task was cancelled in Flow Media.';
  const { code, detail } = task.state.failure;
  return detail === null ? `The picture was not made (${code}).` : `The picture was not made (${code}: ${detail}).`;
}
