import type { Brief } from '../brief';
import type { Canvas } from '../canvas';
import { clamp01, mixed, type Rgb } from '../colour';
import { SmoothField } from '../field';
import type { Random } from '../random';

/** One sheet of coloured paper. */
interface Sheet {
  readonly colour: Rgb;
  /** It covers what is higher than this; the ground covers everything. */
  readonly cut: number;
  /** The shadow that it throws on the sheet below, 0 to 1, once as it touches and once as it floats. */
  readonly contact: SmoothField;
  readonly cast: SmoothField;
}

/** Sheets of coloured paper, cut along the contours of a landscape, each throwing its shadow on the one below. */
export function* paintPaper(canvas: Canvas, brief: Brief): Generator<number> {
  const random = brief.random.fork('paper');
  const { width, height, pixels, unit } = canvas;
  const steps = prepare(canvas, brief, random);
  let prepared = steps.next();
  for (; prepared.done !== true; prepared = steps.next()) yield 0.1;
  const { relief, sheets, fibre } = prepared.value;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const colour = paperAt(sheets, relief, x, y, unit);
      const texture = 1 + fibre.at(x, y);
      const at = (y * width + x) * 3;
      for (let c = 0; c < 3; c++) pixels[at + c] = (colour[c] as number) * texture;
    }
    yield 0.3 + (0.7 * y) / height;
  }
}

interface Prepared {
  readonly relief: SmoothField;
  readonly sheets: readonly Sheet[];
  /** The paper's own texture. */
  readonly fibre: SmoothField;
}

function* prepare(canvas: Canvas, brief: Brief, random: Random): Generator<void, Prepared> {
  const { unit } = canvas;
  const relief = yield* reliefOf(canvas, brief, random);
  const noise = brief.noise('fibre');
  const fibre = yield* SmoothField.of(canvas, Math.max(1.5, unit * 1.7), (x, y) => {
    return (
      0.02 * noise.plane(x / (unit * 3.1), y / (unit * 2.6)) + 0.02 * noise.plane(x / (unit * 23), y / (unit * 17))
    );
  });
  const sheets: Sheet[] = [];
  for (const { colour, cut } of cutsOf(brief, relief, random)) {
    const inside = (height: number): number => (height > cut ? 1 : 0);
    const contact = relief.blurred(inside, 2);
    yield;
    sheets.push({ colour, cut, contact, cast: relief.blurred(inside, 6) });
    yield;
  }
  return { relief, sheets, fibre };
}

function* reliefOf(canvas: Canvas, brief: Brief, random: Random): Generator<void, SmoothField> {
  const { width, height } = canvas;
  const side = canvas.unit * 1000;
  const noise = brief.noise('relief');
  const scale = random.between(1.6, 2.7) / side;
  const middle = { x: width * random.between(0.35, 0.65), y: height * random.between(0.38, 0.62) };
  const pull = random.between(0.5, 0.95);
  return yield* SmoothField.of(canvas, canvas.unit * 3, (x, y) => {
    const bendX = noise.plane(x * scale * 0.7 + 31, y * scale * 0.7) * 0.4;
    const bendY = noise.plane(x * scale * 0.7, y * scale * 0.7 + 57) * 0.4;
    const away = Math.sqrt((x - middle.x) ** 2 + (y - middle.y) ** 2) / side;
    return noise.clouds(x * scale + bendX, y * scale + bendY, 2) * 0.55 + pull * Math.min(1.1, away * 1.35) ** 1.3;
  });
}

function cutsOf(brief: Brief, relief: SmoothField, random: Random): { readonly colour: Rgb; readonly cut: number }[] {
  const count = random.whole(7, 9);
  const sorted = Float32Array.from(relief.values).sort();
  const lightInside = random.chance(0.6);
  const answering = random.whole(2, count - 2);
  const answers = random.chance(0.6);
  return Array.from({ length: count }, (_, i) => {
    const share = i / (count - 1);
    const tone = lightInside ? mixed(0.97, 0.1, share ** 0.85) : mixed(0.08, 0.95, share);
    const colour = answers && i === answering ? brief.accent : brief.ramp.at(tone);
    const cut = sorted[Math.floor((sorted.length * (i + 0.35)) / (count + 0.6))] ?? 0;
    return { colour, cut: i === 0 ? -Infinity : cut };
  });
}

/** The colour on top at a place, with the light on the cut edge and the shadow of the sheet above. */
function paperAt(sheets: readonly Sheet[], relief: SmoothField, x: number, y: number, unit: number): Rgb {
  const here = relief.at(x, y);
  const slope = Math.max(1e-6, relief.slopeAt(x, y));
  let top = 0;
  while (top + 1 < sheets.length && (here - cutOf(sheets, top + 1)) / slope > 0.5) top++;
  const own = lit(sheets, top, (here - cutOf(sheets, top)) / slope, x, y, unit);
  if (top + 1 >= sheets.length) return own;
  const share = clamp01((here - cutOf(sheets, top + 1)) / slope + 0.5);
  if (share === 0) return own;
  const above = lit(sheets, top + 1, 0, x, y, unit);
  return [mixed(own[0], above[0], share), mixed(own[1], above[1], share), mixed(own[2], above[2], share)];
}

/** One sheet's colour; `inside` is the distance to its own edge, pixels. */
function lit(sheets: readonly Sheet[], index: number, inside: number, x: number, y: number, unit: number): Rgb {
  const [r, g, b] = sheets[index]?.colour ?? [0, 0, 0];
  const above = sheets[index + 1];
  const edge = 1 + 0.2 * clamp01(1 - inside / (unit * 2.2));
  const touch = above?.contact.at(x - unit * 3, y - unit * 4.5) ?? 0;
  const cast = above?.cast.at(x - unit * 9, y - unit * 13) ?? 0;
  const light = edge * (1 - 0.32 * touch) * (1 - 0.42 * cast);
  return [r * light, g * light, b * light];
}

function cutOf(sheets: readonly Sheet[], index: number): number {
  return sheets[index]?.cut ?? Infinity;
}
