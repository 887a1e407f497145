import type { Size } from './fit';

const QUALITY = 0.82;

/** Draws a picture at a size and packs it as WebP. */
export async function webpOf(picture: CanvasImageSource, { width, height }: Size): Promise<Uint8Array> {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('This Chromium has no 2d canvas.');
  context.imageSmoothingQuality = 'high';
  context.drawImage(picture, 0, 0, width, height);
  const blob = await canvas.convertToBlob({ type: 'image/webp', quality: QUALITY });
  return new Uint8Array(await blob.arrayBuffer());
}
