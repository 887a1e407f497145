import type { Size } from './fit';
import { packed, type PackedPicture } from './packed-picture';

/** The brand's ember, legible on the light and on the dark ground of a tile. */
const COLOUR = '#f2712b';
/** Of the width of a bar with its gap. */
const FILLED = 0.56;
/** Of the picture's width and height, left free on each side. */
const MARGIN = { x: 0.14, y: 0.3 };

/** Draws how loud a sound is over its time, as bars about a middle line, on nothing. */
export async function drawWave(peaks: readonly number[], edge: number): Promise<PackedPicture & Size> {
  const size = { width: edge, height: Math.round((edge * 3) / 4) };
  const canvas = new OffscreenCanvas(size.width, size.height);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context === null) throw new Error('This Chromium has no 2d canvas.');
  context.fillStyle = COLOUR;
  for (const bar of barsOf(peaks, size)) {
    context.beginPath();
    context.roundRect(bar.x, bar.y, bar.width, bar.height, bar.width / 2);
    context.fill();
  }
  return { ...(await packed(canvas, size)), ...size };
}

interface Bar {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The loudest bar is as high as there is room, silence a dot. */
export function barsOf(peaks: readonly number[], size: { readonly width: number; readonly height: number }): Bar[] {
  const left = size.width * MARGIN.x;
  const step = (size.width - 2 * left) / peaks.length;
  const room = size.height * (1 - 2 * MARGIN.y);
  const loudest = Math.max(...peaks, 1e-6);
  return peaks.map((peak, index) => {
    const width = step * FILLED;
    const height = Math.max(width, (peak / loudest) * room);
    return { x: left + index * step + (step - width) / 2, y: (size.height - height) / 2, width, height };
  });
}
