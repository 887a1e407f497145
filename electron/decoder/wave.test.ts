import { expect, it } from 'vitest';
import { barsOf } from './wave';

const size = { width: 480, height: 360 };

it('draws a bar a part, the loudest as high as there is room, silence as a dot', () => {
  const bars = barsOf([0, 0.25, 0.5], size);
  expect(bars).toHaveLength(3);
  expect(bars[2]?.height).toBeCloseTo(144);
  expect(bars[1]?.height).toBeCloseTo(72);
  expect(bars[0]?.height).toBe(bars[0]?.width);
});

it('draws a silent sound too', () => {
  for (const bar of barsOf([0, 0, 0, 0], size)) expect(bar.height).toBe(bar.width);
});
