import { bloom } from '../bloom';
import type { Brief } from '../brief';
import type { Canvas } from '../canvas';
import { mixed, mixedRgb, type Rgb } from '../colour';
import { SmoothField } from '../field';
import type { Random } from '../random';
import { coverage, ridgeOf } from './ridge';
import { paintStars } from './sky';
import { paintWater } from './water';

/** Curtains of northern light over mountains, mirrored in a lake. */
export function* paintAurora(canvas: Canvas, brief: Brief): Generator<number> {
  const random = brief.random.fork('aurora');
  const { height, unit } = canvas;
  const shore = height * random.between(0.72, 0.8);
  for (const _ of paintNight(canvas, brief, shore)) yield 0.1;
  for (const _ of paintStars(canvas, brief, shore, 1)) yield 0.15;
  const curtains = random.whole(3, 4);
  for (let i = 0; i < curtains; i++) {
    const near = i / (curtains - 1);
    for (const _ of paintCurtain(canvas, brief, random, near, shore)) yield 0.15 + (0.4 * i) / curtains;
  }
  for (const _ of bloom(canvas, unit * 70, 0.22)) yield 0.6;
  for (const _ of paintMountains(canvas, brief, random, shore)) yield 0.7;
  for (const _ of paintWater(canvas, brief, null, shore)) yield 0.85;
}

function* paintNight(canvas: Canvas, brief: Brief, shore: number): Generator<void> {
  const { width, height, pixels } = canvas;
  const { table } = brief.ramp;
  const noise = brief.noise('night');
  const clouds = yield* SmoothField.of(canvas, canvas.unit * 8, (x, y) => {
    return noise.clouds((x / width) * 2.2, (y / height) * 2.2, 3);
  });
  for (let y = 0; y < shore; y++) {
    const fall = Math.min(1, y / shore);
    for (let x = 0; x < width; x++) {
      const cloud = clouds.at(x, y);
      const from = brief.ramp.offset(0.01 + 0.16 * fall ** 2.2 + cloud * 0.045);
      const at = (y * width + x) * 3;
      for (let c = 0; c < 3; c++) pixels[at + c] = (table[from + c] as number) * 0.8;
    }
    yield;
  }
}

/**
 * One curtain: its foot wanders and folds across the sky, and from every point of it a ray rises. Where it folds, rays fall on
 * each other: that is what makes the bright edges.
 */
function* paintCurtain(canvas: Canvas, brief: Brief, random: Random, near: number, shore: number): Generator<void> {
  const { width, height, unit } = canvas;
  const noise = brief.noise(`curtain ${random.whole(0, 1_000_000)}`);
  const foot = mixed(0.42, 0.72, near) * shore + random.between(-0.06, 0.06) * height;
  const tall = height * mixed(0.2, 0.44, near) * random.between(0.85, 1.15);
  const slant = random.between(-0.22, 0.22);
  const strength = mixed(0.62, 1.05, near);
  const samples = Math.round(width * 2.2);
  const glow = glowOf(brief);
  const footAt = (s: number): number => s + noise.line(s * 3.1) * 0.12 + noise.line(s * 7.3 + 40) * 0.028;
  for (let i = 0; i < samples; i++) {
    const s = (i / samples) * 1.3 - 0.15;
    const x = footAt(s);
    // Where the foot turns back it would stand still, and its light pile up in one column.
    const pace = Math.min(1, 0.16 + Math.abs(footAt(s + 0.001) - x) * 1400);
    const y = foot + (slant * (s - 0.5) + noise.line(s * 2.2 + 11) * 0.13 + (x - s) * 0.25) * height;
    const pulse = 0.5 + 0.5 * noise.line(s * 4.7 + 90);
    const streak = 0.6 + 0.42 * noise.line((s * width) / (unit * 15)) + 0.16 * noise.line((s * width) / (unit * 6) + 5);
    const fade = Math.min(1, Math.max(0, 1.1 - Math.abs(s - 0.5) * 1.5));
    const power = strength * Math.max(0, pulse) * Math.max(0, streak) * fade * pace;
    const length = tall * (0.55 + 0.45 * noise.line(s * 5.5 + 70)) * (0.8 + 0.35 * streak);
    ray(canvas, glow, { x: x * width, y, length, power: (power * width) / samples });
    if (i % 16 === 0) yield;
  }
}

