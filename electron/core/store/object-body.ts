import { Readable } from 'node:stream';

/** Where a body comes from, piece by piece. */
export interface BodyPieces {
  /** Good until the next is asked for; null at the end. */
  next(): Promise<Uint8Array | null>;
  /** Frees the socket, wherever the body stands. */
  abandon(): void;
}

/** As a stream, whose chunks are copies that stay. Destroying it frees the socket. */
export function streamOf(pieces: BodyPieces): Readable {
  const stream: Readable = new Readable({
    read: () => {
      pieces.next().then(
        (piece) => stream.push(piece === null ? null : Buffer.from(piece)),
        (error: unknown) => stream.destroy(error instanceof Error ? error : new Error(String(error))),
      );
    },
    destroy: (error, done) => {
      pieces.abandon();
      done(error);
    },
  });
  return stream;
}

/** One after the other; leaving the loop frees the socket. */
export async function* chunksOf(pieces: BodyPieces): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    for (let piece = await pieces.next(); piece !== null; piece = await pieces.next()) yield piece;
  } finally {
    pieces.abandon();
  }
}
