/** Lightness 0 to 1, chroma 0 to about 0.3, hue in degrees (bottosson.github.io/posts/oklab). */
export type Oklch = readonly [lightness: number, chroma: number, hue: number];

/** Linear light, sRGB primaries, 0 to 1. */
export type Rgb = readonly [red: number, green: number, blue: number];

/** Linear sRGB of a colour; what does not fit in sRGB loses chroma until it does, its lightness and hue stay. */
export function rgbOf(colour: Oklch): Rgb {
  const [lightness, chroma, hue] = colour;
  const whole = linearOf(colour);
  if (fits(whole)) return whole;
  let low = 0;
  let high = chroma;
  for (let step = 0; step < 16; step++) {
    const middle = (low + high) / 2;
    if (fits(linearOf([lightness, middle, hue]))) low = middle;
    else high = middle;
  }
  const [r, g, b] = linearOf([lightness, low, hue]);
  return [clamp01(r), clamp01(g), clamp01(b)];
}

function linearOf([lightness, chroma, hue]: Oklch): Rgb {
  const angle = (hue * Math.PI) / 180;
  return linearOfLab(lightness, chroma * Math.cos(angle), chroma * Math.sin(angle));
}

function linearOfLab(lightness: number, a: number, b: number): Rgb {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
}

function fits([r, g, b]: Rgb): boolean {
  const slack = 1e-4;
  return Math.min(r, g, b) >= -slack && Math.max(r, g, b) <= 1 + slack;
}

const RAMP_STEPS = 1024;

/** Colours from the darkest (0) to the lightest (1), mixed in OKLab. */
export class Ramp {
  readonly #table = new Float32Array(RAMP_STEPS * 3);

  constructor(stops: readonly Oklch[]) {
    for (let step = 0; step < RAMP_STEPS; step++) {
      this.#table.set(rgbOf(between(stops, step / (RAMP_STEPS - 1))), step * 3);
    }
  }

  at(position: number): Rgb {
    const i = this.offset(position);
    const table = this.#table;
    return [table[i] as number, table[i + 1] as number, table[i + 2] as number];
  }

  /** For loops over pixels: where the colour stands in `table`. */
  offset(position: number): number {
    const bounded = position < 0 ? 0 : position > 1 ? 1 : position;
    return ((bounded * (RAMP_STEPS - 1) + 0.5) | 0) * 3;
  }

  get table(): Float32Array {
    return this.#table;
  }
}

function between(stops: readonly Oklch[], position: number): Oklch {
  const place = position * (stops.length - 1);
  const i = Math.min(stops.length - 2, Math.floor(place));
  const from = stops[i] ?? ([0, 0, 0] as const);
  const to = stops[i + 1] ?? from;
  const share = place - i;
  const a = mixed(from[1] * cosine(from[2]), to[1] * cosine(to[2]), share);
  const b = mixed(from[1] * sine(from[2]), to[1] * sine(to[2]), share);
  return [mixed(from[0], to[0], share), Math.hypot(a, b), (Math.atan2(b, a) * 180) / Math.PI];
}

const cosine = (degrees: number): number => Math.cos((degrees * Math.PI) / 180);
const sine = (degrees: number): number => Math.sin((degrees * Math.PI) / 180);

export function mixed(from: number, to: number, share: number): number {
  return from + (to - from) * share;
}

export function mixedRgb(from: Rgb, to: Rgb, share: number): Rgb {
  return [mixed(from[0], to[0], share), mixed(from[1], to[1], share), mixed(from[2], to[2], share)];
}

export function clamp01(value: number): number {
  return value < 0 ? 0 : value > 1 ? 1 : value;
}

/** 0 below `low`, 1 above `high`, smooth in between; also downwards, where `low` is above `high`. */
export function smoothstep(low: number, high: number, value: number): number {
  const t = clamp01((value - low) / (high - low));
  return t * t * (3 - 2 * t);
}
