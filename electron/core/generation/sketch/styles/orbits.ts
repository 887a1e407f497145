import { bloom } from '../bloom';
import type { Brief } from '../brief';
import { disc, lighten, spark, type Canvas } from '../canvas';
import { clamp01, mixed, mixedRgb, type Rgb } from '../colour';
import { SmoothField } from '../field';
import type { Random } from '../random';
import { paintStars } from './sky';

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Curve `line` of a family at `turn` (0 to 1), in sides of the canvas from its middle. */
type Family = (line: number, turn: number) => Point;

/** Families of fine luminous loops on a deep ground, with a few small worlds on their way. */
export function* paintOrbits(canvas: Canvas, brief: Brief): Generator<number> {
  const random = brief.random.fork('orbits');
  const { width, height, unit } = canvas;
  const side = Math.min(width, height);
  const middle = { x: width * random.between(0.44, 0.56), y: height * random.between(0.45, 0.55) };
  for (const _ of paintDeep(canvas, brief, middle)) yield 0.15;
  for (const _ of paintStars(canvas, brief, height, 0.35)) yield 0.2;
  const lines = random.whole(64, 110);
  const family = random.pick([rosette, torus, pendulum])(random, lines);
  const place = (line: number, turn: number): Point => {
    const point = family(line, turn);
    return { x: middle.x + point.x * side, y: middle.y + point.y * side };
  };
  const span = random.between(0.55, 0.68);
  for (let line = 0; line < lines; line++) {
    const tone = mixed(0.32, 0.32 + span, (line / (lines - 1)) ** 0.9);
    const colour = mixedRgb(brief.ramp.at(tone), brief.accent, line % 16 === 7 ? 0.85 : 0);
    for (const _ of drawLine(canvas, place, line, colour, mixed(0.34, 0.6, random.next()))) {
      yield 0.2 + (0.5 * line) / lines;
    }
  }
  for (const _ of bloom(canvas, unit * 46, 0.3)) yield 0.8;
  for (let world = random.whole(2, 4); world > 0; world--) {
    const { x, y } = place(random.whole(0, lines - 1), random.next());
    const radius = unit * mixed(7, 26, random.next() ** 2);
    for (const _ of paintWorld(canvas, brief, { x, y, radius }, random.between(0.6, 0.95))) yield 0.95;
  }
}

function* paintDeep(canvas: Canvas, brief: Brief, middle: Point): Generator<void> {
  const { width, height, pixels } = canvas;
  const { table } = brief.ramp;
  const noise = brief.noise('deep');
  const side = Math.sqrt(width * height);
  const clouds = yield* SmoothField.of(canvas, canvas.unit * 8, (x, y) =>
    noise.clouds((x / side) * 1.8, (y / side) * 1.8, 3),
  );
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const dx = (x - middle.x) / side;
      const dy = (y - middle.y) / side;
      const cloud = clouds.at(x, y);
      const glow = Math.exp(-(dx * dx + dy * dy) * 4.2);
      const from = brief.ramp.offset(-0.02 + glow * 0.25 + cloud * 0.11 + (y / height) * 0.09);
      const at = (y * width + x) * 3;
      for (let c = 0; c < 3; c++) pixels[at + c] = table[from + c] as number;
    }
    yield;
  }
}

/** Ellipses around one middle, each turned and narrowed a little against the last. */
function rosette(random: Random, lines: number): Family {
  const tilt = random.between(0, Math.PI);
  const sweep = Math.PI * random.between(0.55, 1.15);
  const narrow = random.between(0.16, 0.4);
  const shift = random.between(0.02, 0.1);
  return (line, turn) => {
    const share = line / (lines - 1);
    const size = mixed(0.5, 0.1, share ** 1.15);
    const angle = turn * Math.PI * 2;
    return turned(
      { x: Math.cos(angle) * size + shift * share, y: Math.sin(angle) * size * mixed(0.85, narrow, share) },
      tilt + sweep * share,
    );
  };
}

