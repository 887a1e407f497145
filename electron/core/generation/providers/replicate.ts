import type { Readable } from 'node:stream';
import { z } from 'zod';
import { fail, failure, type Failure } from '../../../../shared/failure';
import type { ProviderInfo } from '../../../../shared/generation';
import { redact } from '../../store/redact';
import type { WebFetch } from '../../store/web-fetch';
import type { ConfigStorage, ProviderKeys } from '../generation';
import type {
  Address,
  MakeRequest,
  Provider,
  ProviderJobs,
  ReferencePicture,
  Results,
  Submitted,
  Watch,
} from '../provider';
import { ProviderSettings } from '../provider-settings';
import { jsonOf } from './answer-text';
import type { WholeAnswer } from './bounded-fetch';
import { linksIn, placesOf } from './media-links';
import { namesIn } from './model-lists';
import { pollUntil, USUAL_PACE, type Pace } from './polling';
import { refusalIn } from './refusals';
import { capabilitiesOf, inputOf, inputsIn, replicateInputs, type ReplicateInputs } from './replicate-inputs';
import { openResult } from './result-fetch';
import { askForJson, askOfJob, askService, askToBegin, encodeForm, fileOf, type Service } from './service';

export const REPLICATE_API = 'https://api.replicate.com/v1';
const MODELS = 'black-forest-labs/flux-schnell, black-forest-labs/flux-dev';

/** lib/predictions.js and index.d.ts of replicate/replicate-javascript. */
const prediction = z.object({
  id: z.string().regex(/^[\w-]+$/),
  status: z.string(),
  output: z.unknown().optional(),
  error: z.unknown().optional(),
  logs: z.string().nullish(),
});
type Prediction = z.infer<typeof prediction>;

const learned = z.record(z.string(), replicateInputs);

/** Replicate: any of its models by name, `owner/name` or `owner/name:version`. */
export class ReplicateProvider implements Provider {
  readonly id = 'replicate';
  readonly concurrency = 4;
  readonly repeatable = false;
  readonly settings: ProviderSettings;
  readonly jobs: ProviderJobs;
  readonly #fetch: WebFetch;
  #known: { readonly text: string; readonly inputs: Readonly<Record<string, ReplicateInputs>> } | null = null;
  readonly #pace: Pace;

  constructor(keys: ProviderKeys, storage: ConfigStorage, fetch: WebFetch, pace: Pace = USUAL_PACE) {
    const fits = (text: string): boolean => namesIn(text).every((name) => /^[\w.-]+\/[\w.-]+(:[\w-]+)?$/.test(name));
    const specs = [
      { name: 'models', kind: 'text', preset: MODELS, fits },
      { name: 'baseUrl', kind: 'address', preset: REPLICATE_API },
    ] as const;
    this.settings = new ProviderSettings(this.id, specs, keys, storage);
    this.#fetch = fetch;
    this.#pace = pace;
    this.jobs = {
      newId: () => null,
      follow: (job, watch, signal) => this.#follow(job, watch, signal),
      cancel: (job) => this.#cancel(job),
    };
  }

  info(): ProviderInfo {
    const key = this.settings.keyState();
    const known = this.#learned();
    return {
      id: this.id,
      name: 'Replicate',
      demo: false,
      models: this.#models().map((model) => capabilitiesOf(model, known[model] ?? null)),
      status: key === 'missing' || key === 'unreadable' ? 'needs-setup' : 'ready',
      fields: this.settings.fields(),
      key,
    };
  }

