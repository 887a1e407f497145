import { addAbortSignal } from 'node:stream';
import { failure, FailureError } from '../../../../shared/failure';
import type { GetOptions, ObjectStore } from '../../store/object-store';

interface ReadRequest {
  readonly key: string;
  /** Fails with `object-changed` when the object is another one. */
  readonly etag: string;
  readonly range: GetOptions['range'];
}

/** Reads an object, or a range of it, to its end; throws `connection-lost` when that comes too early. */
export async function readObject(
  store: ObjectStore,
  { key, etag, range }: ReadRequest,
  take: (chunk: Buffer) => void,
  signal: AbortSignal,
): Promise<void> {
  const body = await store.get(key, { range, ifMatch: etag }, signal);
  const stream = addAbortSignal(signal, body.stream);
  let length = 0;
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      length += chunk.length;
      take(chunk);
    }
  } finally {
    stream.destroy();
  }
  if (length !== body.length) throw endedEarly(key);
}

/** Reads an object, or a range of it, into memory, which it fills exactly. */
export async function readObjectInto(
  store: ObjectStore,
  request: ReadRequest,
  bytes: Buffer,
  signal: AbortSignal,
): Promise<void> {
  let filled = 0;
  const take = (chunk: Buffer): void => {
    if (filled + chunk.length > bytes.length) throw endedEarly(request.key);
    chunk.copy(bytes, filled);
    filled += chunk.length;
  };
  await readObject(store, request, take, signal);
  if (filled !== bytes.length) throw endedEarly(request.key);
}

function endedEarly(key: string): FailureError {
  return new FailureError(failure('connection-lost', { key }, 'the answer is not as long as it should be'));
}
