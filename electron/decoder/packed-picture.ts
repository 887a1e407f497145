import { blurOf } from './blur';
import type { Size } from './fit';

const QUALITY = 0.82;

/** Drawn where it is packed: from a graphics card it would have to be fetched back. */
const IN_MEMORY: CanvasRenderingContext2DSettings = { willReadFrequently: true };

/** A picture as it is kept. */
export interface PackedPicture {
  readonly webp: Uint8Array;
  /** ThumbHash of the picture, Base64. */
  readonly blur: string;
}

/** Draws a picture at a size and packs it as WebP. `smoothing`: low is enough for what becomes no smaller than half. */
export async function packed(
  picture: CanvasImageSource,
  { width, height }: Size,
  smoothing: ImageSmoothingQuality = 'high',
): Promise<PackedPicture> {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d', IN_MEMORY);
  if (context === null) throw new Error('This Chromium has no 2d canvas.');
  context.imageSmoothingQuality = smoothing;
  context.drawImage(picture, 0, 0, width, height);
  const blob = await canvas.convertToBlob({ type: 'image/webp', quality: QUALITY });
  return { webp: new Uint8Array(await blob.arrayBuffer()), blur: blurOf(canvas) };
}
