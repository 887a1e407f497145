import type { Readable } from 'node:stream';
import { z } from 'zod';
import { fail, failure, FailureError, type Failure } from '../../../../shared/failure';
import type { Json, JsonObject, ModelCapabilities, ProviderInfo } from '../../../../shared/generation';
import { redact } from '../../store/redact';
import type { WebFetch } from '../../store/web-fetch';
import type { ConfigStorage, ProviderKeys } from '../generation';
import type { MakeRequest, Place, Provider, ProviderJobs, Results, Submitted, Watch } from '../provider';
import { ProviderSettings, type FieldSpec } from '../provider-settings';
import { jsonOf } from './answer-text';
import type { WholeAnswer } from './bounded-fetch';
import { linksIn, placesOf, valueAt } from './media-links';
import { MEGAPIXEL, namesIn, plainModel } from './model-lists';
import { pollUntil, USUAL_PACE, type Pace } from './polling';
import { refusalIn } from './refusals';
import { openResult } from './result-fetch';
import { askOfJob, askService, askToBegin, type Service } from './service';

/** What a backend gets to start with; each `{name}` becomes what was asked for. */
const BODY = JSON.stringify(
  {
    prompt: '{prompt}',
    negative_prompt: '{negative}',
    model: '{model}',
    width: '{width}',
    height: '{height}',
    seed: '{seed}',
    steps: '{steps}',
    guidance: '{guidance}',
  },
  null,
  2,
);

const isPath = (value: string): boolean => value.startsWith('/');
const SPECS: readonly FieldSpec[] = [
  { name: 'baseUrl', kind: 'address', preset: 'http://127.0.0.1:8000' },
  { name: 'startPath', kind: 'text', preset: '/generate', fits: isPath },
  { name: 'body', kind: 'json', preset: BODY },
  { name: 'idField', kind: 'text', preset: 'task_id' },
  { name: 'statusPath', kind: 'text', preset: '/tasks/{id}', fits: isPath },
  { name: 'stateField', kind: 'text', preset: 'status' },
  { name: 'doneWords', kind: 'text', preset: 'done, complete, completed, succeeded, success, finished, ready, ok' },
  {
    name: 'failedWords',
    kind: 'text',
    preset: 'failed, error, cancelled, canceled, aborted, rejected, expired, timeout',
  },
  { name: 'progressField', kind: 'text', preset: 'progress' },
  { name: 'resultField', kind: 'text', preset: 'result' },
  { name: 'errorField', kind: 'text', preset: 'error' },
  { name: 'cancelPath', kind: 'text', preset: '', fits: isPath },
];

/** Answers without the field for the state, one after another, before that is told; the first of a task may have it not yet. */
const MAX_STATELESS = 10;

const ids = z.union([z.string().min(1).max(500), z.number()]);

/**
 * Any backend that takes a task by POST and tells of it at an address of its own, as the setup guide's does; paths and names of
 * fields (`a.b.0.c`) are the person's. One that answers with the result at once needs no second question.
 */
export class HttpBackendProvider implements Provider {
  readonly id = 'http-backend';
  readonly concurrency = 2;
  readonly repeatable = false;
  readonly settings: ProviderSettings;
  readonly jobs: ProviderJobs;
  readonly #fetch: WebFetch;
  readonly #pace: Pace;

  constructor(keys: ProviderKeys, storage: ConfigStorage, fetch: WebFetch, pace: Pace = USUAL_PACE) {
    this.settings = new ProviderSettings(this.id, SPECS, keys, storage);
    this.#fetch = fetch;
    this.#pace = pace;
    this.jobs = {
      newId: () => null,
      follow: (job, watch, signal) => this.#follow(job, watch, signal),
      cancel: (job) => this.#cancel(job),
    };
  }

