import type { Readable } from 'node:stream';
import { fail, FailureError } from '../../../../shared/failure';
import type { ProviderInfo } from '../../../../shared/generation';
import type { WebFetch } from '../../store/web-fetch';
import type { ConfigStorage, ProviderKeys } from '../generation';
import type { Address, MakeRequest, Provider, ProviderJobs, Submitted, Watch } from '../provider';
import { ProviderSettings } from '../provider-settings';
import type { Bounds } from './bounded-fetch';
import { namesIn } from './model-lists';
import { failureOfAnswer } from './openai-answer';
import { askForPictures } from './openai-images';
import { capabilitiesOf, DEFAULT_MODELS } from './openai-models';
import { askForVideo, cancelVideo, followVideo } from './openai-videos';
import { USUAL_PACE, type Pace } from './polling';
import { openResult } from './result-fetch';
import { askService, type Service } from './service';

export const OPENAI_BASE = 'https://api.openai.com/v1';

/** A picture takes OpenAI up to two minutes; own servers on slow machines take longer. */
const ANSWER: Bounds = { maxBytes: 90 * 1024 * 1024, timeLimit: 600_000 };

export interface OpenAiLimits {
  readonly answer: Bounds;
  readonly pace: Pace;
}

/** OpenAI's images and videos, and any server that speaks its `/images/generations`. */
export class OpenAiProvider implements Provider {
  readonly id = 'openai';
  readonly concurrency = 2;
  readonly repeatable = false;
  readonly settings: ProviderSettings;
  readonly jobs: ProviderJobs;
  readonly #fetch: WebFetch;
  readonly #limits: OpenAiLimits;

  constructor(
    keys: ProviderKeys,
    storage: ConfigStorage,
    fetch: WebFetch,
    limits: OpenAiLimits = { answer: ANSWER, pace: USUAL_PACE },
  ) {
    const specs = [
      { name: 'baseUrl', kind: 'address', preset: OPENAI_BASE },
      { name: 'model', kind: 'text', preset: DEFAULT_MODELS },
    ] as const;
    this.settings = new ProviderSettings(this.id, specs, keys, storage);
    this.#fetch = fetch;
    this.#limits = limits;
    this.jobs = {
      newId: () => null,
      follow: async (job, watch, signal) => followVideo(await this.#service(), job, limits.pace, watch, signal),
      cancel: async (job) => cancelVideo(await this.#service(), job),
    };
  }

  info(): ProviderInfo {
    const key = this.settings.keyState();
    const keyless = (key === 'missing' || key === 'unreadable') && this.settings.value('baseUrl') === OPENAI_BASE;
    return {
      id: this.id,
      name: 'OpenAI-compatible',
      demo: false,
      models: namesIn(this.settings.value('model')).map(capabilitiesOf),
      status: keyless ? 'needs-setup' : 'ready',
      fields: this.settings.fields(),
      key,
    };
  }

  /** Not every server has a list of its models; that one answers at all is what this asks. */
  async check(signal: AbortSignal): Promise<void> {
    try {
      await askService(await this.#service(), { method: 'GET', path: '/models' }, signal);
    } catch (error) {
      if (!isUnknownPath(error)) throw error;
    }
  }

  async submit(request: MakeRequest, _job: string | null, watch: Watch, signal: AbortSignal): Promise<Submitted> {
    const service = await this.#service();
    if (capabilitiesOf(request.model).makes === 'video') {
      return { kind: 'job', job: await askForVideo(service, request, signal) };
    }
    const places = await askForPictures(service, request, this.#limits.answer, watch, signal);
    return { kind: 'made', results: { places, seed: null } };
  }

  async open(place: Address, signal: AbortSignal): Promise<Readable> {
    return openResult(place, await this.#service(), signal);
  }

  async #service(): Promise<Service> {
    const base = this.settings.value('baseUrl');
    const key = await this.settings.key();
    if (key === null && base === OPENAI_BASE) fail('provider-not-set-up', { provider: this.id });
    const headers: Record<string, string> = key === null ? {} : { authorization: `Bearer ${key}` };
    const explain: Service['explain'] = (answer, host) => failureOfAnswer(answer, host, Date.now());
    return { fetch: this.#fetch, base, headers, key, explain };
  }
}

function isUnknownPath(error: unknown): boolean {
  return error instanceof FailureError && error.failure.params['status'] === 404;
}
