import type { Brief } from '../brief';
import type { Canvas } from '../canvas';
import { mixed } from '../colour';
import { SmoothField } from '../field';

/** A soft field of colour: the ramp between two places, along a direction, bent by broad noise. */
export interface BackdropTones {
  readonly from: number;
  readonly to: number;
  /** Radians; the way that the ramp goes. */
  readonly angle: number;
  /** How far noise bends it, in shares of the ramp. */
  readonly sway: number;
}

export function* paintBackdrop(canvas: Canvas, brief: Brief, tones: BackdropTones): Generator<void> {
  const { width, height, pixels } = canvas;
  const { table } = brief.ramp;
  const noise = brief.noise('backdrop');
  const side = Math.sqrt(width * height);
  const dx = Math.cos(tones.angle);
  const dy = Math.sin(tones.angle);
  const reach = Math.abs(dx) * width + Math.abs(dy) * height;
  const bends = yield* SmoothField.of(canvas, canvas.unit * 12, (x, y) => {
    return noise.clouds((x / side) * 1.1, (y / side) * 1.1, 2) * tones.sway;
  });
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const along = ((x - width / 2) * dx + (y - height / 2) * dy) / reach + 0.5;
      const share = along * along * (3 - 2 * along);
      const from = brief.ramp.offset(mixed(tones.from, tones.to, share) + bends.at(x, y));
      const at = (y * width + x) * 3;
      pixels[at] = table[from] as number;
      pixels[at + 1] = table[from + 1] as number;
      pixels[at + 2] = table[from + 2] as number;
    }
    yield;
  }
}
