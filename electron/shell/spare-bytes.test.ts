import { expect, it } from 'vitest';
import { SpareBytes } from './spare-bytes';

const MB = 1024 * 1024;

it('what nobody reads any more is used again for what fits into it', () => {
  const spare = new SpareBytes(2);
  const first = spare.take(1.5 * MB);
  expect(first.length).toBe(2 * MB);
  expect(spare.take(1.5 * MB) === first).toBe(false);
  spare.giveBack(first);
  expect(spare.take(3 * MB) === first).toBe(false);
  expect(spare.take(2 * MB) === first).toBe(true);
  expect(spare.take(2 * MB) === first).toBe(false);
});

it('keeps the largest few, the smallest that is large enough for the next', () => {
  const spare = new SpareBytes(2);
  const [small, large, middle] = [spare.take(MB), spare.take(4 * MB), spare.take(2 * MB)];
  for (const one of [small, large, middle]) spare.giveBack(one);
  expect(spare.take(MB) === middle).toBe(true);
  expect(spare.take(MB) === large).toBe(true);
  spare.giveBack(large);
  spare.clear();
  expect(spare.take(MB) === large).toBe(false);
});
