import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import {
  afterScroll,
  barHeight,
  barOffset,
  listOffset,
  MAX_SCROLL_HEIGHT,
  needsCorrection,
  placeAt,
  TOP,
} from './scroll-scale';

const MILLION_ROWS = { total: 1_000_000 * 44, viewport: 800 };

describe('scaled scrolling', () => {
  it('leaves a list that fits as it is', () => {
    const shape = { total: 5_000, viewport: 800 };
    expect(barHeight(shape.total)).toBe(5_000);
    expect(listOffset(1_234, shape)).toBe(1_234);
    expect(afterScroll(TOP, 3_000, shape)).toEqual({ bar: 3_000, list: 3_000 });
    expect(needsCorrection({ bar: 3_000, list: 3_000 }, shape, true)).toBe(false);
  });

  it('reaches the first and the last pixel of a million rows', () => {
    expect(barHeight(MILLION_ROWS.total)).toBe(MAX_SCROLL_HEIGHT);
    expect(listOffset(0, MILLION_ROWS)).toBe(0);
    expect(listOffset(MAX_SCROLL_HEIGHT - 800, MILLION_ROWS)).toBe(44_000_000 - 800);
  });

  it('translates there and back, and never against the order', () => {
    const offset = fc.integer({ min: 0, max: MILLION_ROWS.total - MILLION_ROWS.viewport });
    fc.assert(
      fc.property(offset, offset, (a, b) => {
        expect(Math.abs(listOffset(barOffset(a, MILLION_ROWS), MILLION_ROWS) - a)).toBeLessThan(0.01);
        if (a < b) expect(barOffset(a, MILLION_ROWS)).toBeLessThan(barOffset(b, MILLION_ROWS));
      }),
    );
  });

  it('moves pixel by pixel on a wheel step and by its share on a drag of the bar', () => {
    const middle = placeAt(22_000_000, MILLION_ROWS);
    expect(afterScroll(middle, middle.bar + 120, MILLION_ROWS).list).toBe(22_000_120);
    const dragged = afterScroll(middle, middle.bar + 100_000, MILLION_ROWS);
    expect(dragged.list).toBeCloseTo(listOffset(middle.bar + 100_000, MILLION_ROWS));
    expect(dragged.list - middle.list).toBeGreaterThan(500_000);
  });

  it('puts the bar right once the hand rests, or when they have run far apart', () => {
    let place = placeAt(22_000_000, MILLION_ROWS);
    for (let step = 0; step < 10; step++) place = afterScroll(place, place.bar + 120, MILLION_ROWS);
    expect(needsCorrection(place, MILLION_ROWS, false)).toBe(false);
    expect(needsCorrection(place, MILLION_ROWS, true)).toBe(true);
    expect(needsCorrection(placeAt(place.list, MILLION_ROWS), MILLION_ROWS, true)).toBe(false);
    for (let step = 0; step < 60; step++) place = afterScroll(place, place.bar + 120, MILLION_ROWS);
    expect(needsCorrection(place, MILLION_ROWS, false)).toBe(true);
  });

  it('ends at the list’s ends whatever the drift was', () => {
    expect(afterScroll({ bar: 100, list: 4_000 }, 0, MILLION_ROWS).list).toBe(0);
    const last = MAX_SCROLL_HEIGHT - 800;
    expect(afterScroll({ bar: last - 100, list: 43_000_000 }, last, MILLION_ROWS).list).toBe(44_000_000 - 800);
  });
});
