import type { Readable } from 'node:stream';
import { z } from 'zod';
import { fail, failure, FailureError, type Failure } from '../../../../shared/failure';
import type { ModelCapabilities, ProviderInfo } from '../../../../shared/generation';
import { redact } from '../../store/redact';
import type { WebFetch } from '../../store/web-fetch';
import type { ConfigStorage, ProviderKeys } from '../generation';
import type { Address, MakeRequest, Provider, ProviderJobs, Results, Submitted, Watch } from '../provider';
import { ProviderSettings } from '../provider-settings';
import { jsonOf } from './answer-text';
import type { WholeAnswer } from './bounded-fetch';
import { linksIn, placesOf, valueAt } from './media-links';
import { MEGAPIXEL, namesIn, plainModel } from './model-lists';
import { pollUntil, USUAL_PACE, type Pace } from './polling';
import { refusalIn } from './refusals';
import { openResult } from './result-fetch';
import { addressOf, askOfJob, askService, askToBegin, type Service } from './service';

export const FAL_QUEUE = 'https://queue.fal.run';
const MODELS = 'fal-ai/flux/schnell, fal-ai/flux/dev';

/** libs/client/src/queue.ts and types/common.ts of fal-ai/fal-js. The addresses are used as they come, never rebuilt. */
const queued = z.object({ status_url: z.string(), response_url: z.string(), cancel_url: z.string() });
type Job = z.infer<typeof queued>;
const status = z.object({ status: z.string(), queue_position: z.number().nullish(), error: z.string().nullish() });
const output = z.looseObject({ seed: z.number().nullish() });

/** fal.ai's queue: any of its models by name. */
export class FalProvider implements Provider {
  readonly id = 'fal';
  readonly concurrency = 4;
  readonly repeatable = false;
  readonly settings: ProviderSettings;
  readonly jobs: ProviderJobs;
  readonly #fetch: WebFetch;
  readonly #pace: Pace;