const GLOW_STEPS = 512;
/** Rays end at so many of their lengths. */
const GLOW_REACH = 2.4;

/** The light of a ray from its foot (0) to its end, three floats a step. */
function glowOf(brief: Brief): Float32Array {
  const glow = new Float32Array(GLOW_STEPS * 3);
  for (let step = 0; step < GLOW_STEPS; step++) {
    const up = (step / GLOW_STEPS) * GLOW_REACH;
    const light = Math.exp(-up * 1.9) * (1 + 0.35 * Math.exp(-up * 16));
    const colour = curtainColour(brief, up);
    for (let c = 0; c < 3; c++) glow[step * 3 + c] = (colour[c] as number) * light;
  }
  return glow;
}

function ray(
  canvas: Canvas,
  glow: Float32Array,
  { x, y, length, power }: { readonly x: number; readonly y: number; readonly length: number; readonly power: number },
): void {
  const { width, height, pixels, unit } = canvas;
  const left = Math.floor(x - 0.5);
  const share = x - 0.5 - left;
  const hem = unit * 16;
  const top = Math.max(0, Math.floor(y - length * GLOW_REACH));
  const bottom = Math.min(height - 1, Math.ceil(y + hem));
  const first = Math.max(0, left - 1);
  const last = Math.min(width - 1, left + 2);
  for (let py = top; py <= bottom; py++) {
    const up = (y - py) / length;
    const from = Math.max(0, Math.min(GLOW_STEPS - 1, ((up / GLOW_REACH) * GLOW_STEPS) | 0)) * 3;
    const light = power * (up < 0 ? Math.exp(-(((py - y) / hem) ** 2) * 3) : 1);
    for (let column = first; column <= last; column++) {
      const place = column - left;
      // Four columns wide, with smooth shoulders.
      const amount =
        light *
        (place === -1 ? (1 - share) / 4 : place === 2 ? share / 4 : place === 0 ? 0.5 - share / 4 : 0.25 + share / 4);
      const at = (py * width + column) * 3;
      pixels[at] = (pixels[at] as number) + (glow[from] as number) * amount;
      pixels[at + 1] = (pixels[at + 1] as number) + (glow[from + 1] as number) * amount;
      pixels[at + 2] = (pixels[at + 2] as number) + (glow[from + 2] as number) * amount;
    }
  }
}

/** Light at the foot, the family's middle above it, the answering colour at the top. */
function curtainColour(brief: Brief, up: number): Rgb {
  const low = brief.ramp.at(0.8 - 0.3 * Math.min(1, up * 0.9));
  return up < 0.5 ? low : mixedRgb(low, brief.accent, Math.min(0.8, (up - 0.5) * 0.8));
}

function* paintMountains(canvas: Canvas, brief: Brief, random: Random, shore: number): Generator<void> {
  const { width, pixels } = canvas;
  const { table } = brief.ramp;
  const side = Math.sqrt(width * canvas.height);
  const noise = brief.noise('mountains');
  for (const near of [0, 0.5, 1]) {
    const ridge = ridgeOf(noise, {
      width,
      base: shore - side * mixed(0.045, 0.012, near),
      amplitude: side * mixed(0.075, 0.03, near),
      wavelength: side * mixed(0.34, 0.24, near),
      row: 11 + near * 17,
      shift: random.between(0, 30),
      sharpness: mixed(0.85, 0.3, near),
    });
    for (let y = 0; y < shore; y++) {
      for (let x = 0; x < width; x++) {
        const share = coverage(ridge, x, y);
        if (share === 0) continue;
        const from = brief.ramp.offset(
          mixed(0.13, 0.02, near) + (0.1 * (1 - near) * (y - (ridge.crest[x] as number))) / side / 0.16,
        );
        const at = (y * width + x) * 3;
        for (let c = 0; c < 3; c++) {
          pixels[at + c] = (pixels[at + c] as number) * (1 - share) + (table[from + c] as number) * 0.75 * share;
        }
      }
      yield;
    }
  }
}