  /** Asks who the key belongs to, and what the models take. */
  async check(signal: AbortSignal): Promise<void> {
    const service = await this.#service();
    await askService(service, { method: 'GET', path: '/account' }, signal);
    for (const model of this.#models()) await this.#learn(service, model, signal);
  }

  async submit(request: MakeRequest, _job: string | null, _watch: Watch, signal: AbortSignal): Promise<Submitted> {
    const service = await this.#service();
    const { model } = request;
    const known = this.#learned()[model] ?? (await this.#learn(service, model, signal));
    const input = await inputOf(request, known, (picture) => addressOf(service, picture, signal));
    const [name = '', version] = model.split(':');
    const path = version === undefined ? `/models/${name}/predictions` : '/predictions';
    const body = version === undefined ? { input } : { version, input };
    const cancel = (answer: unknown): Promise<void> => this.#cancel(this.#read(answer).id);
    const answer = await askToBegin(service, { method: 'POST', path, body }, cancel, signal);
    return { kind: 'job', job: this.#read(answer).id };
  }

  async open(place: Address, signal: AbortSignal): Promise<Readable> {
    return openResult(place, await this.#service(), signal);
  }

  async #follow(job: string, watch: Watch, signal: AbortSignal): Promise<Results> {
    const service: Service = { ...(await this.#service()), explain: explainJob };
    const host = new URL(service.base).host;
    const ended = await pollUntil(
      async () => {
        const now = this.#read(await askOfJob(service, `/predictions/${job}`, signal));
        watch.progress(shareIn(now.logs ?? ''));
        return now.status === 'starting' || now.status === 'processing' ? undefined : now;
      },
      this.#pace,
      signal,
    );
    if (ended.status !== 'succeeded') throwEnded(ended, host);
    const links = linksIn(ended.output);
    if (links.length === 0) fail('provider-bad-answer', { host }, redact(JSON.stringify(ended.output ?? null)));
    return { places: placesOf(links), seed: seedIn(ended.logs ?? '') };
  }

  async #cancel(job: string): Promise<void> {
    const service = await this.#service();
    const question = { method: 'POST', path: `/predictions/${job}/cancel`, body: {} } as const;
    await askService(service, question, AbortSignal.timeout(10_000)).catch(() => undefined);
  }

  #read(answer: unknown): Prediction {
    const parsed = prediction.safeParse(answer);
    if (parsed.success) return parsed.data;
    return fail(
      'provider-bad-answer',
      { host: new URL(this.settings.value('baseUrl')).host },
      redact(JSON.stringify(answer)),
    );
  }

  #models(): readonly string[] {
    return namesIn(this.settings.value('models'));
  }

  #learned(): Readonly<Record<string, ReplicateInputs>> {
    const text = this.settings.learned();
    if (this.#known?.text === text) return this.#known.inputs;
    const parsed = learned.safeParse(jsonOf(Buffer.from(text)));
    const inputs = parsed.success ? parsed.data : {};
    this.#known = { text, inputs };
    return inputs;
  }

  async #learn(service: Service, model: string, signal: AbortSignal): Promise<ReplicateInputs | null> {
    const [name = ''] = model.split(':');
    const found = inputsIn(await askForJson(service, { method: 'GET', path: `/models/${name}` }, signal));
    if (found !== null) this.settings.learn(JSON.stringify({ ...this.#learned(), [model]: found }));
    return found;
  }

  async #service(): Promise<Service> {
    const key = await this.settings.key();
    if (key === null) fail('provider-not-set-up', { provider: this.id });
    const headers = { authorization: `Bearer ${key}` };
    return { fetch: this.#fetch, base: this.settings.value('baseUrl'), headers, key };
  }
}

/** Of a picture in the question itself: Replicate's guide advises less than 1 MB, and a question holds more than the picture. */
const MAX_INLINE = 256 * 1024;
const uploaded = z.object({ urls: z.object({ get: z.string() }) });

/** A small picture is its own address; a larger one is uploaded (`POST /files`, lib/files.js of replicate/replicate-javascript). */
async function addressOf(service: Service, picture: ReferencePicture, signal: AbortSignal): Promise<string> {
  const bytes = Buffer.from(await picture.bytes());
  if (bytes.length <= MAX_INLINE) return `data:${picture.contentType};base64,${bytes.toString('base64')}`;
  const form = new FormData();
  form.set('content', await fileOf(picture), picture.name);
  const answer = await askForJson(service, { method: 'POST', path: '/files', form: await encodeForm(form) }, signal);
  const parsed = uploaded.safeParse(answer);
  if (parsed.success) return parsed.data.urls.get;
  return fail('provider-bad-answer', { host: new URL(service.base).host }, 'The picture was not taken.');
}

const NOT_ALLOWED = /nsfw|sensitive|flagged|safety|content policy/i;

function throwEnded({ status, error }: Prediction, host: string): never {
  const said = typeof error === 'string' ? error : JSON.stringify(error ?? status);
  return fail(NOT_ALLOWED.test(said) ? 'provider-refused-prompt' : 'provider-job-failed', { host }, redact(said));
}

/** What a job's address says when there is none. Its refusals are `{title, detail, status}`. */
function explainJob({ status, bytes }: WholeAnswer, host: string): Failure | null {
  const detail = redact(`HTTP ${status}: ${refusalIn(bytes).message}`);
  return status === 404 ? failure('provider-job-gone', { host, status }, detail) : null;
}

/** Models tell how far they are in their logs alone: ` 40%|████      | 2/5`. */
function shareIn(logs: string): number | null {
  const last = [...logs.matchAll(/(\d{1,3})%\|/g)].at(-1);
  return last === undefined ? null : Math.min(1, Number(last[1]) / 100);
}

function seedIn(logs: string): number | null {
  const found = /\bseed:? *(\d{1,15})\b/i.exec(logs);
  return found === null ? null : Number(found[1]);
}