  constructor(keys: ProviderKeys, storage: ConfigStorage, fetch: WebFetch, pace: Pace = USUAL_PACE) {
    const specs = [
      { name: 'models', kind: 'text', preset: MODELS },
      { name: 'baseUrl', kind: 'address', preset: FAL_QUEUE },
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
    return {
      id: this.id,
      name: 'fal.ai',
      demo: false,
      models: namesIn(this.settings.value('models')).map(capabilitiesOf),
      status: key === 'missing' || key === 'unreadable' ? 'needs-setup' : 'ready',
      fields: this.settings.fields(),
      key,
    };
  }

  /** There is no question that costs nothing: one about a job that is none is refused for the key's sake, or for the job's. */
  async check(signal: AbortSignal): Promise<void> {
    const service = await this.#service();
    const path = '/fal-ai/flux/requests/00000000-0000-4000-8000-000000000000/status';
    try {
      await askService(service, { method: 'GET', path }, signal);
    } catch (error) {
      if (!isNoSuchJob(error)) throw error;
    }
  }

  async submit(request: MakeRequest, _job: string | null, _watch: Watch, signal: AbortSignal): Promise<Submitted> {
    const service = await this.#service();
    const question = { method: 'POST', path: `/${request.model}`, body: await inputOf(request) } as const;
    const cancel = (answer: unknown): Promise<void> => this.#cancel(JSON.stringify(readQueued(service, answer)));
    const job = readQueued(service, await askToBegin(service, question, cancel, signal));
    return { kind: 'job', job: JSON.stringify(job) };
  }

  async open(place: Address, signal: AbortSignal): Promise<Readable> {
    return openResult(place, await this.#service(), signal);
  }

  async #follow(text: string, watch: Watch, signal: AbortSignal): Promise<Results> {
    const job = readJob(text);
    const service: Service = { ...(await this.#service()), explain: explainJob };
    const host = new URL(service.base).host;
    let ofResult: unknown;
    const look = async (): Promise<{ readonly answer: unknown } | undefined> => {
      if (!(await this.#isFinished(service, job, watch, signal))) return undefined;
      const refused = (error: unknown): never => {
        ofResult = error;
        throw error;
      };
      return { answer: await resultOf(service, job, signal).catch(refused) };
    };
    const gaveUp = (error: unknown): never => {
      throw error === ofResult ? ended(error) : error;
    };
    const { answer } = await pollUntil(look, this.#pace, signal).catch(gaveUp);
    const links = linksIn(answer);
    if (links.length === 0) fail('provider-bad-answer', { host }, redact(JSON.stringify(answer)));
    const told = output.safeParse(answer);
    return {
      places: placesOf(links),
      seed: told.success && Number.isSafeInteger(told.data.seed) ? (told.data.seed ?? null) : null,
    };
  }

  async #isFinished(service: Service, job: Job, watch: Watch, signal: AbortSignal): Promise<boolean> {
    const answer = await askOfJob(service, job.status_url, signal);
    const parsed = status.safeParse(answer);
    const host = new URL(service.base).host;
    const senseless = (): never => fail('provider-bad-answer', { host }, redact(JSON.stringify(answer)));
    if (!parsed.success) return senseless();
    const { status: stands, queue_position: position, error } = parsed.data;
    if (typeof error === 'string' && error !== '') fail('provider-job-failed', { host }, redact(error));
    if (stands === 'COMPLETED') return true;
    if (stands === 'IN_QUEUE') watch.ahead(position ?? 0);
    else if (stands === 'IN_PROGRESS') watch.progress(null);
    else senseless();
    return false;
  }

  async #cancel(text: string): Promise<void> {
    const service = await this.#service();
    const question = { method: 'PUT', path: readJob(text).cancel_url } as const;
    await askService(service, question, AbortSignal.timeout(10_000)).catch(() => undefined);
  }

  async #service(): Promise<Service> {
    const key = await this.settings.key();
    if (key === null) fail('provider-not-set-up', { provider: this.id });
    // Not `Bearer`.
    const headers = { authorization: `Key ${key}` };
    return { fetch: this.#fetch, base: this.settings.value('baseUrl'), headers, key, explain };
  }
}

function readQueued(service: Service, answer: unknown): Job {
  const parsed = queued.safeParse(answer);
  if (!parsed.success)
    return fail('provider-bad-answer', { host: new URL(service.base).host }, 'It gave no place in its queue.');
  const job = parsed.data;
  // The key goes to these addresses.
  for (const place of [job.status_url, job.response_url, job.cancel_url]) ownAddress(service, place);
  return job;
}

function readJob(text: string): Job {
  const parsed = queued.safeParse(JSON.parse(text));
  return parsed.success ? parsed.data : fail('provider-job-gone');
}

function resultOf(service: Service, job: Job, signal: AbortSignal): Promise<unknown> {
  return askOfJob({ ...service, explain: explainResult }, job.response_url, signal);
}

/** Where a job is said to be at its end all the while, an error in the place of its result is what it ended with. */
function ended(error: unknown): unknown {
  if (!(error instanceof FailureError) || error.failure.code !== 'server-error') return error;
  return new FailureError(failure('provider-job-failed', error.failure.params, error.failure.detail), { cause: error });
}

function ownAddress({ base }: Service, place: string): void {
  try {
    addressOf(base, place);
  } catch {
    fail('provider-bad-answer', { host: new URL(base).host }, 'It sent the app to an address that is not its own.');
  }
}

async function inputOf(request: MakeRequest): Promise<Record<string, unknown>> {
  const { prompt, negativePrompt, seed, steps, guidance, size, seconds, reference, extra } = request;
  const picture = reference === null ? null : Buffer.from(await reference.bytes()).toString('base64');
  return {
    prompt,
    image_size: size,
    ...(negativePrompt === '' ? {} : { negative_prompt: negativePrompt }),
    ...(seed === null ? {} : { seed }),
    ...(steps === null ? {} : { num_inference_steps: steps }),
    ...(guidance === null ? {} : { guidance_scale: guidance }),
    ...(seconds === null ? {} : { duration: seconds }),
    ...(picture === null ? {} : { image_url: `data:${reference?.contentType};base64,${picture}` }),
    ...extra,
  };
}

const VIDEO = /video|veo|kling|sora|\bwan\b|luma|minimax|hunyuan|ltx|seedance|pixverse/i;

/** What models have in common: each has inputs of its own, which the further inputs are for. */
function capabilitiesOf(id: string): ModelCapabilities {
  return {
    ...plainModel(id, id, MEGAPIXEL),
    makes: VIDEO.test(id) ? 'video' : 'image',
    side: { min: 256, max: 2048, step: 8, preset: 1024 },
    seed: true,
    negativePrompt: true,
    steps: { min: 1, max: 100, step: 1, preset: 28 },
    guidance: { min: 0, max: 20, step: 0.5, preset: 3.5 },
    reference: true,
    extra: true,
  };
}

/** docs.fal.ai, errors: `{detail: [{type: "content_policy_violation", …}]}` with 422. */
function explain(answer: WholeAnswer, host: string): Failure | null {
  const { status: code, bytes } = answer;
  const { message, type } = refusalIn(bytes);
  const detail = redact(`HTTP ${code}: ${message}`);
  if (type === 'content_policy_violation') return failure('provider-refused-prompt', { host, status: code }, detail);
  if (/exhausted balance|insufficient/i.test(message)) return failure('provider-quota', { host, status: code }, detail);
  return null;
}

/** What a job's address says when there is none. */
function explainJob(answer: WholeAnswer, host: string): Failure | null {
  const { status: code, bytes } = answer;
  if (code !== 404) return explain(answer, host);
  return failure('provider-job-gone', { host, status: code }, redact(refusalIn(bytes).message));
}

/**
 * A job that failed on fal's side keeps its 5xx in the place of its result, in the shape and with the headers of fal's own errors
 * (docs.fal.ai, errors and request-errors); one without them is a gateway's.
 */
function explainResult(answer: WholeAnswer, host: string): Failure | null {
  const { status: code, headers, bytes } = answer;
  const { message, type } = refusalIn(bytes);
  const isOwn = type !== '' || OWN_HEADERS.some((name) => headers.has(name)) || errorType(bytes) !== '';
  if (code < 500 || !isOwn) return explainJob(answer, host);
  return failure('provider-job-failed', { host, status: code }, redact(`HTTP ${code}: ${message}`));
}

const OWN_HEADERS = ['x-fal-error-type', 'x-fal-retryable'] as const;

function errorType(bytes: Uint8Array): string {
  const type = valueAt(jsonOf(bytes), 'error_type');
  return typeof type === 'string' ? type : '';
}

const NO_SUCH_JOB: ReadonlySet<string> = new Set(['provider-bad-answer', 'provider-refused-input']);

function isNoSuchJob(error: unknown): boolean {
  return error instanceof FailureError && NO_SUCH_JOB.has(error.failure.code);
}
