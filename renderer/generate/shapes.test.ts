import { expect, it } from 'vitest';
import { shapeName, shapesOf } from './shapes';

it.each([
  [1024, 1024, '1:1'],
  [1152, 896, '5:4'],
  [896, 1152, '4:5'],
  [1344, 768, '16:9'],
  [768, 1344, '9:16'],
  [1536, 1024, '3:2'],
  [1000, 100, '1000 × 100'],
])('%d × %d is %s', (width, height, name) => {
  expect(shapeName({ width, height })).toBe(name);
});

it('puts sizes of one shape together, in the order of the model', () => {
  const sizes = [
    { width: 1024, height: 1024 },
    { width: 1344, height: 768 },
    { width: 512, height: 512 },
  ];
  expect(shapesOf(sizes)).toEqual([
    { name: '1:1', indexes: [0, 2] },
    { name: '16:9', indexes: [1] },
  ]);
});
