import { open } from 'node:fs/promises';
import { addAbortSignal, pipeline, Readable, Transform } from 'node:stream';
import { assertNever } from '../../../shared/assert';
import { failure, FailureError, type Failure } from '../../../shared/failure';
import type { Reply } from '../reply';
import { isAbort } from '../store/abort';
import { failureOfFile } from '../store/file-errors';
import type { ObjectBody, ObjectStore } from '../store/object-store';
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
): Promise<Reply> {
  const headers = mediaHeaders(source.contentType);
  const range = parseByteRange(rangeHeader, source.size);
  if (range.kind === 'unsatisfiable')
    return { status: 416, headers: { ...headers, 'Content-Range': `bytes */${source.size}` }, body: null };
  if (source.size === 0) return { status: 200, headers, body: null };
  const part: Range = range.kind === 'part' ? range : null;
  try {
    const { body, size } = await partOf(source, part, from, signal);
    const { start, end } = part ?? { start: 0, end: size - 1 };
    const length = { ...headers, 'Content-Length': String(end - start + 1) };
    if (part === null) return { status: 200, headers: length, body };
    return { status: 206, headers: { ...length, 'Content-Range': `bytes ${start}-${end}/${size}` }, body };
  } catch (error) {
    if (isAbort(error)) return { status: BROKEN_OFF, headers: {}, body: null };
    if (!(error instanceof FailureError)) throw error;
    from.failed(error.failure);
    return { status: statusOf(error.failure), headers: {}, body: null };
  }
}

/** What lies in memory goes out in one piece. */
async function partOf(
  source: AssetSource,
  part: Range,
  from: MediaSources,
  signal: AbortSignal,
): Promise<Pick<Reply, 'body'> & { readonly size: number }> {
  signal.throwIfAborted();
  if (source.kind === 'memory') {
    from.moved();
    return { body: memoryPart(source, part), size: source.size };
  }
  const { stream, size } = await opened(source, part, from, signal);
  const { start, end } = part ?? { start: 0, end: size - 1 };
  const isWhole = start === 0 && end === size - 1;
  return { body: watched(addAbortSignal(signal, stream), from.moved, isWhole ? from.passing(source) : null), size };
}

/**
 * Reads the whole of an asset into memory that is as long as it at least; answers the part that it fills. Throws a `FailureError` where
 * it cannot be had or is longer than it is known to be, an `AbortError` when the signal fires.
 */
export async function readMedia(
  source: AssetSource,
  into: Uint8Array<ArrayBuffer>,
  from: Pick<MediaSources, 'storeOf' | 'passing'>,
  signal: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> {
  const pieces = await piecesOf(source, from, signal);
  const onlooker = from.passing(source);
  let length = 0;
  for await (const piece of pieces) {
    if (length + piece.length > source.size) throw new FailureError(failure('object-changed'));
    into.set(piece, length);
    // A piece is good until the next one only.
    onlooker?.see(into.subarray(length, length + piece.length));
    length += piece.length;
  }
  onlooker?.end();
  return into.subarray(0, length);
}

async function piecesOf(
  source: AssetSource,
  from: Pick<MediaSources, 'storeOf'>,
  signal: AbortSignal,
): Promise<AsyncIterable<Uint8Array>> {
  if (source.kind === 'remote') return (await bodyOf(source, null, from, signal)).chunks();
  const { stream } = await opened(source, null, from, signal);
  return addAbortSignal(signal, stream) as AsyncIterable<Uint8Array>;
}

function mediaHeaders(contentType: string): Reply['headers'] {
  const served = servedContentType(contentType);
  return {
    'Content-Type': served,
    'Accept-Ranges': 'bytes',
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
    'Content-Security-Policy': served === 'image/svg+xml' ? SVG_POLICY : "default-src 'none'; sandbox",
  };
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
      return bodyOf(source, range, from, signal);
    case 'memory':
      return Promise.resolve({ stream: Readable.from([memoryPart(source, range)]), size: source.size });
    default:
      return assertNever(source);
  }
}

function memoryPart({ bytes }: MemorySource, range: Range): Uint8Array {
  return range === null ? bytes : bytes.subarray(range.start, range.end + 1);
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

async function bodyOf(
  { connectionId, key, etag }: RemoteSource,
  range: Range,
  from: Pick<MediaSources, 'storeOf'>,
  signal: AbortSignal,
): Promise<ObjectBody> {
  const store = await from.storeOf(connectionId);
  return store.get(key, { range, ifMatch: etag }, signal);
}

/** A stream that passes an onlooker, read no faster than it is taken; its source ends when the reader goes away. */
function watched(source: Readable, moved: () => void, onlooker: Onlooker | null): Readable {
  const passage = new Transform({
    transform(piece: Uint8Array, _encoding, passed) {
      moved();
      onlooker?.see(piece);
      passed(null, piece);
    },
    flush(passed) {
      moved();
      onlooker?.end();
      passed();
    },
  });
  // How it ends is the reader's affair.
  return pipeline(source, passage, () => undefined);
}

function statusOf({ code }: Failure): number {
  if (code === 'no-such-key' || code === 'file-missing') return 404;
  if (code === 'object-changed') return 409;
  return code === 'access-denied' || code === 'file-unreadable' ? 403 : 502;
}
