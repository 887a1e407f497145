import type { Brief } from '../brief';
import type { Canvas } from '../canvas';
import { clamp01, mixed, smoothstep } from '../colour';
import type { Luminary } from './sky';

/** Still water from the shore down: what lies above, mirrored, broken by ripples, with a path of light. */
export function* paintWater(canvas: Canvas, brief: Brief, luminary: Luminary | null, shore: number): Generator<void> {
  const { width, height, pixels } = canvas;
  const noise = brief.noise('water');
  const side = Math.sqrt(width * height);
  const top = Math.round(shore);
  const deep = brief.ramp.at(0.1);
  for (let y = top; y < height; y++) {
    const away = (y - top) / (height - top);
    const scale = side * mixed(0.006, 0.05, away);
    for (let x = 0; x < width; x++) {
      const ripple = noise.clouds(x / (scale * 5), y / scale, 2);
      const mirrorY = Math.round(2 * top - y * 1 - 1 + ripple * scale * 0.55);
      const mirrorX = Math.round(x + ripple * scale * 0.35);
      const from = (clampTo(mirrorY, top - 1) * width + clampTo(mirrorX, width - 1)) * 3;
      const depth = mixed(0.14, 0.52, away) + ripple * 0.07;
      const at = (y * width + x) * 3;
      const path = luminary === null ? 0 : pathOfLight(luminary, x, away, ripple);
      for (let c = 0; c < 3; c++) {
        const seen = (pixels[from + c] as number) * (1 - depth) + (deep[c] as number) * depth;
        pixels[at + c] = seen + (brief.light[c] as number) * path;
      }
    }
    yield;
  }
}

function pathOfLight(luminary: Luminary, x: number, away: number, ripple: number): number {
  const spread = luminary.radius * mixed(0.55, 1.5, away);
  const across = (x - luminary.x) / spread;
  const glint = smoothstep(mixed(-0.1, 0.12, away), 0.5, ripple);
  return glint * Math.exp(-across * across) * mixed(0.75, 0.3, away);
}

function clampTo(value: number, most: number): number {
  return Math.round(clamp01(value / most) * most);
}
