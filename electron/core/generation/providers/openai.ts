import type { Readable } from 'node:stream';
import { fail, FailureError } from '../../../../shared/failure';
import type { ProviderInfo } from '../../../../shared/generation';
import { redact } from '../../store/redact';
import type { WebFetch } from '../../store/web-fetch';
import type { ConfigStorage, ProviderKeys } from '../generation';
import type { MakeRequest, Place, Provider, Submitted, Watch } from '../provider';
import { ProviderSettings } from '../provider-settings';
import { readable } from './answer-text';
import { fetchWhole, type Bounds } from './bounded-fetch';
import { failureOfAnswer, pictureIn } from './openai-answer';
import { capabilitiesOf, DEFAULT_MODEL, familyOf } from './openai-models';
import { withoutKey } from './refusals';
import { openResult } from './result-fetch';

export const OPENAI_BASE = 'https://api.openai.com/v1';

const MIB = 1024 * 1024;

/** A picture takes OpenAI up to two minutes; own servers on slow machines take longer. */
const ANSWER: Bounds = { maxBytes: 90 * MIB, timeLimit: 600_000 };
const SHORT: Bounds = { maxBytes: 4 * MIB, timeLimit: 30_000 };

/** OpenAI's images, and any server that speaks its `/images/generations`. */
export class OpenAiProvider implements Provider {
  readonly id = 'openai';
  readonly concurrency = 2;
  readonly repeatable = false;
  readonly jobs = null;
  readonly settings: ProviderSettings;
  readonly #fetch: WebFetch;
  readonly #answer: Bounds;

  constructor(keys: ProviderKeys, storage: ConfigStorage, fetch: WebFetch, answer: Bounds = ANSWER) {
    const specs = [
      { name: 'baseUrl', kind: 'address', preset: OPENAI_BASE },
      { name: 'model', kind: 'text', preset: DEFAULT_MODEL },
    ] as const;
    this.settings = new ProviderSettings(this.id, specs, keys, storage);
    this.#fetch = fetch;
    this.#answer = answer;
  }

  info(): ProviderInfo {
    const key = this.settings.keyState();
    const keyless = (key === 'missing' || key === 'unreadable') && this.settings.value('baseUrl') === OPENAI_BASE;
    return {
      id: this.id,
      name: 'OpenAI-compatible',
      demo: false,
      models: [capabilitiesOf(this.settings.value('model'))],
      status: keyless ? 'needs-setup' : 'ready',
      fields: this.settings.fields(),
      key,
    };
  }

  async check(signal: AbortSignal): Promise<void> {
    const { base, key } = await this.#server();
    const url = new URL(`${base}/models`);
    const question = { method: 'GET', headers: authorization(key) } as const;
    const answer = await fetchWhole(this.#fetch, url, question, SHORT, signal);
    // Not every server has a list of its models; that one answers at all is what this asks.
    const there = (answer.status >= 200 && answer.status < 300) || answer.status === 404;
    if (!there) throw withoutKey(new FailureError(failureOfAnswer(answer, url.host, Date.now())), key);
  }

  async submit(request: MakeRequest, _job: string | null, _watch: Watch, signal: AbortSignal): Promise<Submitted> {
    const { base, key } = await this.#server();
    try {
      return { kind: 'made', results: { places: [await this.#made(request, base, key, signal)], seed: null } };
    } catch (error) {
      throw withoutKey(error, key);
    }
  }

  async open(place: Place, signal: AbortSignal): Promise<Readable> {
    const { base, key } = await this.#server();
    return openResult(place, { fetch: this.#fetch, from: new URL(base), headers: authorization(key) }, signal);
  }

  async #server(): Promise<{ readonly base: string; readonly key: string | null }> {
    const base = this.settings.value('baseUrl');
    const key = await this.settings.key();
    if (key === null && base === OPENAI_BASE) fail('provider-not-set-up', { provider: this.id });
    return { base, key };
  }

  async #made(request: MakeRequest, base: string, key: string | null, signal: AbortSignal): Promise<Place> {
    const url = new URL(`${base}/images/generations`);
    const headers = { ...authorization(key), 'content-type': 'application/json', accept: 'application/json' };
    const question = { method: 'POST', headers, body: JSON.stringify(bodyOf(request)) } as const;
    const answer = await fetchWhole(this.#fetch, url, question, this.#answer, signal);
    if (answer.status < 200 || answer.status > 299) {
      throw new FailureError(failureOfAnswer(answer, url.host, Date.now()));
    }
    return pictureIn(answer.bytes) ?? fail('provider-bad-answer', { host: url.host }, redact(readable(answer.bytes)));
  }
}

function authorization(key: string | null): Record<string, string> {
  return key === null ? {} : { authorization: `Bearer ${key}` };
}

function bodyOf({ model, prompt, size, style }: MakeRequest): Record<string, unknown> {
  const { responseFormat } = familyOf(model);
  return {
    model,
    prompt,
    n: 1,
    size: `${size.width}x${size.height}`,
    ...(style === null ? {} : { style }),
    ...(responseFormat === null ? {} : { response_format: responseFormat }),
  };
}
