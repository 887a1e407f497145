import type { PictureSize } from '../../../../shared/generation';
import { Ramp, rgbOf, type Rgb } from './colour';
import { noiseOf, type Noise } from './noise';
import { PALETTE_NAMES, PALETTES, turned, type PaletteName } from './palettes';
import { randomOf, type Random } from './random';
import { SKETCH_STYLES, type SketchStyle } from './style';
import { COLOUR_WORDS, MOTIF_WORDS, STYLE_WORDS, THING_WORDS, type Motif } from './words';

/** What a picture is made from; the same order gives the same picture. */
export interface SketchOrder {
  readonly prompt: string;
  readonly seed: number;
  readonly size: PictureSize;
  /** null lets the prompt's words choose. */
  readonly style: SketchStyle | null;
}

/** An order as the painters understand it. */
export interface Brief {
  readonly style: SketchStyle;
  readonly ramp: Ramp;
  readonly light: Rgb;
  readonly accent: Rgb;
  readonly motifs: ReadonlySet<Motif>;
  readonly random: Random;
  noise(name: string): Noise;
}

export function briefOf(order: SketchOrder): Brief {
  const prompt = order.prompt.normalize('NFC').toLowerCase().trim();
  const name = `${prompt}\n${order.seed}`;
  const random = randomOf(name);
  const paletteName = paletteOf(prompt, random.fork('palette'));
  const palette = turned(PALETTES[paletteName], random.fork('hue').between(-9, 9));
  return {
    style: order.style ?? styleOf(prompt, random.fork('style')),
    ramp: new Ramp(palette.stops),
    light: rgbOf(palette.light),
    accent: rgbOf(palette.accent),
    motifs: new Set(motifsOf(prompt)),
    random: random.fork('picture'),
    noise: (child) => noiseOf(`${name}/${child}`),
  };
}

function paletteOf(prompt: string, random: Random): PaletteName {
  return best(prompt, COLOUR_WORDS) ?? best(prompt, THING_WORDS) ?? random.pick(PALETTE_NAMES);
}

function styleOf(prompt: string, random: Random): SketchStyle {
  return best(prompt, STYLE_WORDS) ?? random.pick(SKETCH_STYLES);
}

function motifsOf(prompt: string): Motif[] {
  return (Object.keys(MOTIF_WORDS) as Motif[]).filter((motif) => hits(prompt, MOTIF_WORDS[motif]) > 0);
}

/** The entry with most of its words in the prompt; the first of equals, null when no word is in it. */
function best<Name extends string>(prompt: string, table: Readonly<Record<Name, string>>): Name | null {
  let found: Name | null = null;
  let most = 0;
  for (const name of Object.keys(table) as Name[]) {
    const count = hits(prompt, table[name]);
    if (count > most) [found, most] = [name, count];
  }
  return found;
}

function hits(prompt: string, words: string): number {
  const spoken = new Set(prompt.split(/[^\p{L}\p{N}]+/u));
  return words.split(' ').filter((word) => (isHan(word) ? prompt.includes(word) : spoken.has(word))).length;
}

/** Chinese has no spaces between words: its words are looked for anywhere. */
function isHan(word: string): boolean {
  return /\p{Script=Han}/u.test(word);
}
