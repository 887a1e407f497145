import { createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { BusboyFileStream, BusboyHeaders, BusboyInstance } from '@fastify/busboy';
import { extensionOf, UNKNOWN_TYPE } from '../../../shared/media';
import { ApiError } from './answer';

const MAX_JSON_BYTES = 1024 * 1024;
export const MAX_FILES = 100;
/** Of one file that is sent; larger ones are named by their path. */
const MAX_FILE_BYTES = 5 * 1024 * 1024 * 1024;

/** A file that was sent, on disk. */
export interface ReceivedFile {
  readonly path: string;
  /** As the caller calls it. */
  readonly name: string;
}

export type Body =
  | { readonly kind: 'empty' }
  | { readonly kind: 'json'; readonly value: unknown }
  | { readonly kind: 'files'; readonly files: readonly ReceivedFile[] };

export interface Incoming {
  /** Sent files are laid down here. */
  readonly folder: string;
  randomId(): string;
}

/** Reads a request's body, within bounds; `incoming` is null where no files are taken. Throws an `ApiError`; nothing of it is left on disk then. */
export async function readBody(request: IncomingMessage, incoming: Incoming | null): Promise<Body> {
  const type = request.headers['content-type'] ?? '';
  if (incoming !== null && /^multipart\/form-data *;/i.test(type))
    return { kind: 'files', files: await readFiles(request, incoming) };
  const text = await readText(request);
  if (text.trim() === '') return { kind: 'empty' };
  // Programs that send JSON do not always say so.
  if (type !== '' && !/^application\/json|^text\/plain|urlencoded/i.test(type))
    throw new ApiError(415, incoming === null ? 'Send JSON.' : 'Send JSON, or files as multipart/form-data.');
  try {
    return { kind: 'json', value: JSON.parse(text) as unknown };
  } catch {
    throw new ApiError(400, 'The body is no JSON.');
  }
}

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAX_JSON_BYTES) throw new ApiError(413, 'The body is too large.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

async function readFiles(request: IncomingMessage, incoming: Incoming): Promise<readonly ReceivedFile[]> {
  await mkdir(incoming.folder, { recursive: true, mode: 0o700 });
  const received: ReceivedFile[] = [];
  const writes: Promise<void>[] = [];
  try {
    const parser = await parserFor(request, (stream, fileName, contentType) => {
      const name = fileName === '' ? nameOfType(contentType) : fileName;
      const extension = extensionOf(name).replace(/[^a-z0-9]/g, '');
      const path = join(incoming.folder, `${incoming.randomId()}${extension === '' ? '' : `.${extension}`}`);
      received.push({ path, name });
      // A failed write ends the parser; the promise is looked at when that has ended.
      const writing = keep(stream, path);
      writing.catch((error: unknown) => parser.destroy(error instanceof Error ? error : new Error(String(error))));
      writes.push(writing);
    });
    await pipeline(request, parser);
    await Promise.all(writes);
  } catch (error) {
    await Promise.allSettled(writes);
    for (const { path } of received) await rm(path, { force: true });
    throw error instanceof ApiError ? error : new ApiError(400, `The files could not be read: ${messageOf(error)}`);
  }
  if (received.length === 0) throw new ApiError(400, 'There is no file in the form.');
  return received;
}

async function parserFor(
  request: IncomingMessage,
  onFile: (stream: BusboyFileStream, name: string, contentType: string) => void,
): Promise<BusboyInstance> {
  const { Busboy } = await import('@fastify/busboy');
  const parser = new Busboy({
    headers: request.headers as BusboyHeaders,
    isPartAFile: (_field, _type, fileName) => fileName !== undefined,
    // One more than is allowed, so that it can be refused and not left out.
    limits: { fieldNameSize: 200, fieldSize: 10_000, fields: 20, files: MAX_FILES + 1, fileSize: MAX_FILE_BYTES },
  });
  let files = 0;
  parser.on('file', (_field, stream, fileName, _encoding, contentType) => {
    files += 1;
    if (files > MAX_FILES) {
      stream.resume();
      parser.destroy(new ApiError(413, `At most ${MAX_FILES} files at once.`));
    } else onFile(stream, fileName, contentType);
  });
  return parser;
}

async function keep(stream: BusboyFileStream & Readable, path: string): Promise<void> {
  await pipeline(stream, createWriteStream(path, { flags: 'wx', mode: 0o600 }));
  if (stream.truncated) throw new ApiError(413, 'A file is larger than 5 GiB: name its path instead.');
}

function nameOfType(contentType: string): string {
  const subtype = /^(?:image|video)\/([a-z0-9]+)$/i.exec(contentType)?.[1];
  return contentType === UNKNOWN_TYPE || subtype === undefined ? 'upload' : `upload.${subtype.toLowerCase()}`;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
