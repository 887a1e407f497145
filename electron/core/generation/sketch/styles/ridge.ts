import type { Noise } from '../noise';

/** The outline of one range of hills: for each column its height on the canvas (y, pixels) and its slope. */
export interface Ridge {
  readonly crest: Float32Array;
  readonly slope: Float32Array;
}

export interface RidgeShape {
  readonly width: number;
  /** Mean y, pixels. */
  readonly base: number;
  /** Pixels up and down. */
  readonly amplitude: number;
  /** Pixels from one hill to the next. */
  readonly wavelength: number;
  /** Where in the noise it lies: makes each range another one. */
  readonly row: number;
  /** Moves the range along itself, in wavelengths. */
  readonly shift: number;
  /** 0 rolling, 1 sharp-edged. */
  readonly sharpness: number;
}

export function ridgeOf(noise: Noise, shape: RidgeShape): Ridge {
  const height = (x: number): number => {
    const place = x / shape.wavelength + shape.shift;
    const rolling = noise.plane(place, shape.row) + 0.3 * noise.plane(place * 2.1 + 7, shape.row + 31);
    const bend = noise.plane(place * 0.9 + 3, shape.row + 57);
    const sharp = 0.75 - 2.1 * Math.sqrt(bend * bend + 0.0016) + 0.12 * noise.plane(place * 4.3, shape.row + 83);
    return shape.base - shape.amplitude * (rolling * (1 - shape.sharpness) + sharp * shape.sharpness);
  };
  const crest = new Float32Array(shape.width);
  const slope = new Float32Array(shape.width);
  for (let x = 0; x < shape.width; x++) crest[x] = height(x + 0.5);
  for (let x = 0; x < shape.width; x++) {
    const left = Math.max(0, x - 1);
    const right = Math.min(shape.width - 1, x + 1);
    slope[x] = ((crest[right] as number) - (crest[left] as number)) / (right - left);
  }
  return { crest, slope };
}

/** How much of a pixel lies below the crest, by its distance to the slanted edge. */
export function coverage(ridge: Ridge, x: number, y: number): number {
  const slope = ridge.slope[x] as number;
  const inside = (y + 0.5 - (ridge.crest[x] as number)) / Math.sqrt(1 + slope * slope) + 0.5;
  return inside <= 0 ? 0 : inside >= 1 ? 1 : inside;
}
