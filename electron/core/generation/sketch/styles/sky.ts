import type { Brief } from '../brief';
import { disc, lighten, cover, spark, type Canvas } from '../canvas';
import { clamp01, mixed, mixedRgb, smoothstep, type Rgb } from '../colour';
import { SmoothField } from '../field';

/** Sun or moon: where it stands and how large it is, in pixels. */
export interface Luminary {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  readonly moon: boolean;
}

/** The colours of a sky, as places on the ramp. */
export interface SkyTones {
  readonly top: number;
  readonly horizon: number;
  /** y of the horizon, pixels. */
  readonly horizonY: number;
}

/** A graded sky with haze, thin clouds and the glow of its luminary, down to a little below the horizon. */
export function* paintSky(canvas: Canvas, brief: Brief, tones: SkyTones, luminary: Luminary): Generator<void> {
  const { width, pixels, unit } = canvas;
  const { table } = brief.ramp;
  const noise = brief.noise('sky');
  const side = unit * 1000;
  const height = Math.min(canvas.height, Math.ceil(tones.horizonY + side * 0.1));
  const drifts = yield* SmoothField.of(
    { width, height },
    unit * 24,
    (x, y) => noise.plane((x / side) * 1.3, (y / side) * 1.7) * 0.07,
  );
  const bands = yield* SmoothField.of({ width, height }, unit * 3, (x, y) => {
    return noise.clouds((x / side) * 1.6 + y / side, (y / side) * 9, 3);
  });
  const glow = luminary.moon ? 0.2 : 0.36;
  const haloColour = mixedRgb(brief.light, brief.ramp.at(tones.horizon), 0.7);
  for (let y = 0; y < height; y++) {
    const rise = y / tones.horizonY;
    for (let x = 0; x < width; x++) {
      const drift = drifts.at(x, y);
      const cloud = smoothstep(0.08, 0.62, bands.at(x, y)) * smoothstep(0.1, 0.75, rise);
      const share = clamp01(rise + drift);
      const tone = mixed(tones.top, tones.horizon, share * share * (1.6 - 0.6 * share)) + cloud * 0.075;
      const from = brief.ramp.offset(tone);
      const dx = x - luminary.x;
      const dy = y - luminary.y;
      const near = Math.sqrt(dx * dx + dy * dy) / (luminary.radius * 3.2);
      const halo = glow * Math.exp(-near * 1.15) * (1 + cloud * 0.5);
      const at = (y * width + x) * 3;
      pixels[at] = (table[from] as number) * (1 - halo * 0.55) + haloColour[0] * halo;
      pixels[at + 1] = (table[from + 1] as number) * (1 - halo * 0.55) + haloColour[1] * halo;
      pixels[at + 2] = (table[from + 2] as number) * (1 - halo * 0.55) + haloColour[2] * halo;
    }
    yield;
  }
}

export function* paintStars(canvas: Canvas, brief: Brief, below: number, strength: number): Generator<void> {
  const random = brief.random.fork('stars');
  const count = Math.round(420 * strength);
  for (let i = 0; i < count; i++) {
    const y = below * random.next() ** 1.25;
    const size = canvas.unit * mixed(0.7, 2.1, random.next() ** 9);
    const bright = mixed(0.1, 0.95, random.next() ** 4) * (1 - 0.75 * (y / below));
    const tint = mixedRgb([1, 1, 1], random.chance(0.7) ? brief.light : brief.accent, random.between(0.1, 0.6));
    spark(canvas, random.between(0, canvas.width), y, Math.max(0.8, size), tint, bright);
    if (i % 32 === 0) yield;
  }
}

/** The disc itself: a sun brightens to its middle, a moon has seas and a shaded limb. */
export function* paintLuminary(canvas: Canvas, brief: Brief, luminary: Luminary): Generator<void> {
  const { x: cx, y: cy, radius, moon } = luminary;
  const { width, unit } = canvas;
  const noise = brief.noise('moon');
  const shade: Rgb = mixedRgb(brief.light, brief.ramp.at(0.55), 0.5);
  yield* disc(canvas, { x: cx, y: cy, radius, softness: Math.max(0.75, unit * 0.8) }, (at, share, distance) => {
    const pixel = at / 3;
    const dx = ((pixel % width) - cx) / radius;
    const dy = (Math.floor(pixel / width) - cy) / radius;
    if (!moon) {
      cover(canvas, at, brief.light, share);
      lighten(canvas, at, brief.light, 0.16 * share * (1 - (distance / radius) ** 2));
      return;
    }
    const seas = smoothstep(0.02, 0.4, noise.clouds(dx * 1.5 + 4, dy * 1.5, 4)) * 0.5;
    const limb = clamp01((dx * 0.55 - dy * 0.35 + 0.15) * 0.5 + 0.2);
    cover(canvas, at, mixedRgb(brief.light, shade, clamp01(seas + (1 - limb) * 0.3)), share);
  });
}
