import { type ByteSource, HEAD_BYTES, HeadedBytes } from '../provenance/byte-source';
import type { ObjectStore } from '../store/object-store';
import type { RemoteObject } from './index/indexed-asset';

/** Requests for one picture beyond the first: for what a WebP has at its end, or a workflow that is larger than the head. */
const MAX_MORE = 2;
const WINDOW = 64 * 1024;

/** An object's bytes: its head by one request, what lies beyond by a few more. Throws a `FailureError` as the bucket does. */
export async function rangedBytes(
  store: ObjectStore,
  { key, size, etag }: Pick<RemoteObject, 'key' | 'size' | 'etag'>,
  signal: AbortSignal,
): Promise<ByteSource> {
  const fetched = async (at: number, length: number): Promise<Buffer> => {
    const end = Math.min(at + length, size) - 1;
    if (end < at) return Buffer.alloc(0);
    const { stream } = await store.get(key, { range: { start: at, end }, ifMatch: etag }, signal);
    const pieces: Uint8Array[] = [];
    for await (const piece of stream as AsyncIterable<Uint8Array>) pieces.push(piece);
    return Buffer.concat(pieces);
  };
  let left = MAX_MORE;
  let window: { readonly at: number; readonly bytes: Buffer } = { at: 0, bytes: Buffer.alloc(0) };
  return new HeadedBytes(size, await fetched(0, HEAD_BYTES), async (at, length) => {
    const within = (): Buffer =>
      window.bytes.subarray(Math.max(0, at - window.at), Math.max(0, at - window.at) + length);
    const isThere = at >= window.at && at + length <= window.at + window.bytes.length;
    if (isThere || left === 0) return at >= window.at ? within() : Buffer.alloc(0);
    left -= 1;
    window = { at, bytes: await fetched(at, length + WINDOW) };
    return within();
  });
}
