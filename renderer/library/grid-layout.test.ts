import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { gridLayout, lineCount, lineOf, listLayout, TILE_GAP } from './grid-layout';

describe('grid layout', () => {
  it('fills the width exactly, whatever the width and the wish', () => {
    fc.assert(
      fc.property(fc.integer({ min: 120, max: 6_000 }), fc.integer({ min: 80, max: 640 }), (width, wish) => {
        const layout = gridLayout(width, wish);
        const filled = layout.columns * layout.tileWidth + (layout.columns - 1) * TILE_GAP;
        expect(filled).toBeCloseTo(width, 6);
        expect(layout.lineHeight).toBeGreaterThan(layout.pictureHeight);
      }),
    );
  });

  it('draws four columns where the drawing has four', () => {
    expect(gridLayout(872, 208)).toMatchObject({ columns: 4, tileWidth: 207.5, pictureHeight: 156 });
  });

  it('keeps one column when there is no room', () => {
    expect(gridLayout(40, 220).columns).toBe(1);
    expect(gridLayout(0, 220).columns).toBe(1);
  });

  it('counts lines', () => {
    expect(lineCount(0, 4)).toBe(0);
    expect(lineCount(9, 4)).toBe(3);
    expect(lineOf(8, 4)).toBe(2);
    expect(listLayout(900)).toMatchObject({ columns: 1, tileWidth: 900 });
  });
});
