import { Readable } from 'node:stream';
import { fail, failure, FailureError } from '../../../shared/failure';
import { abortError } from '../store/abort';
import { failureOfNetwork } from '../store/network-errors';
import { redact } from '../store/redact';
import { MAGIC_BYTES, mediaTypeOf, type MediaType } from './media-type';
import { readable } from './providers/answer-text';

/** Longer films than any service makes today. */
const MAX_BYTES = 4 * 1024 ** 3;
/** ms without a byte after which a result is given up for now. */
const IDLE = 120_000;

/** A result on its way, whose first bytes have been looked at. */
export interface Arriving {
  readonly type: MediaType;
  readonly bytes: AsyncIterable<Uint8Array>;
  /** What is still to be done to the file that it has become, before it counts. */
  readonly finish?: (file: string) => Promise<void>;
}

/** A result that is here already, as one that comes. */
export function bodyOf(bytes: Uint8Array): Readable {
  return Readable.from([Buffer.from(bytes)]);
}

/** Looks at what comes before anything is kept of it; fails where it is no picture and no film, with the words that came instead. `from`: who sends it. */
export async function lookAt(body: Readable, from: string, signal: AbortSignal): Promise<Arriving> {
  const chunks = bounded(body, from, signal)[Symbol.asyncIterator]();
  const start: Uint8Array[] = [];
  let length = 0;
  while (length < MAGIC_BYTES) {
    const next = await chunks.next();
    if (next.done === true) break;
    start.push(next.value);
    length += next.value.byteLength;
  }
  const first = Buffer.concat(start);
  const type = await mediaTypeOf(first);
  if (type === null) {
    body.destroy();
    fail('provider-bad-answer', { host: from }, redact(`No picture came: ${readable(first)}`));
  }
  return { type, bytes: whole(first, chunks) };
}

async function* whole(first: Uint8Array, rest: AsyncIterator<Uint8Array>): AsyncIterable<Uint8Array> {
  yield first;
  for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
}

/** The chunks of a body; what breaks it off is told as a failure. */
async function* bounded(body: Readable, from: string, signal: AbortSignal): AsyncIterable<Uint8Array> {
  const late = (): void => void body.destroy(new FailureError(failure('timeout', { host: from })));
  const stop = (): void => void body.destroy(abortError(signal));
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  let timer = setTimeout(late, IDLE);
  let length = 0;
  try {
    for await (const chunk of body as AsyncIterable<Uint8Array>) {
      clearTimeout(timer);
      timer = setTimeout(late, IDLE);
      length += chunk.byteLength;
      if (length > MAX_BYTES)
        fail('provider-bad-answer', { host: from }, `The result is longer than ${MAX_BYTES} bytes.`);
      yield chunk;
    }
  } catch (error) {
    if (signal.aborted) throw abortError(signal);
    throw error instanceof FailureError ? error : brokenOff(error, from);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
  }
}

function brokenOff(error: unknown, from: string): unknown {
  const network = failureOfNetwork(error, from);
  if (network === null) return error;
  return new FailureError(failure('provider-unreachable', { host: from }, network.detail), { cause: error });
}
