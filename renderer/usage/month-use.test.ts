import { describe, expect, it } from 'vitest';
import { r2Endpoint } from '../../shared/r2';
import type { BucketDay } from '../../shared/usage';
import { chartDays, costOfMonth, rangeOf, storedOverMonth, monthUseOf } from './month-use';

const STANDARD = { kind: 'all-in', storageClass: 'standard' } as const;

const hostOf = (letter: string): string => new URL(r2Endpoint(letter.repeat(32), 'default')).host;
const ONE = hostOf('a');
const OTHER = hostOf('b');

function day(changes: Partial<BucketDay>): BucketDay {
  const usual = { counts: {}, unbilled: 0, readBytes: 0, storedBytes: null };
  return { day: '2026-11-01', host: ONE, bucket: 'media', ...usual, ...changes };
}

describe('what is stored over a month', () => {
  it('is the mean of the days, and days to come are as the last known', () => {
    const days = [
      day({ day: '2026-11-01', storedBytes: 1e9 }),
      // The example of the price page: 1 GB for 5 days, 3 GB for 25.
      day({ day: '2026-11-06', storedBytes: 3e9 }),
    ];
    const stored = storedOverMonth(days, '2026-11');
    expect(stored?.mean).toBeCloseTo((5 * 1e9 + 25 * 3e9) / 30, 0);
    expect(stored?.latest).toBe(3e9);
  });

  it('counts days before the first known one as that', () => {
    expect(storedOverMonth([day({ day: '2026-11-20', storedBytes: 6e9 })], '2026-11')?.mean).toBe(6e9);
  });

  it('is not known where it never was', () => {
    expect(storedOverMonth([day({ counts: { PutObject: 1 } })], '2026-11')).toBeNull();
  });
});

describe('what a month costs', () => {
  it('gives what is free once for each account, however many buckets it has', () => {
    const full = { storedBytes: 10e9 };
    const shared = [day(full), day({ ...full, bucket: 'archive' })];
    expect(costOfMonth(shared, '2026-11', STANDARD)?.total).toBeCloseTo(0.15, 10);
    expect(costOfMonth([day(full), day({ ...full, host: OTHER })], '2026-11', STANDARD)?.total).toBe(0);
  });

  it('reckons storage in the classes in which it lies', () => {
    const halves = { kind: 'as-stored', infrequentShare: 0.5 } as const;
    expect(costOfMonth([day({ storedBytes: 20e9 })], '2026-11', halves)?.total).toBeCloseTo(0.1, 10);
  });

  it('is not known of other servers, and leaves them out', () => {
    const elsewhere = day({ host: '127.0.0.1:9000', counts: { PutObject: 5e6 } });
    expect(costOfMonth([elsewhere], '2026-11', STANDARD)).toBeNull();
    expect(costOfMonth([elsewhere, day({})], '2026-11', STANDARD)?.total).toBe(0);
  });

  it('adds up operations by class', () => {
    const counts = { PutObject: 3, UploadPart: 4, HeadObject: 5, GetObject: 6, DeleteObject: 7 };
    expect(monthUseOf([day({ counts, readBytes: 9 })], '2026-11')).toEqual({
      storedBytes: 0,
      classA: 7,
      classB: 11,
      readBytes: 9,
    });
  });
});

describe('the days on show', () => {
  it('are the last thirty of the month under way, and the whole month is asked for', () => {
    expect(chartDays('2026-11', '2026-11-03')).toHaveLength(30);
    expect(rangeOf('2026-11', '2026-11-03')).toEqual({ first: '2026-10-05', last: '2026-11-03' });
    expect(rangeOf('2026-10', '2026-10-31')).toEqual({ first: '2026-10-01', last: '2026-10-31' });
  });

  it('are all of a month that is over', () => {
    expect(chartDays('2026-02', '2026-11-03')).toHaveLength(28);
    expect(rangeOf('2026-02', '2026-11-03')).toEqual({ first: '2026-02-01', last: '2026-02-28' });
  });
});
