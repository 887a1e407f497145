import fc from 'fast-check';
import { expect, it } from 'vitest';
import { sortedBy } from './radix-sort';

const LARGEST = Number.MAX_SAFE_INTEGER;
const value = fc.oneof(fc.nat({ max: 5 }), fc.nat({ max: 2 ** 31 - 1 }), fc.maxSafeNat(), fc.constant(LARGEST));

it.each(['asc', 'desc'] as const)(
  'sorts whole numbers of any size, %s, and leaves equals in their order',
  (direction) => {
    fc.assert(
      fc.property(fc.array(value, { maxLength: 60 }), (values) => {
        const column = Float64Array.from(values);
        const rows = Uint32Array.from(values, (_, place) => (place * 7) % Math.max(1, values.length));
        const sign = direction === 'asc' ? 1 : -1;
        const expected = [...rows].sort((a, b) => sign * ((column[a] ?? 0) - (column[b] ?? 0)));
        expect([...sortedBy(rows, column, direction)]).toEqual(expected);
      }),
    );
  },
);
