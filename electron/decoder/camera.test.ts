import { expect, test } from 'vitest';
import { cameraOver, frameOf } from './camera';

const PICTURE = { width: 40, height: 30 };
const FILM = { width: 32, height: 24 };

function task(seed: number) {
  const pixels = Uint8Array.from({ length: PICTURE.width * PICTURE.height * 3 }, (_, at) => (at * 7) % 256);
  return { taskId: 't', kind: 'film', pixels, picture: PICTURE, ...FILM, seconds: 3, seed } as const;
}

test.each([0, 1, 90, 225, 4_294_967_295])(
  'seed %i: never over the edge of the picture, and back where it began',
  (seed) => {
    const sightAt = cameraOver(task(seed));
    for (let moment = 0; moment <= 1; moment += 1 / 96) {
      const { left, top, width, height } = sightAt(moment);
      expect(left).toBeGreaterThanOrEqual(-1e-9);
      expect(top).toBeGreaterThanOrEqual(-1e-9);
      expect(left + width).toBeLessThanOrEqual(PICTURE.width + 1e-9);
      expect(top + height).toBeLessThanOrEqual(PICTURE.height + 1e-9);
      expect(width / height).toBeCloseTo(FILM.width / FILM.height);
    }
    expect(sightAt(1).width).toBeCloseTo(sightAt(0).width);
    expect(sightAt(1).left).toBeCloseTo(sightAt(0).left);
    expect(sightAt(0.5).width).toBeLessThan(sightAt(0).width);
  },
);

test('a frame of the whole picture in its own size is the picture', () => {
  const whole = { ...task(1), width: PICTURE.width, height: PICTURE.height };
  const frame = frameOf(whole, { left: 0, top: 0, ...PICTURE });
  const colours = [...frame].filter((_, at) => at % 4 < 3);
  expect(colours).toEqual([...whole.pixels]);
});

test('between two pixels lies their mean', () => {
  const pixels = Uint8Array.from([0, 0, 0, 200, 100, 50]);
  const narrow = { ...task(1), pixels, picture: { width: 2, height: 1 }, width: 1, height: 1 };
  expect([...frameOf(narrow, { left: 0.5, top: 0, width: 1, height: 1 })].slice(0, 3)).toEqual([100, 50, 25]);
});

test('another seed goes another way', () => {
  expect(cameraOver(task(10))(0.5)).not.toEqual(cameraOver(task(200))(0.5));
});
