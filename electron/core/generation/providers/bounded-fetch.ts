import type { Readable } from 'node:stream';
import { failure, fail, FailureError } from '../../../../shared/failure';
import { abortError } from '../../store/abort';
import { failureOfNetwork } from '../../store/network-errors';
import type { WebFetch, WebQuestion } from '../../store/web-fetch';

const START_BYTES = 20_000;
/** ms for those. */
const START_TIME = 10_000;

export interface Bounds {
  readonly maxBytes: number;
  /** ms from the request to the last byte. */
  readonly timeLimit: number;
}

/** An answer that has arrived whole. */
export interface WholeAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Uint8Array;
}

/** A request with its whole answer, never following a redirect; fails where the service is out of reach, late or too long. */
export async function fetchWhole(
  fetch: WebFetch,
  url: URL,
  question: Omit<WebQuestion, 'signal'>,
  bounds: Bounds,
  signal: AbortSignal,
): Promise<WholeAnswer> {
  const late = AbortSignal.timeout(bounds.timeLimit);
  const either = AbortSignal.any([signal, late]);
  try {
    const response = await fetch(url, { ...question, signal: either });
    const bytes = await readWhole(response.body, url.host, bounds.maxBytes);
    return { status: response.status, headers: response.headers, bytes };
  } catch (error) {
    if (error instanceof FailureError) throw error;
    if (signal.aborted) throw abortError(signal);
    if (late.aborted) fail('timeout', { host: url.host });
    const network = failureOfNetwork(error, url.host);
    if (network === null) throw error;
    if (network.code === 'timeout') throw new FailureError(network, { cause: error });
    throw new FailureError(failure('provider-unreachable', { host: url.host }, network.detail), { cause: error });
  }
}

/** The first bytes of a body that is not wanted, enough for what it says. */
export async function readStart(body: Readable): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const timer = setTimeout(() => body.destroy(), START_TIME);
  try {
    for await (const chunk of body as AsyncIterable<Uint8Array>) {
      chunks.push(chunk);
      length += chunk.byteLength;
      if (length > START_BYTES) break;
    }
  } catch {
    // What came before it broke off is all that it says.
  } finally {
    clearTimeout(timer);
  }
  return Buffer.concat(chunks);
}

/** A whole body; fails where it is longer than `maxBytes`. */
export async function readWhole(body: Readable, host: string, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body as AsyncIterable<Uint8Array>) {
    length += chunk.byteLength;
    if (length > maxBytes) fail('provider-bad-answer', { host }, `The answer is longer than ${maxBytes} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
