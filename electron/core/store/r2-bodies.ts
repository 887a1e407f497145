import type { Readable } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import { failure, FailureError, type Failure, type FailureCode } from '../../../shared/failure';
import { encodeKey } from '../../../shared/keys';
import { AS_STORED } from './as-stored';
import { thrownFor, type ErrorContext } from './errors';
import { encodeMetadata } from './metadata';
import type { GetOptions, ObjectBody, ObjectHeaders, PartUpload, PutOptions } from './object-store';
import { inputOfOthers } from './other-headers';
import { chunksOf, streamOf, type BodyPieces } from './object-body';
import type { R2Client } from './r2-client';
import { bareEtag, mustHave, totalOfRange } from './replies';
import type { Answer } from './wire/exchange';
import type { Throttle } from './wire/throttle';
import type { WireRequest } from './wire/wire';

const AGAIN_AFTER_MS = { GET: [100, 300, 900], PUT: [150] } as const;
const SHORT_MS = 1000;
/** More than this is not read of an answer that should have no body, bytes. */
const MOST_OF_NOTHING = 64 * 1024;
const PASSING: ReadonlySet<FailureCode> = new Set<FailureCode>(['server-error', 'rate-limited', 'connection-lost']);

/** The three questions that carry bytes; they go by the lean wire, as listings do, all others by the SDK. */

export async function putObject(
  client: R2Client,
  key: string,
  body: Uint8Array,
  options: PutOptions,
  signal: AbortSignal,
): Promise<{ etag: string }> {
  const context = client.context(key);
  const headers = {
    ...headersOf(options),
    'content-md5': options.contentMd5,
    ...(options.condition === 'absent' ? { 'if-none-match': '*' } : {}),
  };
  const { onSent } = options;
  const request = { method: 'PUT' as const, path: client.addressing.pathOf(key), query: '', headers, body, onSent };
  const answer = await ask(client, request, context, signal);
  await toEnd(answer, signal);
  return { etag: bareEtag(mustHave(answer.headers['etag'], 'ETag', context)) };
}

export async function uploadPart(client: R2Client, part: PartUpload, signal: AbortSignal): Promise<{ etag: string }> {
  const { key, uploadId, partNumber, body, contentMd5, onSent } = part;
  const context = client.context(key);
  const query = `partNumber=${partNumber}&uploadId=${encodeKey(uploadId).replaceAll('/', '%2F')}`;
  const headers = { 'content-md5': contentMd5 };
  const request = { method: 'PUT' as const, path: client.addressing.pathOf(key), query, headers, body, onSent };
  const answer = await ask(client, request, context, signal);
  await toEnd(answer, signal);
  return { etag: bareEtag(mustHave(answer.headers['etag'], 'ETag', context)) };
}

export async function getObject(
  client: R2Client,
  key: string,
  { range, ifMatch }: GetOptions,
  signal: AbortSignal,
): Promise<ObjectBody> {
  const context = client.context(key, 'object-changed');
  const headers = {
    ...(range === null ? {} : { range: `bytes=${range.start}-${range.end}` }),
    ...(ifMatch === null ? {} : { 'if-match': `"${ifMatch}"` }),
  };
  const request = { method: 'GET' as const, path: client.addressing.pathOf(key), query: '', headers, body: null };
  const answer = await askAsStored(client, request, context, signal);
  try {
    return bodyOf(answer, limited(answer, client.wire.throttle, context, signal), context);
  } catch (error) {
    answer.body.abandon();
    throw error;
  }
}

/** Bytes as they are stored, of which the ETag and the listing speak. */
async function askAsStored(
  client: R2Client,
  request: WireRequest,
  context: ErrorContext,
  signal: AbortSignal,
): Promise<Answer> {
  const answer = await ask(client, request, context, signal);
  if (answer.headers['content-length'] !== undefined || answer.headers['etag'] === undefined) return answer;
  answer.body.abandon();
  return ask(client, { ...request, headers: { ...request.headers, ...AS_STORED } }, context, signal);
}

