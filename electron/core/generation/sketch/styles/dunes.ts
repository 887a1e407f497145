import type { Brief } from '../brief';
import type { Canvas } from '../canvas';
import { clamp01, mixed, smoothstep } from '../colour';
import type { Noise } from '../noise';
import { coverage, ridgeOf, type Ridge } from './ridge';
import { paintLuminary, paintSky, paintStars, type Luminary, type SkyTones } from './sky';
import { paintWater } from './water';

/** One range of dunes with its place on the ramp. */
interface Layer {
  readonly ridge: Ridge;
  /** 0 the farthest, 1 the nearest. */
  readonly near: number;
  readonly tone: number;
  /** Pixels from the crest down to where the haze lies thickest. */
  readonly depth: number;
}

interface Scene {
  readonly layers: readonly Layer[];
  readonly luminary: Luminary;
  readonly tones: SkyTones;
  readonly stars: number;
  /** y of the shore, pixels; null for dry land. */
  readonly shore: number | null;
  readonly noise: Noise;
}

/** Layered dunes, hills or a shore under a sun or moon. */
export function* paintDunes(canvas: Canvas, brief: Brief): Generator<number> {
  const scene = sceneOf(canvas, brief, null);
  yield* paintScene(canvas, brief, scene);
}

/** The same dunes as they move through a sunrise: `time` 0 to 1 takes the sun up and lets the ranges glide past. */
export function* paintMovingDunes(canvas: Canvas, brief: Brief, time: number): Generator<number> {
  yield* paintScene(canvas, brief, sceneOf(canvas, brief, time));
}

function* paintScene(canvas: Canvas, brief: Brief, scene: Scene): Generator<number> {
  for (const _ of paintSky(canvas, brief, scene.tones, scene.luminary)) yield 0.1;
  for (const _ of paintStars(canvas, brief, scene.tones.horizonY, scene.stars)) yield 0.2;
  for (const _ of paintLuminary(canvas, brief, scene.luminary)) yield 0.25;
  const far = scene.shore === null ? scene.layers : scene.layers.filter((layer) => layer.near < 0.5);
  const close = scene.shore === null ? [] : scene.layers.filter((layer) => layer.near >= 0.8);
  yield* paintLayers(canvas, brief, scene, far, 0.25);
  if (scene.shore === null) return;
  for (const _ of paintWater(canvas, brief, scene.luminary, scene.shore)) yield 0.6;
  yield* paintLayers(canvas, brief, scene, close, 0.7);
}

/** `time` is null for a still picture. */
function sceneOf(canvas: Canvas, brief: Brief, time: number | null): Scene {
  const random = brief.random.fork('dunes');
  const { width, height } = canvas;
  const side = Math.sqrt(width * height);
  const night = brief.motifs.has('moon') || brief.motifs.has('stars');
  const water = brief.motifs.has('water');
  const horizonY = height * random.between(0.42, 0.52);
  const radius = side * random.between(0.05, 0.085);
  const luminary: Luminary = {
    x: width * (random.chance(0.5) ? random.between(0.22, 0.42) : random.between(0.58, 0.78)),
    y: horizonY - radius * (time === null ? random.between(0.9, 3) : mixed(-1.1, 2.6, time)),
    radius,
    moon: night,
  };
  const still = { top: night ? 0.06 : random.between(0.24, 0.4), horizon: night ? 0.56 : 0.86 };
  const tones: SkyTones = {
    top: time === null ? still.top : mixed(0.04, 0.34, time),
    horizon: time === null ? still.horizon : mixed(0.6, 0.88, time),
    horizonY,
  };
  const noise = brief.noise('ridges');
  const count = random.whole(6, 8);
  const sharpness = random.between(0.1, 0.75);
  const layers = Array.from({ length: count }, (_, i): Layer => {
    const near = i / (count - 1);
    const base = mixed(horizonY + side * 0.02, height * 0.97, near ** 1.25);
    const ridge = ridgeOf(noise, {
      width,
      base,
      amplitude: side * mixed(0.04, 0.135, near),
      wavelength: side * mixed(0.26, 0.85, near) * random.between(0.85, 1.2),
      row: i * 5.37,
      shift: random.between(0, 40) + (time ?? 0) * mixed(0.03, 0.3, near),
      sharpness: clamp01(sharpness + random.between(-0.2, 0.2)),
    });
    const tone = mixed(tones.horizon * 0.83, 0.05, near ** 0.8);
    return { ridge, near, tone, depth: side * mixed(0.1, 0.2, near) };
  });
  return { layers, luminary, tones, noise, stars: night ? 1 : 0, shore: water ? horizonY + side * 0.085 : null };
}

function* paintLayers(
  canvas: Canvas,
  brief: Brief,
  scene: Scene,
  layers: readonly Layer[],
  from: number,
): Generator<number> {
  for (const [i, layer] of layers.entries()) {
    const next = layers[i + 1];
    for (const _ of paintLayer(canvas, brief, scene, layer, next?.ridge ?? null)) {
      yield from + ((1 - from) * i) / layers.length;
    }
  }
}

/** One range, from its crest down to where the next one hides it. */
function* paintLayer(canvas: Canvas, brief: Brief, scene: Scene, layer: Layer, next: Ridge | null): Generator<void> {
  const { width, height, pixels, unit } = canvas;
  const { ridge, near, tone, depth } = layer;
  const { table } = brief.ramp;
  const { luminary, noise } = scene;
  const top = Math.max(0, Math.floor(Math.min(...sampled(ridge.crest))) - 1);
  const bottom = next === null ? height : Math.min(height, Math.ceil(Math.max(...sampled(next.crest))) + 2);
  const rim = unit * mixed(5, 13, near);
  const fold = depth * 1.4;
  for (let y = top; y < bottom; y++) {
    for (let x = 0; x < width; x++) {
      const share = coverage(ridge, x, y);
      if (share === 0 || (next !== null && y > (next.crest[x] as number) + 2)) continue;
      const below = Math.max(0, y - (ridge.crest[x] as number));
      const side = (x - luminary.x) / width;
      const facing = (ridge.slope[x] as number) * (side / (Math.abs(side) + 0.12));
      const lit = clamp01(0.4 - facing * 1.9) * (1 - 0.5 * Math.abs(side));
      const grain = noise.plane((x + below * 0.9) / fold, (below / fold) * 2.4 + near * 91);
      const sheen = grain * 0.028 * (0.35 + near);
      const haze = smoothstep(0, depth, below) * mixed(0.17, 0.085, near);
      const edge = lit * Math.exp(-below / rim);
      const slopeLight = lit * Math.exp(-below / (depth * 0.7)) * 0.075;
      const at = (y * width + x) * 3;
      const colour = brief.ramp.offset(tone + haze + sheen + slopeLight);
      const glow = edge * mixed(0.3, 0.42, near) * (luminary.moon ? 0.6 : 1);
      const rimColour = brief.ramp.offset(tone + 0.34);
      for (let c = 0; c < 3; c++) {
        const body = (table[colour + c] as number) * (1 - glow) + (table[rimColour + c] as number) * glow;
        pixels[at + c] = (pixels[at + c] as number) * (1 - share) + body * share;
      }
    }
    yield;
  }
}

/** Crests are smooth: a few columns tell where the range begins and ends. */
function sampled(crest: Float32Array): number[] {
  const lift = 4;
  const some = [...crest].filter((_, x) => x % 4 === 0);
  return [Math.min(...some) - lift, Math.max(...some) + lift];
}
