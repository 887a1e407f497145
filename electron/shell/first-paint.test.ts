import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { FirstPaint } from './first-paint';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Whether what waits for it goes on by now. */
async function isOver({ over }: FirstPaint): Promise<boolean> {
  let is = false;
  void over.then(() => (is = true));
  await vi.advanceTimersByTimeAsync(0);
  return is;
}

it('is over when the page has painted, and stays so', async () => {
  const first = new FirstPaint();
  await vi.advanceTimersByTimeAsync(1000);
  expect(await isOver(first)).toBe(false);
  first.painted();
  expect(await isOver(first)).toBe(true);
  first.painted();
  expect(await isOver(first)).toBe(true);
});

it('is not waited for in vain: a page that never paints holds nothing up for good', async () => {
  const first = new FirstPaint();
  await vi.advanceTimersByTimeAsync(5000);
  expect(await isOver(first)).toBe(true);
});
