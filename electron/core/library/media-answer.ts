import { open } from 'node:fs/promises';
import { addAbortSignal, Readable } from 'node:stream';
import { assertNever } from '../../../shared/assert';
import { failure, FailureError, type Failure } from '../../../shared/failure';
import { isAbort } from '../store/abort';
import { failureOfFile } from '../store/file-errors';
import type { ObjectStore } from '../store/object-store';
import type { AssetSource, LocalSource, MemorySource, RemoteSource } from './asset-source';
import { parseByteRange } from './byte-range';
import { servedContentType, SVG_POLICY } from './media-type';

/** Reads from the disk in pieces that keep a video fed without holding much. */
const FILE_CHUNK_BYTES = 256 * 1024;

/** The asker has gone; nobody reads it. */
const BROKEN_OFF = 410;

export interface MediaSources {
  /** Throws a `FailureError` where a connection cannot be used. */
  storeOf(connectionId: string): ObjectStore | Promise<ObjectStore>;
  /** Told of each expected failure that a reply stands for. */
  failed(cause: Failure): void;
  /** Told of each piece that goes out. */
  moved(): void;
  /** Looks at the bytes of a source from its beginning as they pass; null where it is not to be looked at. */
  passing(source: AssetSource): Onlooker | null;
}

/** Sees pieces in their order; `end` only when the whole has passed. */
export interface Onlooker {
  see(piece: Uint8Array): void;
  end(): void;
}

type Range = { readonly start: number; readonly end: number } | null;

interface Bytes {
  readonly stream: Readable;
  /** Of the whole, not of the range. */
  readonly size: number;
}

/**
 * Answers a request for the bytes of an asset, or a range of them, from the disk or out of the bucket. When the signal fires, what
 * is being read breaks off.
 */
export async function answerMedia(
  source: AssetSource,
  rangeHeader: string | null,
  from: MediaSources,
  signal: AbortSignal,
): Promise<Response> {
  const headers = mediaHeaders(source.contentType);
  const range = parseByteRange(rangeHeader, source.size);
  if (range.kind === 'unsatisfiable') {
    headers.set('Content-Range', `bytes */${source.size}`);
    return new Response(null, { status: 416, headers });
  }
  if (source.size === 0) return new Response(null, { status: 200, headers });
  const part: Range = range.kind === 'part' ? range : null;
  try {
    const { stream, size } = await opened(source, part, from, signal);
    const { start, end } = part ?? { start: 0, end: size - 1 };
    headers.set('Content-Length', String(end - start + 1));
    if (part !== null) headers.set('Content-Range', `bytes ${start}-${end}/${size}`);
    const onlooker = start === 0 ? from.passing(source) : null;
    return new Response(bodyOf(addAbortSignal(signal, stream), from.moved, end === size - 1 ? onlooker : null), {
      status: part === null ? 200 : 206,
      headers,
    });
  } catch (error) {
    if (isAbort(error)) return new Response(null, { status: BROKEN_OFF });
    if (!(error instanceof FailureError)) throw error;
    from.failed(error.failure);
    return new Response(null, { status: statusOf(error.failure) });
  }
}

/**
 * The whole of an asset in memory. Throws a `FailureError` where it cannot be had or is longer than it is known to be, an `AbortError`
 * when the signal fires.
 */
export async function readMedia(
  source: AssetSource,
  from: Pick<MediaSources, 'storeOf' | 'passing'>,
  signal: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> {
  const { stream } = await opened(source, null, from, signal);
  const onlooker = from.passing(source);
  const whole = new Uint8Array(source.size);
  let length = 0;
  for await (const piece of addAbortSignal(signal, stream) as AsyncIterable<Uint8Array>) {
    if (length + piece.length > whole.length) throw new FailureError(failure('object-changed'));
    onlooker?.see(piece);
    whole.set(piece, length);
    length += piece.length;
  }
  onlooker?.end();
  return whole.subarray(0, length);
}

function mediaHeaders(contentType: string): Headers {
  const served = servedContentType(contentType);
  return new Headers({
    'Content-Type': served,
    'Accept-Ranges': 'bytes',
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
    'Content-Security-Policy': served === 'image/svg+xml' ? SVG_POLICY : "default-src 'none'; sandbox",
  });
}

function opened(
  source: AssetSource,
  range: Range,
  from: Pick<MediaSources, 'storeOf'>,
  signal: AbortSignal,
): Promise<Bytes> {
  switch (source.kind) {
    case 'local':
      return openFile(source, range);
    case 'remote':
      return openObject(source, range, from, signal);
    case 'memory':
      return Promise.resolve(openMemory(source, range));
    default:
      return assertNever(source);
  }
}

function openMemory({ bytes, size }: MemorySource, range: Range): Bytes {
  const part = range === null ? bytes : bytes.subarray(range.start, range.end + 1);
  return { stream: Readable.from([part]), size };
}

async function openFile({ path, size }: LocalSource, range: Range): Promise<Bytes> {
  try {
    const file = await open(path, 'r');
    const part = range ?? { start: 0, end: size - 1 };
    return { stream: file.createReadStream({ ...part, highWaterMark: FILE_CHUNK_BYTES }), size };
  } catch (error) {
    const cause = failureOfFile(error, 'read', path);
    throw cause === null ? error : new FailureError(cause, { cause: error });
  }
}

async function openObject(
  { connectionId, key, etag }: RemoteSource,
  range: Range,
  from: Pick<MediaSources, 'storeOf'>,
  signal: AbortSignal,
): Promise<Bytes> {
  const store = await from.storeOf(connectionId);
  const { stream, size } = await store.get(key, { range, ifMatch: etag }, signal);
  return { stream, size };
}

/** Bytes for a response, read no faster than they are taken; the source ends when the reader goes away. */
function bodyOf(source: Readable, moved: () => void, onlooker: Onlooker | null): ReadableStream<Uint8Array> {
  const chunks = source[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>;
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const next = await chunks.next();
      moved();
      if (next.done === true) {
        onlooker?.end();
        return controller.close();
      }
      onlooker?.see(next.value);
      controller.enqueue(next.value);
    },
    cancel() {
      source.destroy();
    },
  });
}

function statusOf({ code }: Failure): number {
  if (code === 'no-such-key' || code === 'file-missing') return 404;
  if (code === 'object-changed') return 409;
  return code === 'access-denied' || code === 'file-unreadable' ? 403 : 502;
}
