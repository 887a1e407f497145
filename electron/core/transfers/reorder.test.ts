import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { QueueMove } from '../../../shared/transfer';
import { ranksAfter, type InLine } from './reorder';

function lineOf(ids: string): InLine[] {
  return ids.split('').map((id, index) => ({ id, rank: index * 10 }));
}

function after(ids: string, chosen: string, to: QueueMove): string {
  let last = ids.length * 10;
  const ranks = ranksAfter(lineOf(ids), new Set(chosen), to, () => (last += 1));
  const line = lineOf(ids).map(({ id, rank }) => ({ id, rank: ranks.get(id) ?? rank }));
  return line
    .toSorted((a, b) => a.rank - b.rank)
    .map(({ id }) => id)
    .join('');
}

describe('a move in the queue', () => {
  it('goes to the ends, keeping the order of what is moved', () => {
    expect(after('abcdef', 'df', 'first')).toBe('dfabce');
    expect(after('abcdef', 'ac', 'last')).toBe('bdefac');
  });

  it('goes one place, and stops at the end', () => {
    expect(after('abcdef', 'ce', 'up')).toBe('acbedf');
    expect(after('abcdef', 'ab', 'up')).toBe('abcdef');
    expect(after('abcdef', 'ab', 'down')).toBe('cabdef');
    expect(after('abcdef', 'ef', 'down')).toBe('abcdef');
  });

  it('loses nobody, changes no place, and can be taken back', () => {
    const ids = fc.uniqueArray(fc.integer({ min: 97, max: 122 }).map((code) => String.fromCodePoint(code)));
    fc.assert(
      fc.property(
        ids,
        fc.integer({ min: 0, max: 25 }),
        fc.constantFrom<QueueMove>('first', 'up', 'down', 'last'),
        (line, n, to) => {
          const text = line.join('');
          const one = line[n % Math.max(line.length, 1)] ?? '';
          const moved = after(text, one, to);
          expect(moved.split('').toSorted()).toEqual(text.split('').toSorted());
          if (to === 'up' && moved !== text) expect(after(moved, one, 'down')).toBe(text);
          expect(
            moved
              .split('')
              .filter((id) => id !== one)
              .join(''),
          ).toBe(line.filter((id) => id !== one).join(''));
        },
      ),
    );
  });
});
