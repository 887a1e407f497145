import { setTimeout as wait } from 'node:timers/promises';
import { failure, type Failure } from '../../../shared/failure';
import { isLoopbackHost } from '../../../shared/links';
import { contentTypeOfName } from '../../../shared/media';
import { abortError, isAbort } from '../store/abort';
import { failureOfNetwork } from '../store/network-errors';
import type { WebAnswer, WebFetch } from '../store/web-fetch';

export interface ProbeOptions {
  readonly fetch: WebFetch;
  /** ms to wait before each further try of what is not there (404), which may have been uploaded just now. */
  readonly waits?: readonly number[];
  /** The web page that would ask: its browser then heeds the answer's CORS headers. */
  readonly origin?: string;
}

/** What stands at the top of an answer, as far as links need it. Null for what is not there. */
export interface AnswerHead {
  readonly status: number;
  readonly type: string | null;
  /** Without quotes. */
  readonly etag: string | null;
  /** Bytes of the whole object. */
  readonly size: number | null;
  /** Cloudflare's cache gave it, and so many seconds ago it was fetched (developers.cloudflare.com/cache/concepts/cache-responses). */
  readonly cachedFor: number | null;
  readonly allowOrigin: string | null;
  /** Cloudflare has made the picture smaller on the way (Polish), so that size and ETag are no longer the object's. */
  readonly polished: boolean;
  /** Cloudflare wants the visitor to prove himself. */
  readonly challenged: boolean;
}

/** What a public link answers: it opens, or why it does not; `head` where there was an answer. */
export type ProbeResult =
  | { readonly opens: true; readonly head: AnswerHead; readonly bytes: Uint8Array | null }
  | { readonly opens: false; readonly head: AnswerHead | null; readonly failure: Failure };

const TIMEOUT_MS = 8000;
const MAX_REDIRECTS = 3;
const WAITS: readonly number[] = [250, 750];

/** `exists` asks for the head alone; `bytes` reads the body, at most so many bytes. */
export type ProbeWish = { readonly kind: 'exists' } | { readonly kind: 'bytes'; readonly max: number };

/** Opens a link as anyone on the Internet would: without credentials. Throws nothing but bugs and AbortErrors. */
export async function probe(
  url: string,
  wish: ProbeWish,
  options: ProbeOptions,
  signal: AbortSignal,
): Promise<ProbeResult> {
  for (const ms of options.waits ?? WAITS) {
    const result = await probeOnce(url, wish, options, signal);
    if (result.opens || result.failure.params['status'] !== 404) return result;
    await wait(ms, undefined, { signal });
  }
  return probeOnce(url, wish, options, signal);
}

async function probeOnce(
  url: string,
  wish: ProbeWish,
  { fetch, origin }: ProbeOptions,
  signal: AbortSignal,
): Promise<ProbeResult> {
  const headers = origin === undefined ? {} : { origin };
  const timeout = AbortSignal.timeout(TIMEOUT_MS);
  const both = AbortSignal.any([signal, timeout]);
  const { host } = new URL(url);
  try {
    return wish.kind === 'exists'
      ? await probeHead(url, headers, fetch, both)
      : await probeBytes(url, headers, wish.max, fetch, both);
  } catch (error) {
    if (signal.aborted) throw abortError(signal);
    if (timeout.aborted) return { opens: false, head: null, failure: failure('timeout', { host }) };
    if (isAbort(error)) throw error;
    const cause = failureOfNetwork(error, host);
    if (cause === null) throw error;
    return { opens: false, head: null, failure: cause };
  }
}

type Headers = Readonly<Record<string, string>>;

async function probeHead(url: string, headers: Headers, fetch: WebFetch, signal: AbortSignal): Promise<ProbeResult> {
  const head = await follow(url, 'HEAD', headers, fetch, signal);
  const refused = head.kind === 'answer' && (head.response.status === 405 || head.response.status === 501);
  const answer = refused ? await follow(url, 'GET', { ...headers, range: 'bytes=0-0' }, fetch, signal) : head;
  if (answer.kind === 'failed') return { opens: false, head: null, failure: answer.failure };
  answer.response.body.destroy();
  return judge(answer, null);
}

async function probeBytes(
  url: string,
  headers: Headers,
  max: number,
  fetch: WebFetch,
  signal: AbortSignal,
): Promise<ProbeResult> {
  const answer = await follow(url, 'GET', headers, fetch, signal);
  if (answer.kind === 'failed') return { opens: false, head: null, failure: answer.failure };
  return judge(answer, await firstBytes(answer.response, max));
}

