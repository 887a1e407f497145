import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { R2_LIMITS } from '../../../shared/r2';
import { MULTIPART_FROM_BYTES, partAt, planParts, planWithPartSize } from './part-plan';

const MIB = 1024 * 1024;
const sizes = fc.oneof(
  fc.integer({ min: MULTIPART_FROM_BYTES, max: 1024 * MIB }),
  fc.integer({ min: MULTIPART_FROM_BYTES, max: R2_LIMITS.maxObjectBytes }),
  fc.constantFrom(MULTIPART_FROM_BYTES, 160_000 * MIB - 1, 160_000 * MIB, 160_000 * MIB + 1, R2_LIMITS.maxObjectBytes),
);

describe('planParts', () => {
  it('makes parts that R2 takes, whatever the size', () => {
    fc.assert(
      fc.property(sizes, (size) => {
        const plan = planParts(size);
        expect(plan.count).toBeLessThanOrEqual(R2_LIMITS.maxParts);
        expect(plan.partSize).toBeGreaterThanOrEqual(R2_LIMITS.minPartBytes);
        expect(plan.partSize).toBeLessThanOrEqual(R2_LIMITS.maxPutBytes);
        const last = partAt(plan, plan.count);
        expect(last.length).toBeGreaterThan(0);
        expect(last.length).toBeLessThanOrEqual(plan.partSize);
        expect(last.offset + last.length).toBe(size);
      }),
    );
  });

  it('covers the file without a gap, all parts but the last equal', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 1, max: 60 }), (size, partSize) => {
        const plan = planWithPartSize(size, partSize);
        let end = 0;
        for (let number = 1; number <= plan.count; number++) {
          const { offset, length } = partAt(plan, number);
          expect(offset).toBe(end);
          expect(length === partSize || number === plan.count).toBe(true);
          end = offset + length;
        }
        expect(end).toBe(size);
      }),
    );
  });

  it('refuses what no bucket can hold', () => {
    expect(() => planParts(R2_LIMITS.maxObjectBytes + 1)).toThrow('too-large');
  });
});
