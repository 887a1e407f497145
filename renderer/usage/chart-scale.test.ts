import { expect, it } from 'vitest';
import { roundTop } from './chart-scale';

it.each([
  [0, 4],
  [3, 4],
  [5, 6],
  [7, 8],
  [9, 10],
  [11, 12],
  [13, 16],
  [20, 20],
  [430, 500],
  [501, 600],
  [1401, 1600],
])('a chart of at most %d reaches up to %d', (most, top) => {
  expect(roundTop(most)).toBe(top);
});
