import { randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { drop } from '../../../../shared/drop';
import { fail } from '../../../../shared/failure';
import type { ModelCapabilities, ProviderInfo } from '../../../../shared/generation';
import { redact } from '../../store/redact';
import type { WebFetch } from '../../store/web-fetch';
import type { ConfigStorage, ProviderKeys } from '../generation';
import type { Address, MakeRequest, Place, Provider, Results, Submitted, Watch } from '../provider';
import { ProviderSettings } from '../provider-settings';
import { jsonOf, readable } from './answer-text';
import type { WholeAnswer } from './bounded-fetch';
import { both, learnedNames, plainModel, square } from './model-lists';
import { openResult } from './result-fetch';
import { interruptTask, standingOf } from './sd-webui-task';
import { askForJson, askService, type Service } from './service';

export const SD_WEBUI_BASE = 'http://127.0.0.1:7860';

/** A slow card takes long for a large picture. */
const ANSWER = { maxBytes: 200 * 1024 * 1024, timeLimit: 30 * 60_000 };
const LOOK = 1000;
/** The model that the server has loaded, whichever that is. */
const CURRENT = 'current';

const made = z.object({ images: z.array(z.string().min(1)).min(1), info: z.string().nullish() });
const seeds = z.object({
  seed: z.number().nullish(),
  all_seeds: z.array(z.number()).nullish(),
  index_of_first_image: z.number().nullish(),
});
const lookedAt = z.object({ progress: z.number(), current_image: z.string().nullish() });
const models = z.array(z.object({ title: z.string() }));

/** The web UI of AUTOMATIC1111 and Forge, started with `--api` (modules/api/api.py). A key is `user:password` of `--api-auth`. */
export class SdWebUiProvider implements Provider {
  readonly id = 'sd-webui';
  readonly concurrency = 1;
  readonly repeatable = true;
  readonly jobs = null;
  readonly settings: ProviderSettings;
  readonly #fetch: WebFetch;

  constructor(keys: ProviderKeys, storage: ConfigStorage, fetch: WebFetch) {
    const base = { name: 'baseUrl', kind: 'address', preset: SD_WEBUI_BASE } as const;
    this.settings = new ProviderSettings(this.id, [base], keys, storage);
    this.#fetch = fetch;
  }

  info(): ProviderInfo {
    const learned = learnedNames(this.settings.learned());
    return {
      id: this.id,
      name: 'Stable Diffusion WebUI',
      demo: false,
      models: [capabilitiesOf(CURRENT), ...learned.map(capabilitiesOf)],
      status: 'ready',
      fields: this.settings.fields(),
      key: this.settings.keyState(),
    };
  }

  async check(signal: AbortSignal): Promise<void> {
    const service = await this.#service();
    const answer = await askForJson(service, { method: 'GET', path: '/sdapi/v1/sd-models' }, signal);
    const listed = models.safeParse(answer);
    if (!listed.success) fail('provider-bad-answer', { host: new URL(service.base).host }, 'No list of models came.');
    this.settings.learn(listed.data.map(({ title }) => title).join('\n'));
  }

  /** The server works on one picture at a time, and tells of that alone, whose ever it is. */
  async submit(request: MakeRequest, _job: string | null, watch: Watch, signal: AbortSignal): Promise<Submitted> {
    const service = await this.#service();
    const task = randomUUID();
    const over = new AbortController();
    drop(lookAtIt(service, task, watch, AbortSignal.any([signal, over.signal])));
    try {
      const path = request.reference === null ? '/sdapi/v1/txt2img' : '/sdapi/v1/img2img';
      const body = { ...(await bodyOf(request)), force_task_id: task };
      const question = { method: 'POST', path, body, bounds: ANSWER } as const;
      return { kind: 'made', results: resultsOf(await askService(service, question, signal), service) };
    } catch (error) {
      if (signal.aborted) await interruptTask(service, task);
      throw error;
    } finally {
      over.abort();
    }
  }

  async open(place: Address, signal: AbortSignal): Promise<Readable> {
    return openResult(place, await this.#service(), signal);
  }

  async #service(): Promise<Service> {
    const key = await this.settings.key();
    const login = key === null ? {} : { authorization: `Basic ${Buffer.from(key).toString('base64')}` };
    return { fetch: this.#fetch, base: this.settings.value('baseUrl'), headers: login, key };
  }
}

function capabilitiesOf(id: string): ModelCapabilities {
  return {
    ...plainModel(id, id === CURRENT ? 'Loaded model' : id, [
      square(512),
      ...both(768, 512),
      square(768),
      square(1024),
      ...both(1152, 896),
      ...both(1344, 768),
    ]),
    side: { min: 64, max: 2048, step: 8, preset: 512 },
    seed: true,
    negativePrompt: true,
    steps: { min: 1, max: 150, step: 1, preset: 20 },
    guidance: { min: 1, max: 30, step: 0.5, preset: 7 },
    reference: true,
    extra: true,
    price: { kind: 'free' },
  };
}

async function bodyOf(request: MakeRequest): Promise<Record<string, unknown>> {
  const { prompt, negativePrompt, seed, steps, guidance, size, model, reference, extra } = request;
  return {
    prompt,
    negative_prompt: negativePrompt,
    width: size.width,
    height: size.height,
    batch_size: 1,
    n_iter: 1,
    send_images: true,
    save_images: false,
    ...(seed === null ? {} : { seed }),
    ...(steps === null ? {} : { steps }),
    ...(guidance === null ? {} : { cfg_scale: guidance }),
    ...(model === CURRENT ? {} : { override_settings: { sd_model_checkpoint: model } }),
    ...(reference === null ? {} : { init_images: [Buffer.from(await reference.bytes()).toString('base64')] }),
    ...extra,
  };
}

function resultsOf({ bytes }: WholeAnswer, { base }: Service): Results {
  const parsed = made.safeParse(jsonOf(bytes));
  if (!parsed.success) fail('provider-bad-answer', { host: new URL(base).host }, redact(readable(bytes)));
  const { images, info } = parsed.data;
  // `info` is JSON in a string.
  const told = seeds.safeParse(jsonOf(Buffer.from(info ?? '')));
  const { seed, all_seeds: each, index_of_first_image: first } = told.data ?? {};
  const places = images.map((image, index): Place => {
    const own = each?.[index - (first ?? 0)];
    return { kind: 'bytes', bytes: decoded(image), ...(own === undefined ? {} : { seed: own }) };
  });
  return { places, seed: seed ?? null };
}

function decoded(image: string): Uint8Array {
  return Buffer.from(image.replace(/^data:[^,]*,/, ''), 'base64');
}

/** Tells how far the picture is until it is there; what goes wrong here is no one's loss. */
async function lookAtIt(service: Service, task: string, watch: Watch, signal: AbortSignal): Promise<void> {
  try {
    for (;;) {
      await wait(LOOK, undefined, { signal });
      if ((await standingOf(service, task, signal)) === 'waits') continue;
      const question = { method: 'GET', path: '/sdapi/v1/progress' } as const;
      const told = lookedAt.safeParse(await askForJson(service, question, signal));
      if (!told.success) return;
      watch.progress(Math.min(1, Math.max(0, told.data.progress)));
      const image = told.data.current_image ?? '';
      if (image !== '') watch.preview(decoded(image));
    }
  } catch {
    // The picture is there, or called off, or the server tells nothing of it.
  }
}
