import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { fitted, middle, panned, pinched, zoomed } from './zoom';

const picture = { width: 4_000, height: 3_000 };
const box = { width: 1_000, height: 800 };

describe('zoom', () => {
  it('shows the whole picture, and a small one as large as it is', () => {
    expect(fitted(picture, box)).toEqual({ scale: 0.25, x: 0, y: 0 });
    expect(fitted({ width: 64, height: 64 }, box).scale).toBe(1);
    expect(fitted({ width: 0, height: 0 }, box).scale).toBe(1);
  });

  it('keeps the point under the pointer where it is', () => {
    const at = { x: 120, y: -80 };
    const before = zoomed(fitted(picture, box), 0.8, { x: 0, y: 0 }, picture, box);
    const after = zoomed(before, 1.6, at, picture, box);
    const under = (zoom: typeof before) => ({ x: (at.x - zoom.x) / zoom.scale, y: (at.y - zoom.y) / zoom.scale });
    expect(under(after).x).toBeCloseTo(under(before).x);
    expect(under(after).y).toBeCloseTo(under(before).y);
  });

  it('never goes below the whole picture, nor beyond sixteen times', () => {
    const zoom = fitted(picture, box);
    expect(zoomed(zoom, 0.01, { x: 0, y: 0 }, picture, box).scale).toBe(0.25);
    expect(zoomed(zoom, 99, { x: 0, y: 0 }, picture, box).scale).toBe(16);
  });

  it('follows two fingers', () => {
    const rests = { x: 0, y: 0 };
    expect(pinched(rests, { x: 0, y: 100 }, { x: 0, y: 150 })).toBe(1.5);
    expect(pinched(rests, { x: 100, y: 0 }, { x: 50, y: 0 })).toBe(0.5);
    expect(pinched(rests, rests, { x: 50, y: 0 })).toBe(1);
    expect(middle({ x: 0, y: 100 }, { x: 50, y: 0 })).toEqual({ x: 25, y: 50 });
  });

  it('never shows what lies beside the picture', () => {
    const step = fc.integer({ min: -5_000, max: 5_000 });
    fc.assert(
      fc.property(step, step, fc.double({ min: 0.25, max: 16, noNaN: true }), (x, y, scale) => {
        const zoom = panned(zoomed(fitted(picture, box), scale, { x: 0, y: 0 }, picture, box), { x, y }, picture, box);
        const left = zoom.x - (picture.width * zoom.scale) / 2;
        expect(left).toBeLessThanOrEqual(-box.width / 2 + 1e-6);
        expect(Math.abs(zoom.y)).toBeLessThanOrEqual(
          Math.max(0, (picture.height * zoom.scale - box.height) / 2) + 1e-6,
        );
      }),
    );
  });
});
