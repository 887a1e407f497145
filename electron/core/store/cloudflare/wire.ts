import { z } from 'zod';
import { fail, FailureError } from '../../../../shared/failure';
import type { Jurisdiction } from '../../../../shared/r2';
import { abortError } from '../abort';
import { failureOfNetwork } from '../network-errors';
import type { WebAnswer, WebFetch, WebQuestion } from '../web-fetch';
import { textOf } from './answer-text';
import { failureOfRefusal, type Needs, type Refusal } from './refusals';

/** Where Cloudflare's REST API is (developers.cloudflare.com/api). */
export const CLOUDFLARE_API = 'https://api.cloudflare.com/client/v4';

export interface CloudflareWire {
  readonly fetch: WebFetch;
  /** `CLOUDFLARE_API`, or a stand-in on this machine; without a slash at its end. */
  readonly base: string;
  /** The API token's value. */
  readonly token: string;
}

export interface CloudflareQuestion {
  readonly method: WebQuestion['method'];
  /** Segments, not yet encoded. */
  readonly path: readonly string[];
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** Bucket calls see one jurisdiction's buckets alone; null for calls that know none. */
  readonly jurisdiction: Jurisdiction | null;
  readonly needs: Needs;
  /** For the words of a refusal. */
  readonly bucket: string;
}

/** What Cloudflare answered: the result with the cursor to the next page, or a refusal that is not read into words yet. */
export type CloudflareAnswer<T> =
  | { readonly ok: true; readonly result: T; readonly cursor: string | null }
  | { readonly ok: false; readonly refusal: Refusal };

const TIME_LIMIT_MS = 20_000;

/** Asks, and answers the result; a refusal fails in words. */
export async function askCloudflare<T>(
  wire: CloudflareWire,
  question: CloudflareQuestion,
  result: z.ZodType<T>,
  signal: AbortSignal,
): Promise<{ readonly result: T; readonly cursor: string | null }> {
  const answer = await tryCloudflare(wire, question, result, signal);
  if (answer.ok) return answer;
  throw new FailureError(failureOfRefusal(answer.refusal, question));
}

/** Asks, and answers the result or the refusal, for callers that have a use of their own for some refusals. Fails for what is no answer of Cloudflare's. */
export async function tryCloudflare<T>(
  wire: CloudflareWire,
  question: CloudflareQuestion,
  result: z.ZodType<T>,
  signal: AbortSignal,
): Promise<CloudflareAnswer<T>> {
  const url = urlOf(wire.base, question);
  const late = AbortSignal.timeout(TIME_LIMIT_MS);
  const either = AbortSignal.any([signal, late]);
  try {
    const answer = await wire.fetch(url, { ...requestOf(wire.token, question), signal: either });
    return readAnswer(answer, await textOf(answer, url.host), url.host, result);
  } catch (error) {
    if (error instanceof FailureError) throw error;
    if (signal.aborted) throw abortError(signal);
    if (late.aborted) fail('timeout', { host: url.host });
    const cause = failureOfNetwork(error, url.host);
    throw cause === null ? error : new FailureError(cause, { cause: error });
  }
}

function urlOf(base: string, { path, query = {} }: CloudflareQuestion): URL {
  const url = new URL(`${base}/${path.map(encodeURIComponent).join('/')}`);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  return url;
}

function requestOf(token: string, { method, body, jurisdiction }: CloudflareQuestion): Omit<WebQuestion, 'signal'> {
  const headers = {
    authorization: `Bearer ${token}`,
    ...(jurisdiction === null || jurisdiction === 'default' ? {} : { 'cf-r2-jurisdiction': jurisdiction }),
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
  };
  return { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
}

const envelope = z.object({
  success: z.boolean(),
  errors: z.array(z.object({ code: z.number(), message: z.string().default('') })).nullish(),
  result: z.unknown(),
  result_info: z.object({ cursor: z.string().nullish() }).nullish(),
});

function readAnswer<T>(answer: WebAnswer, text: string, host: string, result: z.ZodType<T>): CloudflareAnswer<T> {
  const { status, headers } = answer;
  const parsed = envelope.safeParse(jsonOf(text));
  const retryAfterSeconds = secondsOf(headers.get('retry-after'));
  if (!parsed.success) {
    const overloaded = status === 429 || status >= 500;
    if (!overloaded) fail('unexpected-reply', { host }, `HTTP ${status}, and no answer of Cloudflare’s API`);
    return { ok: false, refusal: { status, host, errors: [], retryAfterSeconds } };
  }
  const { success, errors, result_info: info } = parsed.data;
  if (!success || status >= 400)
    return { ok: false, refusal: { status, host, errors: errors ?? [], retryAfterSeconds } };
  const value = result.safeParse(parsed.data.result);
  if (!value.success)
    fail('unexpected-reply', { host }, 'An answer of Cloudflare’s API in another form than documented');
  const cursor = info?.cursor ?? '';
  return { ok: true, result: value.data, cursor: cursor === '' ? null : cursor };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function secondsOf(text: string | null): number | null {
  return text !== null && /^\d{1,6}$/.test(text.trim()) ? Number(text) : null;
}
