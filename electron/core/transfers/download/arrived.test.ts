import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Arrived, type Span } from './arrived';

const SIZE = 60;
const at = fc.integer({ min: 0, max: SIZE });
const spans = fc.array(fc.tuple(at, at), { maxLength: 12 }).map((all) => all as Span[]);

/** The same with one flag a byte. */
function flags(all: readonly Span[]): boolean[] {
  const there = Array.from({ length: SIZE }, () => false);
  for (const [start, end] of all) for (let n = start; n < end; n++) there[n] = true;
  return there;
}

it('knows byte for byte what is there, in the fewest spans, in any order', () => {
  fc.assert(
    fc.property(spans, (all) => {
      const arrived = new Arrived(all, SIZE);
      const there = flags(all);
      expect(flags(arrived.spans)).toEqual(there);
      expect(arrived.bytes).toBe(there.filter(Boolean).length);
      const gap = there.indexOf(false);
      expect(arrived.prefix).toBe(gap < 0 ? SIZE : gap);
      for (const [index, [start]] of arrived.spans.entries()) {
        if (index > 0) expect(start).toBeGreaterThan(arrived.spans[index - 1]![1]);
      }
    }),
  );
});

it('tells the gaps in order, in pieces that are not too large, each byte once', () => {
  fc.assert(
    fc.property(spans, fc.integer({ min: 1, max: 20 }), (all, piece) => {
      const pieces = new Arrived(all, SIZE).missing(SIZE, piece);
      expect(flags(pieces)).toEqual(flags(all).map((one) => !one));
      for (const [start, end] of pieces) {
        expect(end).toBeGreaterThan(start);
        expect(end - start).toBeLessThanOrEqual(piece);
      }
      expect(pieces.reduce((sum, [start, end]) => sum + end - start, 0)).toBe(
        new Set(pieces.flatMap(([start, end]) => Array.from({ length: end - start }, (_, n) => start + n))).size,
      );
    }),
  );
});

it('counts nothing that a file which was cut off no longer holds', () => {
  expect(
    new Arrived(
      [
        [0, 10],
        [20, 40],
      ],
      25,
    ).spans,
  ).toEqual([
    [0, 10],
    [20, 25],
  ]);
});
