import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseByteRange } from './byte-range';

const part = (start: number, end: number) => ({ kind: 'part', start, end });

describe('byte ranges', () => {
  it.each([
    ['bytes=0-', 10, part(0, 9)],
    ['bytes=3-5', 10, part(3, 5)],
    ['bytes=3-99', 10, part(3, 9)],
    ['bytes=-4', 10, part(6, 9)],
    ['bytes=-99', 10, part(0, 9)],
    ['bytes = 1 - 2', 10, part(1, 2)],
    ['bytes=9-9', 10, part(9, 9)],
  ])('%s of %i bytes', (header, size, expected) => {
    expect(parseByteRange(header, size)).toEqual(expected);
  });

  it.each([
    ['bytes=10-', 10],
    ['bytes=10-20', 10],
    ['bytes=-0', 10],
    ['bytes=0-', 0],
    ['bytes=0-0', 0],
  ])('cannot satisfy %s of %i bytes', (header, size) => {
    expect(parseByteRange(header, size)).toEqual({ kind: 'unsatisfiable' });
  });

  it.each([null, '', 'bytes=', 'bytes=-', 'bytes=a-b', 'items=0-1', 'bytes=0-1,4-5', 'bytes=5-3', 'bytes=0x1-2'])(
    'passes over %s, which asks for nothing that is understood',
    (header) => {
      expect(parseByteRange(header, 10)).toEqual({ kind: 'all' });
    },
  );
});

describe('any header at all', () => {
  const number = fc.oneof(
    fc.nat(20).map(String),
    fc.constantFrom('', '0', '00', '9'.repeat(30), '9'.repeat(5000), '-1', '1e3', 'NaN'),
  );
  const headers = fc.oneof(
    fc
      .tuple(
        fc.constantFrom('bytes=', 'Bytes = ', 'bytes', 'items='),
        number,
        fc.constantFrom('-', '--', ' - ', ''),
        number,
      )
      .map((parts) => parts.join('')),
    fc.string({ unit: 'binary' }),
    fc.constantFrom(' '.repeat(50_000), `bytes=${' '.repeat(50_000)}`, 'bytes=0-1,'.repeat(5000)),
  );

  it('asks for bytes that are there, for all, or for none', () => {
    fc.assert(
      fc.property(headers, fc.oneof(fc.nat(20), fc.constant(Number.MAX_SAFE_INTEGER)), (header, size) => {
        const answer = parseByteRange(header, size);
        if (answer.kind !== 'part') return;
        expect(Number.isSafeInteger(answer.start) && Number.isSafeInteger(answer.end)).toBe(true);
        expect(answer.start).toBeGreaterThanOrEqual(0);
        expect(answer.end).toBeGreaterThanOrEqual(answer.start);
        expect(answer.end).toBeLessThan(size);
      }),
      { numRuns: 5000 },
    );
  });
});