  info(): ProviderInfo {
    return {
      id: this.id,
      name: 'HTTP task backend',
      demo: false,
      models: [this.#capabilities()],
      status: 'ready',
      fields: this.settings.fields(),
      key: this.settings.keyState(),
    };
  }

  /** That something answers at all, and does not refuse the key: what else a backend has is its own. */
  async check(signal: AbortSignal): Promise<void> {
    const service: Service = { ...(await this.#service()), explain: () => null };
    try {
      await askService(service, { method: 'GET', path: '/' }, signal);
    } catch (error) {
      if (!answeredAnyway(error)) throw error;
    }
  }

  async submit(request: MakeRequest, _job: string | null, _watch: Watch, signal: AbortSignal): Promise<Submitted> {
    const service = await this.#service();
    const body = filled(jsonOf(Buffer.from(this.settings.value('body'))) as Json, request);
    const path = this.settings.value('startPath');
    const sent = isObject(body) ? { ...body, ...request.extra } : body;
    const bounds = { maxBytes: 90 * 1024 * 1024, timeLimit: 600_000 };
    const cancel = async (late: unknown): Promise<void> => {
      const id = this.#idIn(late);
      if (id !== null) await this.#cancel(id);
    };
    const answer = await askToBegin(service, { method: 'POST', path, body: sent, bounds }, cancel, signal);
    const job = this.#idIn(answer);
    if (job !== null) return { kind: 'job', job };
    return { kind: 'made', results: this.#resultsIn(answer, service) };
  }

  /** null in an answer that is the result itself. */
  #idIn(answer: unknown): string | null {
    const id = ids.safeParse(valueAt(answer, this.settings.value('idField')));
    return id.success ? String(id.data) : null;
  }

  async open(place: Place, signal: AbortSignal): Promise<Readable> {
    return openResult(place, await this.#service(), signal);
  }

  async #follow(job: string, watch: Watch, signal: AbortSignal): Promise<Results> {
    const service: Service = { ...(await this.#service()), explain: explainJob };
    const path = pathOf(this.settings.value('statusPath'), job);
    let stateless = 0;
    const { answer, isDone } = await pollUntil(
      async () => {
        const now = await askOfJob(service, path, signal);
        if (this.#isDone(now, service, watch)) return { answer: now, isDone: true };
        stateless = valueAt(now, this.settings.value('stateField')) === undefined ? stateless + 1 : 0;
        return stateless < MAX_STATELESS ? undefined : { answer: now, isDone: false };
      },
      this.#pace,
      signal,
    );
    if (isDone) return this.#resultsIn(answer, service);
    // As one of the server: the task goes on, and can be asked for once the field has its right name.
    const words = `There is no field "${this.settings.value('stateField')}" in ${JSON.stringify(answer)}`;
    return fail('server-error', { host: new URL(service.base).host }, redact(words));
  }

  #isDone(answer: unknown, service: Service, watch: Watch): boolean {
    const state = valueAt(answer, this.settings.value('stateField'));
    const word = typeof state === 'string' ? state.toLowerCase() : JSON.stringify(state ?? '');
    const isOf = (field: string): boolean => namesIn(this.settings.value(field).toLowerCase()).includes(word);
    if (isOf('failedWords')) {
      const said = valueAt(answer, this.settings.value('errorField'));
      const words = typeof said === 'string' ? said : JSON.stringify(said ?? answer);
      fail('provider-job-failed', { host: new URL(service.base).host }, redact(words));
    }
    if (isOf('doneWords')) return true;
    watch.progress(shareOf(valueAt(answer, this.settings.value('progressField'))));
    return false;
  }

  /** Where the field for it has no address, all addresses of the answer. A lone path is one of the backend's own. */
  #resultsIn(answer: unknown, { base }: Service): Results {
    const named = valueAt(answer, this.settings.value('resultField'));
    const found = linksIn(named).length > 0 ? linksIn(named) : linksIn(answer);
    const lone = typeof named === 'string' && named.startsWith('/') ? [`${new URL(base).origin}${named}`] : [];
    const links = lone.length > 0 ? lone : found;
    if (links.length === 0) fail('provider-bad-answer', { host: new URL(base).host }, redact(JSON.stringify(answer)));
    return { places: placesOf(links), seed: null };
  }

  async #cancel(job: string): Promise<void> {
    const template = this.settings.value('cancelPath');
    if (template === '') return;
    const question = { method: 'POST', path: pathOf(template, job), body: {} } as const;
    await askService(await this.#service(), question, AbortSignal.timeout(10_000)).catch(() => undefined);
  }

  async #service(): Promise<Service> {
    const key = await this.settings.key();
    const headers: Record<string, string> = key === null ? {} : { authorization: `Bearer ${key}` };
    return { fetch: this.#fetch, base: this.settings.value('baseUrl'), headers, key };
  }

  #capabilities(): ModelCapabilities {
    const body = this.settings.value('body');
    const takes = (mark: string): boolean => body.includes(`{${mark}}`);
    return {
      ...plainModel('backend', 'My backend', MEGAPIXEL),
      side: takes('width') && takes('height') ? { min: 64, max: 4096, step: 8, preset: 1024 } : null,
      seed: takes('seed'),
      negativePrompt: takes('negative'),
      steps: takes('steps') ? { min: 1, max: 150, step: 1, preset: 25 } : null,
      guidance: takes('guidance') ? { min: 0, max: 30, step: 0.5, preset: 5 } : null,
      extra: true,
    };
  }
}

/** A field whose mark has no value is left out, so that the backend's own preset counts. */
function filled(value: Json, request: MakeRequest): Json {
  if (typeof value === 'string') return withValue(value, request) ?? null;
  if (Array.isArray(value)) return value.map((one: Json) => filled(one, request));
  if (!isObject(value)) return value;
  const kept = Object.entries(value).flatMap(([name, inner]) => {
    const becomes = typeof inner === 'string' ? withValue(inner, request) : filled(inner, request);
    return becomes === undefined ? [] : [[name, becomes] as const];
  });
  return Object.fromEntries(kept);
}

function withValue(text: string, request: MakeRequest): Json | undefined {
  const { prompt, negativePrompt, model, size, seed, steps, guidance } = request;
  const values: Readonly<Record<string, string | number | null>> = {
    prompt,
    negative: negativePrompt === '' ? null : negativePrompt,
    model,
    width: size.width,
    height: size.height,
    seed,
    steps,
    guidance,
  };
  const alone = /^\{(\w+)\}$/.exec(text)?.[1];
  if (alone !== undefined && Object.hasOwn(values, alone)) return values[alone] ?? undefined;
  return text.replace(/\{(\w+)\}/g, (whole, name: string) =>
    Object.hasOwn(values, name) ? String(values[name] ?? '') : whole,
  );
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function pathOf(template: string, id: string): string {
  return template.replace('{id}', encodeURIComponent(id));
}

/** 0 to 1, or in per cent. */
function shareOf(value: unknown): number | null {
  if (typeof value !== 'number' || !Number.isFinite(value) || value < 0) return null;
  return Math.min(1, value > 1 ? value / 100 : value);
}

function explainJob({ status, bytes }: WholeAnswer, host: string): Failure | null {
  if (status !== 404) return null;
  return failure('provider-job-gone', { host, status }, redact(`HTTP ${status}: ${refusalIn(bytes).message}`));
}

const ANSWERS: ReadonlySet<string> = new Set(['provider-bad-answer', 'provider-refused-input']);

function answeredAnyway(error: unknown): boolean {
  return error instanceof FailureError && ANSWERS.has(error.failure.code);
}