/** Rings seen from the side that make up a torus. */
function torus(random: Random, lines: number): Family {
  const tilt = random.between(0.35, 0.8);
  const roll = random.between(0, Math.PI);
  const thick = random.between(0.13, 0.2);
  const twist = random.whole(1, 3);
  return (line, turn) => {
    const around = turn * Math.PI * 2;
    const tube = (line / lines) * Math.PI * 2 + around * twist;
    const ring = 0.31 + thick * Math.cos(tube);
    const height = thick * Math.sin(tube);
    const y = Math.sin(around) * ring * Math.cos(tilt * 1.2) - height * Math.sin(tilt * 1.2);
    return turned({ x: Math.cos(around) * ring, y }, roll);
  };
}

/** What two pendulums draw while they swing out: one figure, a little smaller each time. */
function pendulum(random: Random, lines: number): Family {
  const [a, b] = random.pick<readonly [number, number]>([
    [2, 3],
    [3, 4],
    [3, 5],
    [4, 5],
  ]);
  const phase = random.between(0, Math.PI * 2);
  const drift = random.between(0.5, 1.3);
  const roll = random.between(0, Math.PI * 2);
  return (line, turn) => {
    const share = line / (lines - 1);
    const angle = turn * Math.PI * 2;
    const size = mixed(0.41, 0.12, share);
    const x = Math.sin(a * angle + phase + drift * share) * size;
    const y = Math.cos(b * angle) * size * 0.94;
    return turned({ x, y }, roll + share * 0.35);
  };
}

function turned({ x, y }: Point, angle: number): Point {
  return { x: x * Math.cos(angle) - y * Math.sin(angle), y: x * Math.sin(angle) + y * Math.cos(angle) };
}

/** One loop as a fine line of light, evenly bright whatever its speed, swelling and fading on its way. */
function* drawLine(
  canvas: Canvas,
  place: (line: number, turn: number) => Point,
  line: number,
  colour: Rgb,
  strength: number,
): Generator<void> {
  const radius = Math.max(0.75, canvas.unit * 0.82);
  const parts = 240;
  let from = place(line, 0);
  for (let part = 1; part <= parts; part++) {
    const to = place(line, part / parts);
    const length = Math.hypot(to.x - from.x, to.y - from.y);
    const dots = Math.max(1, Math.ceil(length / (radius * 0.8)));
    const swell = 0.66 + 0.34 * Math.sin((part / parts) * Math.PI * 2 + line * 0.09);
    const amount = (strength * swell * length) / dots / (radius * 1.6);
    for (let dot = 0; dot < dots; dot++) {
      const share = dot / dots;
      spark(canvas, mixed(from.x, to.x, share), mixed(from.y, to.y, share), radius, colour, amount);
    }
    from = to;
    if (part % 40 === 0) yield;
  }
}

function* paintWorld(
  canvas: Canvas,
  brief: Brief,
  world: Point & { readonly radius: number },
  tone: number,
): Generator<void> {
  const { x: cx, y: cy, radius } = world;
  const day = brief.ramp.at(tone);
  const night = brief.ramp.at(0.12);
  yield* disc(canvas, { x: cx, y: cy, radius: radius * 2.2, softness: radius * 1.1 }, (at, share) => {
    lighten(canvas, at, day, 0.16 * share * share);
  });
  yield* disc(canvas, { x: cx, y: cy, radius, softness: 0.75 }, (at, share) => {
    const pixel = at / 3;
    const nx = ((pixel % canvas.width) + 0.5 - cx) / radius;
    const ny = (Math.floor(pixel / canvas.width) + 0.5 - cy) / radius;
    const nz = Math.sqrt(Math.max(0, 1 - nx * nx - ny * ny));
    const light = clamp01(-0.55 * nx - 0.55 * ny + 0.63 * nz);
    const body = mixedRgb(night, day, 0.08 + 0.92 * light);
    for (let c = 0; c < 3; c++) {
      canvas.pixels[at + c] = (canvas.pixels[at + c] as number) * (1 - share) + (body[c] as number) * share;
    }
    lighten(canvas, at, brief.light, share * light ** 12 * 0.35);
  });
}
