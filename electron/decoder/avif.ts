import type { Size } from './fit';
import { DecodeError } from './problem';

/** Pixels to be packed: four bytes each, red, green, blue and opacity. */
export interface AvifWish extends Size {
  readonly pixels: Uint8ClampedArray<ArrayBuffer>;
  /** 1 to 100. */
  readonly quality: number;
}

export interface AvifReply {
  /** null when the picture is too large for the encoder. */
  readonly avif: Uint8Array | null;
}

/**
 * Packs pixels as AVIF, which Chromium's canvas cannot. On a thread of its own: it takes seconds, and thumbnails go on meanwhile.
 * The thread ends with the work, or when the signal fires.
 */
export async function avifOf(wish: AvifWish, signal: AbortSignal): Promise<Uint8Array> {
  signal.throwIfAborted();
  const worker = new Worker(new URL('./avif-worker.ts', import.meta.url), { type: 'module' });
  try {
    const { avif } = await replyOf(worker, wish, signal);
    if (avif === null) throw new DecodeError('too-large');
    return avif;
  } finally {
    worker.terminate();
  }
}

function replyOf(worker: Worker, wish: AvifWish, signal: AbortSignal): Promise<AvifReply> {
  return new Promise((resolve, reject) => {
    worker.onmessage = (event: MessageEvent<AvifReply>) => resolve(event.data);
    worker.onerror = () => reject(new DecodeError('not-decodable'));
    signal.onabort = () => reject(new DecodeError('timeout'));
    worker.postMessage(wish, [wish.pixels.buffer]);
  });
}
