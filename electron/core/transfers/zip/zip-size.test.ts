import fc from 'fast-check';
import { expect, it } from 'vitest';
import { R2_LIMITS } from '../../../../shared/r2';
import { MAX_PACKED_BYTES, packedBytes, planStream } from './zip-size';

const MIB = 1024 * 1024;

it('parts are equal whole MiB, 10,000 suffice, and what is in memory stays within the budget', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: MAX_PACKED_BYTES }), (bytes) => {
      const { partSize, partsAbreast, memoryBytes } = planStream(bytes);
      expect(partSize % MIB).toBe(0);
      expect(partSize).toBeGreaterThanOrEqual(R2_LIMITS.minPartBytes);
      expect(Math.ceil(bytes / partSize)).toBeLessThanOrEqual(R2_LIMITS.maxParts);
      expect(partsAbreast).toBeGreaterThanOrEqual(1);
      expect(memoryBytes).toBeLessThanOrEqual(256 * MIB);
    }),
  );
});

it('the largest is below what R2 takes, and small ones keep small parts', () => {
  expect(MAX_PACKED_BYTES).toBeLessThanOrEqual(R2_LIMITS.maxObjectBytes);
  expect(planStream(0)).toEqual({ partSize: 16 * MIB, partsAbreast: 2, memoryBytes: 96 * MIB });
  expect(planStream(300 * 1024 * 1024 * MIB).partSize).toBeGreaterThan(16 * MIB);
});

it('names count twice, in bytes', () => {
  expect(packedBytes({ size: 0, path: '晨雾.png' }) - packedBytes({ size: 0, path: '' })).toBe(20);
});
