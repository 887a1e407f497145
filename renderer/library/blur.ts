import { thumbHashToRGBA } from 'thumbhash';

/** Blurs that were drawn last, by their hash: scrolling back and forth shows the same ones. */
const KEPT = 300;
const drawn = new Map<string, ImageData>();

/** The pixels that a ThumbHash (Base64) stands for, at most 32 × 32; null where it is none. */
export function blurPixels(hash: string): ImageData | null {
  const known = drawn.get(hash);
  if (known !== undefined) return known;
  try {
    const { w, h, rgba } = thumbHashToRGBA(Uint8Array.from(atob(hash), (letter) => letter.charCodeAt(0)));
    const pixels = new ImageData(new Uint8ClampedArray(rgba), w, h);
    const oldest = drawn.keys().next();
    if (drawn.size >= KEPT && oldest.done !== true) drawn.delete(oldest.value);
    drawn.set(hash, pixels);
    return pixels;
  } catch {
    return null;
  }
}
