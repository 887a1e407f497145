import { createHash } from 'node:crypto';
import { decode } from 'fast-png';
import { expect, test } from 'vitest';
import type { SketchOrder } from './brief';
import { briefOf } from './brief';
import { paintPicture, picture } from './paint';
import { SKETCH_STYLES } from './style';

const never = new AbortController().signal;
const SIZE = { width: 192, height: 144 };

function order(change: Partial<SketchOrder> = {}): SketchOrder {
  return { prompt: 'Harbour at dusk', seed: 7, size: SIZE, style: null, ...change };
}

function paint(change: Partial<SketchOrder> = {}): Promise<Uint8Array> {
  return paintPicture(order(change), () => undefined, never);
}

function digest(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

test.each(SKETCH_STYLES)('%s: a picture of the asked size, the same bytes each time', async (style) => {
  const [once, again] = [await paint({ style }), await paint({ style })];
  const { width, height, channels, depth, text } = decode(once, { checkCrc: true });
  expect({ width, height, channels, depth, text }).toEqual({ ...SIZE, channels: 3, depth: 8, text: {} });
  expect(digest(again)).toBe(digest(once));
});

test.each(SKETCH_STYLES)('%s: pixels do not depend on how the work is cut up', async (style) => {
  const steps = picture(order({ style }));
  let step = steps.next();
  while (step.done !== true) step = steps.next();
  const { data } = decode(await paint({ style }));
  expect(digest(step.value)).toBe(digest(new Uint8Array(data)));
});

test.each(SKETCH_STYLES)('%s: uses light and dark, and is no flat field', async (style) => {
  const { data } = decode(await paint({ style }));
  const levels = new Set<number>();
  for (const value of data) levels.add(value >> 4);
  expect(levels.size).toBeGreaterThan(6);
});

test('another prompt, seed, style or size is another picture', async () => {
  const pictures = await Promise.all([
    paint({ style: 'Dunes' }),
    paint({ style: 'Dunes', prompt: 'Harbour at dawn' }),
    paint({ style: 'Dunes', seed: 8 }),
    paint({ style: 'Paper' }),
    paint({ style: 'Dunes', size: { width: 144, height: 192 } }),
  ]);
  expect(new Set(pictures.map(digest)).size).toBe(pictures.length);
});

test.each(['', '   ', '紫色的月亮下的海', 'é', '👩‍🚀🌋', '\u0000\uD800', 'a'.repeat(4000), '__proto__ constructor'])(
  'takes any prompt: %j',
  async (prompt) => {
    expect(decode(await paint({ prompt, size: { width: 32, height: 24 } })).width).toBe(32);
  },
);

test('letters that mean the same make the same picture', async () => {
  expect(digest(await paint({ prompt: 'caf\u00e9' }))).toBe(digest(await paint({ prompt: 'cafe\u0301' })));
});

test('words choose the style and the motifs, in English and in Chinese', () => {
  const styleOf = (prompt: string): string => briefOf(order({ prompt })).style;
  expect(styleOf('aurora over the ridge')).toBe('Aurora');
  expect(styleOf('layered paper cut')).toBe('Paper');
  expect(styleOf('极光之下')).toBe('Aurora');
  expect(styleOf('沙漠里的山丘')).toBe('Dunes');
  expect([...briefOf(order({ prompt: 'A tidal bloom under a violet moon' })).motifs]).toEqual(['moon', 'water']);
});

test('tells progress that only grows, and stops when asked', async () => {
  const told: number[] = [];
  await paintPicture(order({ size: { width: 640, height: 480 } }), (done) => told.push(done), never);
  expect(told).toEqual([...told].sort((a, b) => a - b));
  const abort = new AbortController();
  const stopped = paintPicture(order({ size: { width: 1024, height: 1024 } }), () => abort.abort(), abort.signal);
  await expect(stopped).rejects.toMatchObject({ name: 'AbortError' });
});
