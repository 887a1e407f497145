import { expect, it } from 'vitest';
import { roundTop } from './chart-scale';

it.each([
  [0, 4],
  [3, 4],
  [7, 10],
  [11, 20],
  [20, 20],
  [430, 500],
  [501, 1000],
])('a chart of at most %d reaches up to %d', (most, top) => {
  expect(roundTop(most)).toBe(top);
});
