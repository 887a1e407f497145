import { bloom } from '../bloom';
import type { Brief } from '../brief';
import { disc, lighten, spark, type Canvas } from '../canvas';
import { clamp01, mixed, mixedRgb, smoothstep, type Rgb } from '../colour';
import type { Random } from '../random';
import { paintBackdrop } from './backdrop';

/** Lights out of focus; lengths in pixels. */
interface Plane {
  readonly count: number;
  readonly smallest: number;
  readonly largest: number;
  /** Width of the blur at the edge, in shares of the radius. */
  readonly softness: number;
  readonly strength: number;
}

/** Lights far out of focus, in depth, on a field of colour. */
export function* paintBokeh(canvas: Canvas, brief: Brief): Generator<number> {
  const random = brief.random.fork('bokeh');
  const { width, height, unit } = canvas;
  const angle = random.between(0.15, 0.85) * Math.PI * (random.chance(0.5) ? 1 : -1);
  const tones = { from: random.between(0.1, 0.2), to: random.between(0.58, 0.8), angle, sway: 0.22 };
  for (const _ of paintBackdrop(canvas, brief, tones)) yield 0.2;
  const streams = [streamOf(random), streamOf(random)];
  const planes: Plane[] = [
    { count: 26, smallest: 70, largest: 165, softness: 0.42, strength: 0.085 },
    { count: 46, smallest: 26, largest: 88, softness: 0.1, strength: 0.16 },
    { count: 44, smallest: 9, largest: 46, softness: 0.05, strength: 0.3 },
  ];
  for (const [i, plane] of planes.entries()) {
    for (let n = 0; n < plane.count; n++) {
      const stream = streams[n % 2] ?? streamOf(random);
      const at = random.chance(0.72) ? stream(random) : { x: random.next(), y: random.next() };
      const radius = unit * mixed(plane.smallest, plane.largest, random.next() ** 1.7);
      const colour = lightColour(brief, random);
      const lens = { x: at.x * width, y: at.y * height, radius };
      for (const _ of paintLight(canvas, lens, plane, colour)) yield 0.2 + 0.2 * i;
    }
  }
  for (let n = 0; n < 60; n++) {
    const at = (streams[n % 2] ?? streamOf(random))(random);
    spark(canvas, at.x * width, at.y * height, unit * random.between(1.2, 3), brief.light, random.between(0.1, 0.7));
  }
  for (const _ of bloom(canvas, unit * 60, 0.16)) yield 0.9;
}

type Stream = (random: Random) => { readonly x: number; readonly y: number };

/** A loose band of lights across the picture, in shares of its sides. */
function streamOf(random: Random): Stream {
  const x = random.between(0.25, 0.75);
  const y = random.between(0.25, 0.75);
  const angle = random.between(0, Math.PI);
  const spread = random.between(0.07, 0.15);
  return (dice) => {
    const along = dice.normal() * 0.42;
    const aside = dice.normal() * spread + along * along * 0.3;
    return {
      x: x + Math.cos(angle) * along - Math.sin(angle) * aside,
      y: y + Math.sin(angle) * along + Math.cos(angle) * aside,
    };
  };
}

function lightColour(brief: Brief, random: Random): Rgb {
  if (random.chance(0.09)) return brief.accent;
  return mixedRgb(brief.ramp.at(random.between(0.48, 0.92)), brief.light, random.between(0, 0.2));
}

/** One light: brighter towards its rim, cut by the lens towards the picture's edge. */
function* paintLight(
  canvas: Canvas,
  lens: { readonly x: number; readonly y: number; readonly radius: number },
  plane: Plane,
  colour: Rgb,
): Generator<void> {
  const { width, height } = canvas;
  const { x: cx, y: cy, radius } = lens;
  const softness = Math.max(0.8, radius * plane.softness);
  const cutX = cx + ((width / 2 - cx) / width) * radius * 0.6;
  const cutY = cy + ((height / 2 - cy) / height) * radius * 0.6;
  yield* disc(canvas, { x: cx, y: cy, radius, softness }, (at, share, distance) => {
    const pixel = at / 3;
    const dx = (pixel % width) - cutX;
    const dy = Math.floor(pixel / width) - cutY;
    const cut = clamp01((radius * 1.06 - Math.sqrt(dx * dx + dy * dy)) / softness + 0.5);
    const inner = distance / radius;
    const rim = plane.softness > 0.3 ? 0 : 0.75 * smoothstep(0.72, 0.99, inner);
    lighten(canvas, at, colour, share * cut * plane.strength * (0.62 + 0.25 * inner * inner + rim));
  });
}
