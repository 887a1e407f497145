import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { PageBegun } from './page-begun';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Whether what waits for it goes on by now. */
async function hasBegun({ scripts }: PageBegun): Promise<boolean> {
  let has = false;
  void scripts.then(() => (has = true));
  await vi.advanceTimersByTimeAsync(0);
  return has;
}

it('has begun when it was handed a script, not yet with its document and styles', async () => {
  const page = new PageBegun();
  page.handed('/index.html');
  page.handed('/assets/first.css');
  expect(await hasBegun(page)).toBe(false);
  page.handed('/assets/first.js');
  expect(await hasBegun(page)).toBe(true);
});

it('is not waited for in vain: one that is served from elsewhere asks for nothing', async () => {
  const page = new PageBegun();
  await vi.advanceTimersByTimeAsync(499);
  expect(await hasBegun(page)).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  expect(await hasBegun(page)).toBe(true);
});
