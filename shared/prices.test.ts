import { describe, expect, it } from 'vitest';
import { classACost, freeStorageShare, monthCost, splitMonthCost, type MonthUse } from './prices';

const NOTHING: MonthUse = { storedBytes: 0, classA: 0, classB: 0, readBytes: 0 };

it.each([
  [0, 0],
  [10e9, 0],
  [10e9 + 1, 0.015],
  [11.1e9, 0.03],
])('storing %d bytes for a month costs $%d', (bytes, dollars) => {
  expect(monthCost({ ...NOTHING, storedBytes: bytes }, 'standard').storage).toBeCloseTo(dollars, 10);
});

it('a thousand lists cost $0.0045', () => {
  expect(classACost(1000)).toBeCloseTo(0.0045, 10);
});

it('half of the free storage is half', () => {
  expect(freeStorageShare(5e9)).toBeCloseTo(0.5, 10);
});

describe('a month as R2 bills it', () => {
  it.each<[string, Partial<MonthUse>, number]>([
    ['nothing', {}, 0],
    ['all that is free', { storedBytes: 10e9, classA: 1e6, classB: 10e6 }, 0],
    ['one write too many: a whole million', { classA: 1e6 + 1 }, 4.5],
    ['one read too many: a whole million', { classB: 10e6 + 1 }, 0.36],
    ['a byte too many: a whole GB-month', { storedBytes: 10e9 + 1 }, 0.015],
    ['reading, which is free', { readBytes: 5e12 }, 0],
    // The examples of the price page.
    ['1,000 GB, a thousand writes, a million reads', { storedBytes: 1e12, classA: 1000, classB: 1e6 }, 14.85],
    ['ten million reads a day', { storedBytes: 10e9, classA: 1e5, classB: 300e6 }, 104.4],
  ])('in Standard: %s', (_what, use, dollars) => {
    expect(monthCost({ ...NOTHING, ...use }, 'standard').total).toBeCloseTo(dollars, 8);
  });

  it.each<[string, number, number]>([
    ['none of it in Infrequent Access: as Standard', 0, (20 - 10) * 0.015 + 4.5],
    ['half of it: each half in its class, operations as Standard’s', 0.5, (10 - 10) * 0.015 + 10 * 0.01 + 4.5],
    ['all of it: as Infrequent Access, in which nothing is free', 1, 20 * 0.01 + 2 * 9 + 5 * 0.01],
  ])('as it is stored: %s', (_what, share, dollars) => {
    const use = { storedBytes: 20e9, classA: 1e6 + 1, classB: 0, readBytes: 5e9 };
    const cost = splitMonthCost(use, share);
    expect(cost.total).toBeCloseTo(dollars, 8);
    expect(cost.storage + cost.classA + cost.classB + cost.retrieval).toBeCloseTo(cost.total, 8);
  });

  it('in Infrequent Access has nothing for free, and reading has a price', () => {
    // The example of the price page, of which the reading is 1,000 GB.
    const use = { storedBytes: 1e12, classA: 1000, classB: 1e6, readBytes: 1e12 };
    const { storage, classA, classB, retrieval, total } = monthCost(use, 'infrequent');
    expect(storage).toBeCloseTo(10, 8);
    expect(classA).toBeCloseTo(9, 8);
    expect(classB).toBeCloseTo(0.9, 8);
    expect(retrieval).toBeCloseTo(10, 8);
    expect(total).toBeCloseTo(29.9, 8);
  });
});