type Answer =
  | { readonly kind: 'answer'; readonly response: WebAnswer; readonly url: URL }
  | { readonly kind: 'failed'; readonly failure: Failure };

/** Follows redirects by hand: a few, never away from TLS, and from afar never to services of this machine. */
async function follow(
  start: string,
  method: 'GET' | 'HEAD',
  headers: Headers,
  fetch: WebFetch,
  signal: AbortSignal,
): Promise<Answer> {
  let url = new URL(start);
  for (let hops = 0; hops <= MAX_REDIRECTS; hops++) {
    const response = await fetch(url, { method, headers, signal });
    const location = response.headers.get('location');
    if (response.status < 300 || response.status > 399 || location === null) return { kind: 'answer', response, url };
    response.body.destroy();
    const next = URL.canParse(location, url.href) ? new URL(location, url.href) : null;
    const inward = next !== null && isLoopbackHost(next.hostname) && !isLoopbackHost(url.hostname);
    if (next === null || inward || !isPublicAddress(next))
      return refusedRedirect(url, response.status, 'It leads elsewhere');
    url = next;
  }
  return refusedRedirect(url, 310, 'It leads on and on');
}

function isPublicAddress(url: URL): boolean {
  // Cloudflare Access sends strangers to its login page, which opens for everyone.
  if (url.hostname.endsWith('.cloudflareaccess.com')) return false;
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopbackHost(url.hostname));
}

function refusedRedirect(url: URL, status: number, detail: string): Answer {
  return { kind: 'failed', failure: failure('not-public', { host: url.host, status }, detail) };
}

function judge(answer: Extract<Answer, { kind: 'answer' }>, bytes: Uint8Array | null): ProbeResult {
  const head = headOf(answer.response);
  const { status, challenged, cachedFor } = head;
  if (status === 200 || status === 206) return { opens: true, head, bytes };
  const { host } = answer.url;
  // Waiting and trying again would be answered out of the same cache.
  if (status === 404 && cachedFor !== null)
    return { opens: false, head, failure: failure('cached-404', { host, seconds: cachedFor }) };
  const detail = challenged ? `HTTP ${status}, a challenge by Cloudflare` : `HTTP ${status}`;
  const code = status === 429 ? 'rate-limited' : status >= 500 ? 'server-error' : 'not-public';
  return { opens: false, head, failure: failure(code, { host, status }, detail) };
}

/** A website answers every address with a page of its own, also that of a picture: it is not the object that has answered. */
export function isOtherContent(
  head: AnswerHead,
  object: { readonly key: string; readonly size: number | null },
): boolean {
  const isPage = head.type?.toLowerCase().startsWith('text/html') === true;
  if (isPage && !contentTypeOfName(object.key).startsWith('text/html')) return true;
  // What Cloudflare still has of an older version is another matter.
  const comparable = object.size !== null && head.size !== null && head.cachedFor === null && !head.polished;
  return comparable && head.size !== object.size;
}

const FROM_CACHE: ReadonlySet<string> = new Set(['HIT', 'STALE', 'UPDATING', 'REVALIDATED']);

function headOf(response: WebAnswer): AnswerHead {
  const { status, headers } = response;
  const cached = FROM_CACHE.has((headers.get('cf-cache-status') ?? '').toUpperCase());
  const age = Number(headers.get('age') ?? 0);
  return {
    status,
    type: headers.get('content-type'),
    etag: headers.get('etag')?.replace(/^W\/|"/g, '') ?? null,
    size: sizeOf(response),
    cachedFor: cached ? (Number.isFinite(age) ? age : 0) : null,
    allowOrigin: headers.get('access-control-allow-origin'),
    polished: headers.has('cf-polished'),
    challenged: headers.get('cf-mitigated') === 'challenge',
  };
}

/** Bytes of the whole object, where it is told. */
function sizeOf({ status, headers }: WebAnswer): number | null {
  const text =
    status === 206 ? /\/(\d+)$/.exec(headers.get('content-range') ?? '')?.[1] : headers.get('content-length');
  return text === undefined || text === null || !/^\d+$/.test(text) ? null : Number(text);
}

async function firstBytes({ body }: WebAnswer, max: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body as AsyncIterable<Uint8Array>) {
    chunks.push(chunk);
    length += chunk.byteLength;
    if (length >= max) break;
  }
  return Buffer.concat(chunks).subarray(0, max);
}
