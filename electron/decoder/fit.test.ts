import { expect, it } from 'vitest';
import { fitInto } from './fit';

it.each([
  [4000, 3000, 480, 360],
  [3000, 4000, 360, 480],
  [480, 480, 480, 480],
  [20, 10, 20, 10],
  [100_000, 1, 480, 1],
])('%i × %i is shown as %i × %i', (width, height, fitWidth, fitHeight) => {
  expect(fitInto({ width, height }, 480)).toEqual({ width: fitWidth, height: fitHeight });
});
