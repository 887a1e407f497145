import { z } from 'zod';
import type { Readable } from 'node:stream';
import { fail, failure, type Failure } from '../../../../shared/failure';
import type { ProviderInfo } from '../../../../shared/generation';
import { redact } from '../../store/redact';
import type { WebFetch } from '../../store/web-fetch';
import type { ConfigStorage, ProviderKeys } from '../generation';
import { mediaTypeOf } from '../media-type';
import type { Address, MakeRequest, Provider, Submitted, Watch } from '../provider';
import { ProviderSettings } from '../provider-settings';
import { jsonOf, readable } from './answer-text';
import type { WholeAnswer } from './bounded-fetch';
import { refusalIn } from './refusals';
import { openResult } from './result-fetch';
import { askService, encodeForm, type Service, type ServiceQuestion } from './service';
import { WORKERS_AI_MODELS, type WorkersAiModel } from './workers-ai-models';

const ANSWER = { maxBytes: 90 * 1024 * 1024, timeLimit: 300_000 };
const answered = z.object({ result: z.object({ image: z.string().min(1) }) });

/** Cloudflare's own models, on the account that the bucket is on. Answers base64 in JSON or the picture itself, by model. */
export class WorkersAiProvider implements Provider {
  readonly id = 'workers-ai';
  readonly concurrency = 3;
  readonly repeatable = false;
  readonly jobs = null;
  readonly settings: ProviderSettings;
  readonly #fetch: WebFetch;
  readonly #api: string;

  /** `api`: Cloudflare's REST API, without a slash at its end; `accountId`: the account to begin with, '' for none. */
  constructor(keys: ProviderKeys, storage: ConfigStorage, fetch: WebFetch, api: string, accountId: () => string) {
    const account = {
      name: 'account',
      kind: 'text',
      preset: accountId,
      fits: (value: string) => /^[0-9a-f]{32}$/i.test(value),
    } as const;
    this.settings = new ProviderSettings(this.id, [account], keys, storage);
    this.#fetch = fetch;
    this.#api = api;
  }

  info(): ProviderInfo {
    const key = this.settings.keyState();
    const ready = key !== 'missing' && key !== 'unreadable' && this.settings.value('account') !== '';
    return {
      id: this.id,
      name: 'Cloudflare Workers AI',
      demo: false,
      models: WORKERS_AI_MODELS.map(({ capabilities }) => capabilities),
      status: ready ? 'ready' : 'needs-setup',
      fields: this.settings.fields(),
      key,
    };
  }

  async check(signal: AbortSignal): Promise<void> {
    await askService(await this.#service(), { method: 'GET', path: '/models/search?per_page=1' }, signal);
  }

  async submit(request: MakeRequest, _job: string | null, _watch: Watch, signal: AbortSignal): Promise<Submitted> {
    const model = WORKERS_AI_MODELS.find(({ capabilities }) => capabilities.id === request.model);
    if (model === undefined) fail('invalid-input', { field: 'model' });
    const service = await this.#service();
    const path = `/run/${request.model}`;
    const answer = await askService(service, { path, ...(await questionOf(request, model, signal)) }, signal);
    const bytes = await pictureOf(answer, new URL(this.#api).host);
    return { kind: 'made', results: { places: [{ kind: 'bytes', bytes }], seed: request.seed } };
  }

  async open(place: Address, signal: AbortSignal): Promise<Readable> {
    return openResult(place, await this.#service(), signal);
  }

  async #service(): Promise<Service> {
    const key = await this.settings.key();
    const account = this.settings.value('account');
    if (key === null || account === '') fail('provider-not-set-up', { provider: this.id });
    const base = `${this.#api}/accounts/${account}/ai`;
    return { fetch: this.#fetch, base, headers: { authorization: `Bearer ${key}` }, key, explain };
  }
}

/** px of a side: of FLUX 2's `input_image_0` (developers.cloudflare.com/workers-ai/models/flux-2-dev). */
const MAX_INPUT_SIDE = 512;

async function questionOf(
  request: MakeRequest,
  model: WorkersAiModel,
  signal: AbortSignal,
): Promise<Omit<ServiceQuestion, 'path'>> {
  const inputs = inputsOf(request, model);
  const { reference } = request;
  if (model.sends === 'json') {
    const image = reference === null ? {} : { image_b64: Buffer.from(await reference.bytes()).toString('base64') };
    return { method: 'POST', body: { ...inputs, ...image }, bounds: ANSWER };
  }
  const form = new FormData();
  for (const [name, value] of Object.entries(inputs)) form.set(name, String(value));
  if (reference !== null) {
    const small = await reference.within(MAX_INPUT_SIDE, signal);
    form.set('input_image_0', new Blob([Buffer.from(small)], { type: 'image/jpeg' }), 'reference.jpg');
  }
  return { method: 'POST', form: await encodeForm(form), bounds: ANSWER };
}

function inputsOf(request: MakeRequest, { stepsName, sized }: WorkersAiModel): Record<string, string | number> {
  const { prompt, negativePrompt, seed, steps, guidance, size } = request;
  return {
    prompt,
    ...(negativePrompt === '' ? {} : { negative_prompt: negativePrompt }),
    ...(seed === null ? {} : { seed }),
    ...(steps === null ? {} : { [stepsName]: steps }),
    ...(guidance === null ? {} : { guidance }),
    ...(sized ? { width: size.width, height: size.height } : {}),
  };
}

/** By what came, not by what the model's page says of it. */
async function pictureOf({ bytes }: WholeAnswer, host: string): Promise<Uint8Array> {
  if ((await mediaTypeOf(bytes)) !== null) return bytes;
  const parsed = answered.safeParse(jsonOf(bytes));
  if (!parsed.success) fail('provider-bad-answer', { host }, redact(readable(bytes)));
  return Buffer.from(parsed.data.result.image, 'base64');
}

/** The free allocation of the day is used up: 3036 by Cloudflare's table, 4006 with the same words by several reports of 2025. */
const QUOTA: ReadonlySet<string> = new Set(['3036', '4006']);

/** developers.cloudflare.com/workers-ai/platform/errors; 3030 is what the models' own filter says (seen in issue threads). */
function explain({ status, bytes }: WholeAnswer, host: string): Failure | null {
  const { code, message } = refusalIn(bytes);
  const detail = redact(`HTTP ${status}: ${message}`);
  if (QUOTA.has(code) || /daily free allocation/i.test(message))
    return failure('provider-quota', { host, status }, detail);
  if (code === '3030' || /nsfw|flagged/i.test(message))
    return failure('provider-refused-prompt', { host, status }, detail);
  if (code === '5007' || code === '3042') return failure('provider-refused-input', { host, status }, detail);
  return null;
}
