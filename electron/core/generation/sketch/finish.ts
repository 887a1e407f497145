import type { Canvas } from './canvas';
import { mix } from './random';

const CURVE_STEPS = 4096;
/** sRGB's transfer curve times 255, by the square root of linear light, so that the dark end has steps enough. */
const CURVE = Float32Array.from({ length: CURVE_STEPS + 1 }, (_, i) => {
  const linear = (i / CURVE_STEPS) ** 2;
  return 255 * (linear <= 0.0031308 ? linear * 12.92 : 1.055 * linear ** (1 / 2.4) - 0.055);
});

export interface Finish {
  /** How much the corners darken, 0 to 1. */
  readonly vignette: number;
  /** Strength of the film grain, in steps of 1/255. Half a step of dither is always there, against banding. */
  readonly grain: number;
  readonly seed: number;
}

/** Turns linear light into 8-bit sRGB, three bytes a pixel: highlights rolled off, corners darkened, grained. */
export function* finish(canvas: Canvas, { vignette, grain, seed }: Finish): Generator<number, Uint8Array> {
  const { width, height, pixels } = canvas;
  const bytes = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    const dy = (y + 0.5) / height - 0.5;
    for (let x = 0; x < width; x++) {
      const dx = (x + 0.5) / width - 0.5;
      const corner = (dx * dx + dy * dy) * 2;
      const fade = 1 - vignette * corner * corner;
      const noise = mix(seed ^ (Math.imul(y, 0x1f123bb5) + x));
      const speck = ((noise & 0xff) + ((noise >>> 8) & 0xff) - 255) * (grain / 255);
      const at = (y * width + x) * 3;
      bytes[at] = level((pixels[at] as number) * fade, speck + ((noise >>> 16) & 31) / 62 - 0.25);
      bytes[at + 1] = level((pixels[at + 1] as number) * fade, speck + ((noise >>> 21) & 31) / 62 - 0.25);
      bytes[at + 2] = level((pixels[at + 2] as number) * fade, speck + ((noise >>> 26) & 31) / 62 - 0.25);
    }
    yield (y + 1) / height;
  }
  return bytes;
}

const SHOULDER = 0.72;

function level(light: number, noise: number): number {
  const room = 1 - SHOULDER;
  const rolled = light <= SHOULDER ? Math.max(0, light) : 1 - room * Math.exp((SHOULDER - light) / room);
  const value = (CURVE[(Math.sqrt(rolled) * CURVE_STEPS + 0.5) | 0] as number) + noise + 0.5;
  return value <= 0 ? 0 : value >= 255 ? 255 : value | 0;
}
