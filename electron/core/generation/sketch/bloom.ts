import type { Canvas } from './canvas';

const SHRINK = 4;

/** Lets bright places glow: adds a wide blur of the picture to itself. `radius` in pixels. */
export function* bloom(canvas: Canvas, radius: number, strength: number): Generator<void> {
  const { width, height, pixels } = canvas;
  const w = Math.ceil(width / SHRINK);
  const h = Math.ceil(height / SHRINK);
  let small: Float32Array = yield* shrunk(canvas, w, h);
  const reach = Math.max(1, Math.round(radius / SHRINK / 2));
  for (let pass = 0; pass < 3; pass++) {
    small = blurredAlong(small, w, h, reach);
    yield;
    small = transposed(blurredAlong(transposed(small, w, h), h, w, reach), h, w);
    yield;
  }
  for (let y = 0; y < height; y++) {
    const sy = Math.max(0, Math.min(h - 1.001, (y + 0.5) / SHRINK - 0.5));
    const y0 = Math.floor(sy);
    const y1 = Math.min(h - 1, y0 + 1);
    for (let x = 0; x < width; x++) {
      const sx = Math.max(0, Math.min(w - 1.001, (x + 0.5) / SHRINK - 0.5));
      const x0 = Math.floor(sx);
      const x1 = Math.min(w - 1, x0 + 1);
      const at = (y * width + x) * 3;
      for (let c = 0; c < 3; c++) {
        const top = lerp(small[(y0 * w + x0) * 3 + c] as number, small[(y0 * w + x1) * 3 + c] as number, sx - x0);
        const low = lerp(small[(y1 * w + x0) * 3 + c] as number, small[(y1 * w + x1) * 3 + c] as number, sx - x0);
        pixels[at + c] = (pixels[at + c] as number) + lerp(top, low, sy - y0) * strength;
      }
    }
    yield;
  }
}

function* shrunk({ width, height, pixels }: Canvas, w: number, h: number): Generator<void, Float32Array> {
  const sums = new Float32Array(w * h * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const from = (y * width + x) * 3;
      const to = (Math.floor(y / SHRINK) * w + Math.floor(x / SHRINK)) * 3;
      for (let c = 0; c < 3; c++) sums[to + c] = (sums[to + c] as number) + (pixels[from + c] as number);
    }
    yield;
  }
  return sums.map((sum) => sum / (SHRINK * SHRINK));
}

/** The mean of `reach` neighbours on each side, along rows. */
function blurredAlong(from: Float32Array, w: number, h: number, reach: number): Float32Array {
  const to = new Float32Array(from.length);
  const span = 2 * reach + 1;
  for (let y = 0; y < h; y++) {
    for (let c = 0; c < 3; c++) {
      const value = (x: number): number => from[(y * w + Math.max(0, Math.min(w - 1, x))) * 3 + c] as number;
      let sum = 0;
      for (let x = -reach; x <= reach; x++) sum += value(x);
      for (let x = 0; x < w; x++) {
        to[(y * w + x) * 3 + c] = sum / span;
        sum += value(x + reach + 1) - value(x - reach);
      }
    }
  }
  return to;
}

function transposed(from: Float32Array, w: number, h: number): Float32Array {
  const to = new Float32Array(from.length);
  for (let y = 0; y < h; y++) {
    for (let x = 0; x < w; x++) {
      for (let c = 0; c < 3; c++) to[(x * h + y) * 3 + c] = from[(y * w + x) * 3 + c] as number;
    }
  }
  return to;
}

function lerp(from: number, to: number, share: number): number {
  return from + (to - from) * share;
}
