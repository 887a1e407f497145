import { clamp01, type Rgb } from './colour';

/** A picture in linear light, three floats a pixel, rows from the top. */
export interface Canvas {
  readonly width: number;
  readonly height: number;
  readonly pixels: Float32Array;
  /** A length that looks the same in pictures of every size: 1/1000 of the side of a square with this area, in pixels. */
  readonly unit: number;
}

export function canvasOf(width: number, height: number): Canvas {
  return { width, height, pixels: new Float32Array(width * height * 3), unit: Math.sqrt(width * height) / 1000 };
}

/** Lays a colour over a pixel. */
export function cover(canvas: Canvas, at: number, colour: Rgb, share: number): void {
  const { pixels } = canvas;
  pixels[at] = (pixels[at] as number) * (1 - share) + colour[0] * share;
  pixels[at + 1] = (pixels[at + 1] as number) * (1 - share) + colour[1] * share;
  pixels[at + 2] = (pixels[at + 2] as number) * (1 - share) + colour[2] * share;
}

/** Adds light to a pixel. */
export function lighten(canvas: Canvas, at: number, colour: Rgb, amount: number): void {
  const { pixels } = canvas;
  pixels[at] = (pixels[at] as number) + colour[0] * amount;
  pixels[at + 1] = (pixels[at + 1] as number) + colour[1] * amount;
  pixels[at + 2] = (pixels[at + 2] as number) + colour[2] * amount;
}

/** Lays a disc with a smooth edge of `softness` pixels on each side of its radius. */
export function* disc(
  canvas: Canvas,
  centre: { readonly x: number; readonly y: number; readonly radius: number; readonly softness: number },
  paint: (at: number, share: number, distance: number) => void,
): Generator<void> {
  const reach = centre.radius + centre.softness;
  const top = Math.max(0, Math.floor(centre.y - reach));
  const bottom = Math.min(canvas.height - 1, Math.ceil(centre.y + reach));
  const left = Math.max(0, Math.floor(centre.x - reach));
  const right = Math.min(canvas.width - 1, Math.ceil(centre.x + reach));
  for (let y = top; y <= bottom; y++) {
    for (let x = left; x <= right; x++) {
      const distance = Math.sqrt((x + 0.5 - centre.x) ** 2 + (y + 0.5 - centre.y) ** 2);
      const share = clamp01((reach - distance) / (2 * centre.softness));
      if (share > 0) paint((y * canvas.width + x) * 3, share, distance);
    }
    yield;
  }
}

/** A point of light with a Gaussian fall-off. */
export function spark(canvas: Canvas, x: number, y: number, radius: number, colour: Rgb, amount: number): void {
  const reach = radius * 2.6;
  const top = Math.max(0, Math.floor(y - reach));
  const bottom = Math.min(canvas.height - 1, Math.ceil(y + reach));
  const left = Math.max(0, Math.floor(x - reach));
  const right = Math.min(canvas.width - 1, Math.ceil(x + reach));
  for (let py = top; py <= bottom; py++) {
    for (let px = left; px <= right; px++) {
      const dx = px + 0.5 - x;
      const dy = py + 0.5 - y;
      const glow = Math.exp((-(dx * dx + dy * dy) / (radius * radius)) * 1.4);
      if (glow > 0.01) lighten(canvas, (py * canvas.width + px) * 3, colour, amount * glow);
    }
  }
}
