import type { Readable } from 'node:stream';
import { z } from 'zod';
import { fail, failure, FailureError, type Failure } from '../../../../shared/failure';
import type { Json, ModelCapabilities, ProviderInfo } from '../../../../shared/generation';
import { redact } from '../../store/redact';
import type { WebFetch } from '../../store/web-fetch';
import type { ConfigStorage, ProviderKeys } from '../generation';
import type { Address, MakeRequest, Provider, ProviderJobs, Results, Submitted, Watch } from '../provider';
import { ProviderSettings, type FieldSpec } from '../provider-settings';
import { jsonOf } from './answer-text';
import type { WholeAnswer } from './bounded-fetch';
import { bodyValues, filledBody, isObject } from './http-body';
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

/** The model of a backend of which no names are known; never sent. */
const UNNAMED = { id: 'backend', name: 'My backend' } as const;
/** What is offered where the body has a length: in seconds, as models of films take them. */
const LENGTHS: readonly number[] = [4, 5, 6, 8, 10, 12, 15];
/** The header that takes a key as `Bearer KEY`; any other takes the key alone. */
const BEARER_HEADER = 'Authorization';

const isPath = (value: string): boolean => value.startsWith('/');
/** RFC 9110, 5.6.2. */
const isHeaderName = (value: string): boolean => /^[\w!#$%&'*+.^`|~-]+$/.test(value);
const SPECS: readonly FieldSpec[] = [
  { name: 'baseUrl', kind: 'address', preset: 'http://127.0.0.1:8000' },
  { name: 'models', kind: 'text', preset: '' },
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
  { name: 'keyHeader', kind: 'text', preset: BEARER_HEADER, fits: isHeaderName },
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
      models: this.#models(),
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
    const model = this.#names().includes(request.model) ? request.model : null;
    const template = jsonOf(Buffer.from(this.settings.value('body'))) as Json;
    const body = filledBody(template, await bodyValues(request, model));
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

  async open(place: Address, signal: AbortSignal): Promise<Readable> {
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
    const header = this.settings.value('keyHeader').toLowerCase();
    const isBearer = header === BEARER_HEADER.toLowerCase();
    const headers: Record<string, string> = key === null ? {} : { [header]: isBearer ? `Bearer ${key}` : key };
    return { fetch: this.#fetch, base: this.settings.value('baseUrl'), headers, key };
  }

  #names(): readonly string[] {
    return namesIn(this.settings.value('models'));
  }

  #models(): readonly ModelCapabilities[] {
    const names = this.#names();
    if (names.length === 0) return [this.#capabilities(UNNAMED)];
    return names.map((name) => this.#capabilities({ id: name, name }));
  }

  #capabilities({ id, name }: Pick<ModelCapabilities, 'id' | 'name'>): ModelCapabilities {
    const body = this.settings.value('body');
    const takes = (mark: string): boolean => body.includes(`{${mark}}`);
    return {
      ...plainModel(id, name, MEGAPIXEL),
      makes: takes('seconds') ? 'video' : 'image',
      side: takes('width') && takes('height') ? { min: 64, max: 4096, step: 8, preset: 1024 } : null,
      seed: takes('seed'),
      negativePrompt: takes('negative'),
      steps: takes('steps') ? { min: 1, max: 150, step: 1, preset: 25 } : null,
      guidance: takes('guidance') ? { min: 0, max: 30, step: 0.5, preset: 5 } : null,
      seconds: takes('seconds') ? LENGTHS : [],
      reference: takes('reference') || takes('reference_url'),
      extra: true,
    };
  }
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
