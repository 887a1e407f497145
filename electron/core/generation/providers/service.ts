import { drop } from '../../../../shared/drop';
import { fail, FailureError, type Failure } from '../../../../shared/failure';
import { abortError } from '../../store/abort';
import { redact } from '../../store/redact';
import type { WebFetch, WebQuestion } from '../../store/web-fetch';
import type { ReferencePicture } from '../provider';
import { jsonOf, readable } from './answer-text';
import { fetchWhole, type Bounds, type WholeAnswer } from './bounded-fetch';
import { failureOfStatus, withoutKey } from './refusals';

/** A service as it is reached just now. */
export interface Service {
  readonly fetch: WebFetch;
  /** Without a slash at its end. */
  readonly base: string;
  /** Who asks; goes to this base's origin alone. */
  readonly headers: Readonly<Record<string, string>>;
  /** The key in those headers, so that no refusal repeats it; null without one. */
  readonly key: string | null;
  /** What a refusal means where the service says more than its status does; null for what it does not know. */
  readonly explain?: (answer: WholeAnswer, host: string) => Failure | null;
}

export interface ServiceQuestion {
  readonly method: WebQuestion['method'];
  /** Below the base, with its query; or a whole address of the same origin. */
  readonly path: string;
  /** Sent as JSON; nothing where it is left out. */
  readonly body?: unknown;
  /** Sent as it is, in the place of `body`. */
  readonly form?: { readonly contentType: string; readonly bytes: Uint8Array };
  readonly bounds?: Bounds;
}

const USUAL: Bounds = { maxBytes: 16 * 1024 * 1024, timeLimit: 60_000 };
/** Bytes a ms: a slow line, on which a picture to start from takes minutes on its way up. */
const SLOW_LINE = 50;

/** Asks and answers what came with a status of 2xx; anything else is a failure in words, without the key. */
export async function askService(
  service: Service,
  { method, path, body, form, bounds = USUAL }: ServiceQuestion,
  signal: AbortSignal,
): Promise<WholeAnswer> {
  const url = addressOf(service.base, path);
  const typed = form === undefined ? (body === undefined ? {} : JSON_TYPE) : { 'content-type': form.contentType };
  const sent = form === undefined ? (body === undefined ? undefined : JSON.stringify(body)) : form.bytes;
  const question = {
    method,
    headers: { accept: 'application/json', ...service.headers, ...typed },
    ...(sent === undefined ? {} : { body: sent }),
  };
  const upMs = sent === undefined ? 0 : Buffer.byteLength(sent) / SLOW_LINE;
  const patient = { ...bounds, timeLimit: Math.round(bounds.timeLimit + upMs) };
  const answer = await fetchWhole(service.fetch, url, question, patient, signal);
  if (answer.status >= 200 && answer.status < 300) return answer;
  const failure = service.explain?.(answer, url.host) ?? failureOfStatus(answer, url.host, Date.now());
  throw withoutKey(new FailureError(failure), service.key);
}

/** Asks for an answer in JSON, as `askService` does; null where it is none. */
export async function askForJson(service: Service, question: ServiceQuestion, signal: AbortSignal): Promise<unknown> {
  return jsonOf((await askService(service, question, signal)).bytes);
}

/** ms that a question which was called off may still take to say what it has begun. */
const LAST_WORD = 5000;

/**
 * Asks, in JSON, for a job to begin whose id the service chooses. Called off, it ends at once; but the service may have begun
 * already, so that what it still answers goes to `cancel`: nothing runs on, and is paid for, for nobody.
 */
export function askToBegin(
  service: Service,
  question: ServiceQuestion,
  cancel: (answer: unknown) => Promise<void>,
  signal: AbortSignal,
): Promise<unknown> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(abortError(signal));
    const late = new AbortController();
    const answered = askForJson(service, question, late.signal);
    const callOff = (): void => {
      setTimeout(() => late.abort(), LAST_WORD).unref();
      // Best effort: a service that says nothing more, or no id, cannot be told.
      drop(answered.then(cancel).catch(() => undefined));
      reject(abortError(signal));
    };
    signal.addEventListener('abort', callOff, { once: true });
    const over = (): void => signal.removeEventListener('abort', callOff);
    drop(answered.then(resolve, reject).finally(over));
  });
}

/** Asks how a job stands; fails where the answer is no JSON. */
export async function askOfJob(service: Service, path: string, signal: AbortSignal): Promise<unknown> {
  const { bytes } = await askService(service, { method: 'GET', path }, signal);
  const answer = jsonOf(bytes);
  if (answer === null) fail('provider-bad-answer', { host: new URL(service.base).host }, redact(readable(bytes)));
  return answer;
}

/** An address of the service; one of another origin is refused, since the key would go there. */
export function addressOf(base: string, path: string): URL {
  const url = path.startsWith('/') ? new URL(`${base}${path}`) : new URL(path);
  if (url.origin !== new URL(base).origin) throw new Error(`${url.origin} is not the service's own`);
  return url;
}

const JSON_TYPE = { 'content-type': 'application/json' };

/** A picture to start from, as a form takes it. */
export async function fileOf(reference: ReferencePicture): Promise<Blob> {
  return new Blob([Buffer.from(await reference.bytes())], { type: reference.contentType });
}

/** A form as it goes over the line. */
export async function encodeForm(
  form: FormData,
): Promise<{ readonly contentType: string; readonly bytes: Uint8Array }> {
  const encoded = new Response(form);
  return {
    contentType: encoded.headers.get('content-type') ?? 'multipart/form-data',
    bytes: new Uint8Array(await encoded.arrayBuffer()),
  };
}
