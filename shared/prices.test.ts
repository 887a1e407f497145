import { expect, it } from 'vitest';
import { classACost, freeStorageShare, storageCostPerMonth } from './prices';

it.each([
  [0, 0],
  [10e9, 0],
  [10e9 + 1, 0.015],
  [11.1e9, 0.03],
])('storing %d bytes for a month costs $%d', (bytes, dollars) => {
  expect(storageCostPerMonth(bytes)).toBeCloseTo(dollars, 10);
});

it('a thousand lists cost $0.0045', () => {
  expect(classACost(1000)).toBeCloseTo(0.0045, 10);
});

it('half of the free storage is half', () => {
  expect(freeStorageShare(5e9)).toBeCloseTo(0.5, 10);
});