/**
 * Asks, and asks again for what passes by itself. Not often, and not where the server names a time: what takes longer belongs to
 * the queue, which shows it as waiting, slows down, and waits in seconds.
 */
export async function ask(
  client: R2Client,
  request: WireRequest,
  context: ErrorContext,
  signal: AbortSignal,
): Promise<Answer> {
  for (const wait of AGAIN_AFTER_MS[request.method]) {
    try {
      return await askOnce(client, request, context, signal);
    } catch (error) {
      if (!(error instanceof FailureError) || !passesSoon(error.failure)) throw error;
      await setTimeout(wait, undefined, { signal });
    }
  }
  return askOnce(client, request, context, signal);
}

/** What was told as sent is taken back when it came to nothing. */
async function askOnce(
  client: R2Client,
  request: WireRequest,
  context: ErrorContext,
  signal: AbortSignal,
): Promise<Answer> {
  let sent = 0;
  const onSent = (bytes: number): void => {
    sent += bytes;
    request.onSent?.(bytes);
  };
  try {
    return await client.wire.ask({ ...request, onSent }, context, signal);
  } catch (error) {
    if (sent > 0) request.onSent?.(-sent);
    throw error;
  }
}

function passesSoon({ code, retry }: Failure): boolean {
  return PASSING.has(code) && (retry.kind !== 'after' || retry.ms <= SHORT_MS);
}

function bodyOf({ headers }: Answer, pieces: BodyPieces, context: ErrorContext): ObjectBody {
  const etag = bareEtag(mustHave(headers['etag'], 'ETag', context));
  const length = Number(headers['content-length'] ?? withoutLength(context));
  let stream: Readable | null = null;
  return {
    get stream() {
      return (stream ??= streamOf(pieces));
    },
    chunks: () => chunksOf(pieces),
    length,
    size: totalOfRange(headers['content-range']) ?? length,
    contentType: headers['content-type'] ?? '',
    etag,
  };
}

/** A fault of this one object: with its ETag it is an S3 server that has answered. */
function withoutLength({ host, bucket, key }: ErrorContext): never {
  const params = { host, bucket, ...(key === null ? {} : { key }) };
  throw new FailureError(failure('unexpected-reply', params, 'The answer has no Content-Length'));
}

/** The pieces of a body, no faster than the limit has them; their breaks are told in the app's words. */
function limited({ body }: Answer, throttle: Throttle | null, context: ErrorContext, signal: AbortSignal): BodyPieces {
  return {
    next: async () => {
      try {
        const piece = await body.next();
        if (piece !== null) await throttle?.pass(piece.length, 'down', signal);
        return piece;
      } catch (error) {
        throw thrownFor(error, context, signal);
      }
    },
    abandon: () => body.abandon(),
  };
}

function headersOf({ contentType, cacheControl, metadata, others }: ObjectHeaders): Record<string, string> {
  const own = Object.entries(encodeMetadata(metadata)).map(([name, value]) => [`x-amz-meta-${name}`, value] as const);
  return {
    'content-type': contentType,
    ...present('cache-control', cacheControl),
    ...present('content-disposition', others?.contentDisposition),
    ...present('content-encoding', others?.contentEncoding),
    ...present('content-language', others?.contentLanguage),
    ...present('expires', inputOfOthers(others).Expires?.toUTCString()),
    ...Object.fromEntries(own),
  };
}

function present(name: string, value: string | null | undefined): Record<string, string> {
  return value === null || value === undefined ? {} : { [name]: value };
}

/**
 * The answer to a PUT has no body worth reading; read, its connection can be used again. What breaks in it breaks nothing: the head has
 * said that the bytes are stored, and under which ETag, which is compared.
 */
async function toEnd({ body }: Answer, signal: AbortSignal): Promise<void> {
  let bytes = 0;
  try {
    for (let chunk = await body.next(); chunk !== null; chunk = await body.next()) {
      bytes += chunk.length;
      if (bytes > MOST_OF_NOTHING) return body.abandon();
    }
  } catch (error) {
    body.abandon();
    if (signal.aborted) throw error;
  }
}
