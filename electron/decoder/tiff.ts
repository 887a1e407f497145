import UTIF from 'utif2';
import type { DecodedPicture } from './decoded-picture';
import { fitInto, type Size } from './fit';
import { readSource } from './image';
import type { ThumbnailTask } from './messages';
import { DecodeError } from './problem';
import { packed } from './packed-picture';
import { keepFirstPicture } from './tiff-directory';

/** Decoded in JavaScript, several copies at a time: less than what Chromium may decode. */
const MAX_PIXELS = 60_000_000;
const MAX_BYTES = 128 * 1024 * 1024;

/** Makes a picture of the first picture of a TIFF file, upright; Chromium reads none. */
export async function decodeTiff(task: ThumbnailTask): Promise<DecodedPicture> {
  if (task.size > MAX_BYTES) throw new DecodeError('too-large');
  const bytes = await (await readSource(task.sourceUrl)).arrayBuffer();
  try {
    return await drawn(bytes, task.edge);
  } catch (error) {
    throw error instanceof DecodeError ? error : new DecodeError('not-decodable');
  }
}

async function drawn(bytes: ArrayBuffer, edge: number): Promise<DecodedPicture> {
  const [first] = keepFirstPicture(bytes) ? UTIF.decode(bytes) : [];
  if (first === undefined) throw new DecodeError('not-decodable');
  const stored: Size = { width: numberIn(first, 't256'), height: numberIn(first, 't257') };
  if (!(stored.height > 0)) throw new DecodeError('not-decodable');
  if (stored.width * stored.height > MAX_PIXELS) throw new DecodeError('too-large');
  UTIF.decodeImage(bytes, first);
  const pixels = new Uint8ClampedArray(UTIF.toRGBA8(first));
  const raw = new OffscreenCanvas(stored.width, stored.height);
  raw
    .getContext('2d', { willReadFrequently: true })
    ?.putImageData(new ImageData(pixels, stored.width, stored.height), 0, 0);
  const upright = turned(raw, numberIn(first, 't274'));
  const { width, height } = upright;
  return {
    ...(await packed(upright, fitInto({ width, height }, edge))),
    width,
    height,
    durationMs: null,
    pages: null,
  };
}

/** TIFF 6.0, page 36: what the tag Orientation says of the first row and column. */
const TURNS: Readonly<Record<number, readonly [a: number, b: number, c: number, d: number]>> = {
  2: [-1, 0, 0, 1],
  3: [-1, 0, 0, -1],
  4: [1, 0, 0, -1],
  5: [0, 1, 1, 0],
  6: [0, 1, -1, 0],
  7: [0, -1, -1, 0],
  8: [0, -1, 1, 0],
};

function turned(raw: OffscreenCanvas, orientation: number): OffscreenCanvas {
  const turn = TURNS[orientation];
  if (turn === undefined) return raw;
  const [a, b, c, d] = turn;
  const { width, height } = raw;
  const canvas = a === 0 ? new OffscreenCanvas(height, width) : new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  context?.setTransform(a, b, c, d, canvas.width / 2, canvas.height / 2);
  context?.drawImage(raw, -width / 2, -height / 2);
  return canvas;
}

/** The first value of a tag; 0 when there is none. */
function numberIn(directory: UTIF.IFD, tag: string): number {
  const value = directory[tag];
  const first: unknown = Array.isArray(value) ? value[0] : value;
  return typeof first === 'number' ? first : 0;
}
