import type { Brief } from '../brief';
import type { Canvas } from '../canvas';
import { clamp01, mixed, type Rgb } from '../colour';
import { SmoothField } from '../field';
import type { Random } from '../random';
import { paintBackdrop } from './backdrop';
import { RibbonMap, type PathPoint } from './ribbons';

/** Ribbons of one width: how many starts are tried, and how far they run. All lengths in pixels. */
interface Gauge {
  readonly radius: number;
  readonly gap: number;
  readonly tries: number;
  readonly longest: number;
  readonly shortest: number;
}

type Field = (x: number, y: number) => number;

/** Ribbons that follow one current and never touch, from broad bands down to hairs. */
export function* paintFlowField(canvas: Canvas, brief: Brief): Generator<number> {
  const random = brief.random.fork('flow');
  const onLight = random.chance(0.28);
  const tones = onLight ? { from: 0.93, to: 0.99 } : { from: 0.04, to: 0.2 };
  const angle = random.between(0, Math.PI * 2);
  for (const _ of paintBackdrop(canvas, brief, { ...tones, angle, sway: 0.05 })) yield 0.1;
  const map = new RibbonMap(canvas);
  const colours: Rgb[] = [];
  const field = yield* fieldOf(canvas, brief, random);
  const tone = brief.noise('tone');
  const gauges = gaugesOf(canvas, random);
  for (const [i, gauge] of gauges.entries()) {
    for (let attempt = 0; attempt < gauge.tries; attempt++) {
      const x = random.between(-0.04, 1.04) * canvas.width;
      const y = random.between(-0.04, 1.04) * canvas.height;
      const path = grow(map, field, gauge, x, y, random);
      if (path !== null && colours.length < 65_000) {
        const place =
          tone.clouds((x / canvas.unit) * 0.0016, (y / canvas.unit) * 0.0016, 2) * 0.36 + random.normal() * 0.16;
        colours.push(ribbonColour(brief, onLight, 0.5 + place, random));
        map.draw(colours.length, path);
      }
      if (path !== null || attempt % 8 === 0) yield mixed(0.1, 0.75, (i + attempt / gauge.tries) / gauges.length);
    }
  }
  yield* shade(canvas, map, colours, onLight);
}

function* fieldOf(canvas: Canvas, brief: Brief, random: Random): Generator<number, Field> {
  const noise = brief.noise('current');
  const scale = random.between(0.00065, 0.0011) / canvas.unit;
  const turn = random.between(1.1, 2.1);
  const heading = random.between(0, Math.PI * 2);
  const steps = SmoothField.of(canvas, canvas.unit * 7, (x, y) => {
    return heading + turn * Math.PI * noise.clouds(x * scale, y * scale, 2);
  });
  for (;;) {
    const step = steps.next();
    if (step.done === true) return (x, y) => step.value.at(x, y);
    yield 0.1;
  }
}

function gaugesOf({ unit }: Canvas, random: Random): Gauge[] {
  const breadth = random.between(0.75, 1.25);
  const gap = random.between(1.6, 3.4) * unit;
  const gauge = (radius: number, tries: number, longest: number, shortest: number): Gauge => ({
    radius: Math.max(0.55, radius * unit * breadth),
    gap: Math.max(1, gap),
    tries,
    longest: longest * unit,
    shortest: shortest * unit,
  });
  return [
    gauge(random.between(15, 24), 50, 900, 160),
    gauge(random.between(8, 12), 260, 900, 120),
    gauge(4.5, 900, 800, 70),
    gauge(2.3, 3200, 620, 40),
    gauge(1.1, 4500, 480, 26),
  ];
}

/** Follows the current both ways from a point until something is in the way; null when that is not far enough. */
function grow(map: RibbonMap, field: Field, gauge: Gauge, x: number, y: number, random: Random): PathPoint[] | null {
  if (!isClear(map, field(x, y), gauge, x, y)) return null;
  const longest = gauge.longest * random.between(0.35, 1);
  const step = Math.max(1.5, gauge.radius * 0.7);
  const back = walk(map, field, gauge, { x, y }, -step, longest / 2);
  const ahead = walk(map, field, gauge, { x, y }, step, longest / 2);
  const points = [...back.reverse(), { x, y }, ...ahead];
  if (points.length * step < gauge.shortest) return null;
  const taper = Math.min(points.length / 2, (gauge.radius * 5) / step);
  return points.map((point, i) => {
    const end = Math.min(1, (Math.min(i, points.length - 1 - i) + 0.6) / taper);
    return { ...point, radius: gauge.radius * Math.sqrt(end * (2 - end)) };
  });
}

interface Point {
  readonly x: number;
  readonly y: number;
}

function walk(map: RibbonMap, field: Field, gauge: Gauge, start: Point, step: number, longest: number): Point[] {
  const points: Point[] = [];
  let { x, y } = start;
  for (let length = 0; length < longest; length += Math.abs(step)) {
    const half = field(x, y);
    const angle = field(x + (Math.cos(half) * step) / 2, y + (Math.sin(half) * step) / 2);
    x += Math.cos(angle) * step;
    y += Math.sin(angle) * step;
    if (!isClear(map, angle, gauge, x, y)) break;
    points.push({ x, y });
  }
  return points;
}

/** `heading` is the current's way here, radians. */
function isClear(map: RibbonMap, heading: number, { radius, gap }: Gauge, x: number, y: number): boolean {
  const reach = radius + gap;
  const across = heading + Math.PI / 2;
  const dx = Math.cos(across) * reach;
  const dy = Math.sin(across) * reach;
  for (const share of [-1, -0.5, 0, 0.5, 1]) {
    if (!map.isFree(x + dx * share, y + dy * share)) return false;
  }
  return map.isFree(x - dy, y + dx) && map.isFree(x + dy, y - dx);
}

function ribbonColour(brief: Brief, onLight: boolean, place: number, random: Random): Rgb {
  if (random.chance(0.035)) return brief.accent;
  return brief.ramp.at(onLight ? mixed(0.06, 0.76, clamp01(place)) : mixed(0.3, 0.99, clamp01(place)));
}

/** Rounds the ribbons by light from the upper left and lets them throw a soft shadow on the ground. */
function* shade(canvas: Canvas, map: RibbonMap, colours: readonly Rgb[], onLight: boolean): Generator<number> {
  const { width, height, pixels, unit } = canvas;
  const far = Math.max(1, Math.round(3.4 * unit));
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const pixel = y * width + x;
      const shadow = shadowAt(map.share, width, x, y, far) * (onLight ? 0.22 : 0.5);
      const share = map.share[pixel] as number;
      const colour = colours[(map.owner[pixel] as number) - 1] ?? BLACK;
      const across = map.across[pixel] as number;
      const round = 1.06 - 0.3 * across * across - 0.1 * across;
      const fade = mixed(0.82, 1.1, map.along[pixel] as number);
      const ground = 1 - shadow;
      for (let c = 0; c < 3; c++) {
        const at = pixel * 3 + c;
        pixels[at] = (pixels[at] as number) * ground * (1 - share) + (colour[c] as number) * round * fade * share;
      }
    }
    yield 0.75 + (0.25 * y) / height;
  }
}

const BLACK: Rgb = [0, 0, 0];

function shadowAt(share: Float32Array, width: number, x: number, y: number, far: number): number {
  let sum = 0;
  for (let tap = 1; tap <= 3; tap++) {
    const step = Math.ceil((far * tap) / 3);
    if (x >= step && y >= step) sum += share[(y - step) * width + x - Math.ceil(step / 2)] ?? 0;
  }
  return sum / 3;
}
