import type { SketchOrder } from '../generation/sketch/brief';

/** A picture among the samples, as the sketch generator paints it. Its file has the last part of its key as its name. */
export interface PaintedSample extends SketchOrder {
  readonly key: string;
  readonly seed: number;
}

const WIDE = { width: 864, height: 576 };
const TALL = { width: 576, height: 768 };
const BANNER = { width: 960, height: 540 };
const SQUARE = { width: 640, height: 640 };

/** All of them, in the order in which a new sandbox bucket gets them. */
export const PAINTED: readonly PaintedSample[] = [
  painted('generated/2026/11/tidal-bloom-481516.png', 'A tidal bloom under a violet moon', 481516, 'Dunes', WIDE),
  painted('generated/2026/11/aurora-ridge-23.png', 'Teal aurora over a mountain ridge', 23, 'Aurora', WIDE),
  painted('generated/2026/11/night-market-1108.png', 'Night market lights, magenta and gold', 1108, 'Bokeh', WIDE),
  painted('generated/2026/11/kelp-forest-7.png', 'Kelp forest in a slow current, blue', 7, 'Flow field', TALL),
  painted('generated/2026/11/paper-moon-64.png', 'Paper cave around a midnight moon', 64, 'Paper', SQUARE),
  painted('generated/2026/11/glass-orbits-3.png', 'Glass orbits of a small planet, violet', 3, 'Orbits', SQUARE),
  painted('press-kit/harbour-at-dusk.png', 'Harbour at dusk', 1, 'Dunes', BANNER),
  painted('press-kit/first-snow.png', 'First snow on the hills', 7, 'Dunes', WIDE),
  painted('covers/ember-ridge.png', 'Ember ridge, autumn fire', 30, 'Dunes', TALL),
  painted('covers/rose-current.png', 'Rose petals in the wind', 8, 'Flow field', SQUARE),
  painted('covers/coral-reef.png', 'Coral reef, layered paper', 2, 'Paper', BANNER),
];

function painted(
  key: string,
  prompt: string,
  seed: number,
  style: PaintedSample['style'],
  size: PaintedSample['size'],
): PaintedSample {
  return { key, prompt, seed, style, size };
}
