import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { NO_SETTINGS, type GenerationFacts, type PictureSize } from '../../../shared/generation';
import { paintPicture } from '../generation/sketch/paint';
import type { SketchStyle } from '../generation/sketch/style';

/** One object for the sandbox bucket. */
export interface SampleFile {
  readonly key: string;
  readonly contentType: string;
  readonly bytes: Uint8Array;
  /** How it was made; null for what no prompt has made. */
  readonly facts: GenerationFacts | null;
}

interface PaintedSample {
  readonly key: string;
  readonly prompt: string;
  readonly seed: number;
  readonly style: SketchStyle;
  readonly size: PictureSize;
}

const WIDE: PictureSize = { width: 864, height: 576 };
const TALL: PictureSize = { width: 576, height: 768 };
const BANNER: PictureSize = { width: 960, height: 540 };
const SQUARE: PictureSize = { width: 640, height: 640 };

const PAINTED: readonly PaintedSample[] = [
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

const CLIP = 'first-light.mp4';

function painted(key: string, prompt: string, seed: number, style: SketchStyle, size: PictureSize): PaintedSample {
  return { key, prompt, seed, style, size };
}

/**
 * What a new sandbox bucket holds, one after the other: eleven pictures, painted as they are asked for, and a clip. `folder` is
 * where the clip that comes with the app lies (`build/samples`).
 */
export async function* sampleFiles(folder: string, now: () => number, signal: AbortSignal): AsyncGenerator<SampleFile> {
  const contentType = 'video/mp4';
  yield { key: `videos/${CLIP}`, contentType, bytes: await readFile(path.join(folder, CLIP)), facts: null };
  for (const { key, prompt, seed, style, size } of PAINTED) {
    const bytes = await paintPicture({ prompt, seed, style, size }, () => undefined, signal);
    const facts: GenerationFacts = {
      ...NO_SETTINGS,
      prompt,
      style,
      provider: 'sketch',
      model: 'sketch-1',
      seed,
      createdAt: now(),
    };
    yield { key, contentType: 'image/png', bytes, facts: key.startsWith('generated/') ? facts : null };
  }
}
