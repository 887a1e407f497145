import { isAnimated } from './animated';
import { avifOf } from './avif';
import { covering, fitInto, type Size } from './fit';
import { decodedAt, naturalSizeOf, readSource } from './image';
import type { ConvertTask } from './messages';
import { DecodeError, within } from './problem';

/** Large pictures take their time to be packed; what takes more than this never comes to an end. */
const CONVERT_MS = 90_000;
/** What WebP can hold (developers.google.com/speed/webp/faq), and about what a canvas can. */
const MAX_SIDE = 16_383;

/** Draws a still picture anew, upright, as large as it may be, and packs it in another format: its metadata stay behind. */
export async function convertImage(task: ConvertTask): Promise<Uint8Array> {
  const blob = await readSource(task.sourceUrl);
  const late = new AbortController();
  try {
    return await within(CONVERT_MS, converted(blob, task, late.signal));
  } finally {
    late.abort();
  }
}

async function converted(blob: Blob, task: ConvertTask, signal: AbortSignal): Promise<Uint8Array> {
  if (isAnimated(new Uint8Array(await blob.arrayBuffer()))) throw new DecodeError('animated');
  const size = await naturalSizeOf(blob, task.maxPixels);
  const shown = task.maxSide === null ? size : fitInto(size, task.maxSide);
  const target = task.fill ?? shown;
  if (Math.max(target.width, target.height) > MAX_SIDE) throw new DecodeError('too-large');
  const bitmap = await decodedAt(blob, shown);
  try {
    return await pack(bitmap, target, task, signal);
  } finally {
    bitmap.close();
  }
}

async function pack(bitmap: ImageBitmap, size: Size, task: ConvertTask, signal: AbortSignal): Promise<Uint8Array> {
  const { width, height } = size;
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context === null) throw new DecodeError('too-large');
  if (task.format === 'jpeg') {
    // JPEG knows no transparency: what shines through is white, as on paper, and not black.
    context.fillStyle = '#fff';
    context.fillRect(0, 0, width, height);
  }
  const drawn = covering(bitmap, size);
  context.imageSmoothingQuality = 'high';
  context.drawImage(bitmap, drawn.x, drawn.y, drawn.width, drawn.height);
  if (task.format === 'avif') {
    const pixels = context.getImageData(0, 0, width, height).data;
    return avifOf({ pixels, width, height, quality: task.quality }, signal);
  }
  const type = `image/${task.format}`;
  const packed = await canvas.convertToBlob({ type, quality: task.quality / 100 });
  // A canvas answers with PNG where it cannot make what it was asked for.
  if (packed.type !== type) throw new DecodeError('not-decodable');
  return new Uint8Array(await packed.arrayBuffer());
}
