import { fail, FailureError, type Failure } from '../../../../shared/failure';
import type { ProviderInfo, ProviderSetup } from '../../../../shared/generation';
import { isLoopbackHost } from '../../../../shared/links';
import { redact } from '../../store/redact';
import type { WebFetch } from '../../store/web-fetch';
import type { ConfigStorage, ProviderKeys } from '../generation';
import { pictureTypeOf } from '../picture-type';
import type { MadePicture, PictureRequest, Provider } from '../provider';
import { fetchWhole, type Bounds } from './bounded-fetch';
import { failureOfAnswer, pictureIn, textOf } from './openai-answer';
import { capabilitiesOf, familyOf } from './openai-models';
import { changedConfig, isAllowedUrl, OPENAI_BASE, readConfig, writeConfig, type OpenAiConfig } from './openai-setup';

const MIB = 1024 * 1024;
const MAX_PICTURE = 64 * MIB;
const MAX_REDIRECTS = 4;

export interface OpenAiLimits {
  /** Base64 makes four bytes of three. */
  readonly answer: Bounds;
  readonly download: Bounds;
}

/** A picture takes OpenAI up to two minutes; own servers on slow machines take longer. */
const LIMITS: OpenAiLimits = {
  answer: { maxBytes: MAX_PICTURE * 1.4, timeLimit: 600_000 },
  download: { maxBytes: MAX_PICTURE, timeLimit: 120_000 },
};

/** OpenAI's images, and any server that speaks its `/images/generations`. */
export class OpenAiProvider implements Provider {
  readonly id = 'openai';
  readonly concurrency = 2;
  readonly repeatable = false;
  readonly #keys: ProviderKeys;
  readonly #storage: ConfigStorage;
  readonly #fetch: WebFetch;
  readonly #limits: OpenAiLimits;

  constructor(keys: ProviderKeys, storage: ConfigStorage, fetch: WebFetch, limits: OpenAiLimits = LIMITS) {
    this.#keys = keys;
    this.#storage = storage;
    this.#fetch = fetch;
    this.#limits = limits;
  }

  info(): ProviderInfo {
    const { baseUrl, model } = readConfig(this.#storage);
    const key = this.#keys.stateOf(this.id);
    return {
      id: this.id,
      name: 'OpenAI-compatible',
      demo: false,
      models: [capabilitiesOf(model)],
      status: (key === 'missing' || key === 'unreadable') && baseUrl === OPENAI_BASE ? 'needs-setup' : 'ready',
      baseUrl,
      key,
    };
  }

  /** A key is meant for one server: another address forgets it, unless a new one comes along. */
  async setUp(setup: ProviderSetup): Promise<void> {
    const config = readConfig(this.#storage);
    const changed = changedConfig(config, setup);
    const moved = new URL(changed.baseUrl).origin !== new URL(config.baseUrl).origin;
    const key = setup.apiKey === null && moved ? '' : setup.apiKey;
    if (key !== null && !/^[\x21-\x7e]*$/.test(key.trim())) fail('invalid-input', { field: 'apiKey' });
    if (key !== null) await this.#keys.set(this.id, key.trim());
    writeConfig(this.#storage, changed);
  }

  async make(request: PictureRequest, _progress: (done: number) => void, signal: AbortSignal): Promise<MadePicture> {
    const config = readConfig(this.#storage);
    const key = await this.#keys.get(this.id);
    if (key === null && config.baseUrl === OPENAI_BASE) fail('provider-not-set-up', { provider: this.id });
    try {
      const bytes = await this.#pictureBytes(request, config, key, signal);
      return await checked(bytes, new URL(config.baseUrl).host);
    } catch (error) {
      throw key === null ? error : withoutKey(error, key);
    }
  }

  async #pictureBytes(
    request: PictureRequest,
    config: OpenAiConfig,
    key: string | null,
    signal: AbortSignal,
  ): Promise<Uint8Array> {
    const url = new URL(`${config.baseUrl}/images/generations`);
    const headers = { ...authorization(key), 'content-type': 'application/json', accept: 'application/json' };
    const question = { method: 'POST', headers, body: JSON.stringify(bodyOf(request)) } as const;
    const answer = await fetchWhole(this.#fetch, url, question, this.#limits.answer, signal);
    if (answer.status < 200 || answer.status > 299)
      throw new FailureError(failureOfAnswer(answer, url.host, Date.now()));
    const place = pictureIn(answer.bytes);
    if (place === null) fail('provider-bad-answer', { host: url.host }, redact(textOf(answer.bytes)));
    return place.kind === 'here' ? decoded(place.base64) : this.#download(place.url, url, key, signal);
  }

  /** Fetches a result where the answer says it lies. The key goes to the provider's own origin and nowhere else. */
  async #download(place: string, from: URL, key: string | null, signal: AbortSignal): Promise<Uint8Array> {
    if (/^data:[^,]*;base64,/i.test(place)) return decoded(place.slice(place.indexOf(',') + 1));
    let url = resultUrl(place, from);
    for (let hop = 0; hop <= MAX_REDIRECTS; hop++) {
      const headers = url.origin === from.origin ? authorization(key) : {};
      const answer = await fetchWhole(this.#fetch, url, { method: 'GET', headers }, this.#limits.download, signal);
      if (answer.status === 200) return answer.bytes;
      const location = answer.headers.get('location');
      if (answer.status < 300 || answer.status > 399 || location === null) {
        const detail = redact(`The picture could not be fetched. HTTP ${answer.status}: ${textOf(answer.bytes)}`);
        fail('provider-bad-answer', { host: url.host, status: answer.status }, detail);
      }
      url = resultUrl(location, from, url);
    }
    return fail('provider-bad-answer', { host: from.host }, 'The picture is behind too many redirects.');
  }
}

function authorization(key: string | null): Record<string, string> {
  return key === null ? {} : { authorization: `Bearer ${key}` };
}

function bodyOf({ model, prompt, size, style }: PictureRequest): Record<string, unknown> {
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

/** A far-away server may not point the app at services of this machine; one on this machine may. */
function resultUrl(place: string, from: URL, base: URL = from): URL {
  const url = URL.canParse(place, base.href) ? new URL(place, base) : null;
  const inward = url !== null && isLoopbackHost(url.hostname) && !isLoopbackHost(from.hostname);
  if (url === null || inward || !isAllowedUrl(url)) {
    fail('provider-bad-answer', { host: from.host }, 'The address of the picture is not one to fetch from.');
  }
  return url;
}

function decoded(base64: string): Uint8Array {
  return Buffer.from(base64, 'base64');
}

async function checked(bytes: Uint8Array, host: string): Promise<MadePicture> {
  const type = await pictureTypeOf(bytes);
  if (type === null) fail('provider-bad-answer', { host }, redact(`No picture came: ${readable(bytes)}`));
  return { bytes, type, seed: null };
}

function readable(bytes: Uint8Array): string {
  const text = textOf(bytes);
  return text === '' ? 'nothing' : /\p{Cc}|\uFFFD/u.test(text) ? `${bytes.length} bytes of something else` : text;
}

/** Some servers repeat the key that they refuse. */
function withoutKey(error: unknown, key: string): unknown {
  if (!(error instanceof FailureError)) return error;
  const { detail } = error.failure;
  if (key === '' || detail === null || !detail.includes(key)) return error;
  const hidden: Failure = { ...error.failure, detail: detail.replaceAll(key, '[hidden]') };
  return new FailureError(hidden);
}
