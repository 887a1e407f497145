import { expect, it } from 'vitest';
import { covering, fitInto } from './fit';

it.each([
  [4000, 3000, 480, 360],
  [3000, 4000, 360, 480],
  [480, 480, 480, 480],
  [20, 10, 20, 10],
  [100_000, 1, 480, 1],
])('%i × %i is shown as %i × %i', (width, height, fitWidth, fitHeight) => {
  expect(fitInto({ width, height }, 480)).toEqual({ width: fitWidth, height: fitHeight });
});

it.each([
  [
    { width: 100, height: 100 },
    { x: 0, y: -40, width: 160, height: 160 },
  ],
  [
    { width: 640, height: 80 },
    { x: -240, y: 0, width: 640, height: 80 },
  ],
  [
    { width: 320, height: 160 },
    { x: 0, y: 0, width: 160, height: 80 },
  ],
])('%o covers 160 × 80 as %o', (size, drawn) => {
  expect(covering(size, { width: 160, height: 80 })).toEqual(drawn);
});
