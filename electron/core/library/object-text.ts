import { open } from 'node:fs/promises';
import { FailureError } from '../../../shared/failure';
import { failureOfFile } from '../store/file-errors';
import type { ObjectStore } from '../store/object-store';

/** As much of a text as is shown. */
export const MAX_TEXT_BYTES = 1024 * 1024;

export interface ObjectText {
  readonly text: string;
  readonly truncated: boolean;
}

/** The beginning of a text object. */
export async function readObjectText(
  store: ObjectStore,
  object: { readonly key: string; readonly size: number },
  signal: AbortSignal,
): Promise<ObjectText> {
  if (object.size === 0) return { text: '', truncated: false };
  const range = { start: 0, end: Math.min(object.size, MAX_TEXT_BYTES) - 1 };
  const body = await store.get(object.key, { range, ifMatch: null }, signal);
  const chunks: Uint8Array[] = [];
  for await (const chunk of body.stream as AsyncIterable<Uint8Array>) chunks.push(chunk);
  return decoded(Buffer.concat(chunks), body.size);
}

/** The beginning of a text file. */
export async function readFileText(path: string): Promise<ObjectText> {
  try {
    const file = await open(path, 'r');
    try {
      const { size } = await file.stat();
      const { buffer, bytesRead } = await file.read(Buffer.alloc(Math.min(size, MAX_TEXT_BYTES)), { position: 0 });
      return decoded(buffer.subarray(0, bytesRead), size);
    } finally {
      await file.close();
    }
  } catch (error) {
    const cause = failureOfFile(error, 'read', path);
    throw cause === null ? error : new FailureError(cause, { cause: error });
  }
}

/** UTF-8, or what its byte order mark says; a character that the cut went through is left out. */
function decoded(bytes: Uint8Array, size: number): ObjectText {
  const truncated = bytes.byteLength < size;
  const utf16 =
    bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : null;
  const text = new TextDecoder(utf16 ?? 'utf-8').decode(bytes, { stream: truncated });
  return { text, truncated };
}
