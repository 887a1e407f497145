import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { failure, FailureError } from '../../../../shared/failure';
import { pollUntil } from './polling';
import { failureOf, never } from './service.test-support';

const HOUR = 3_600_000;
const PACE = { interval: 1000, patience: 15 * 60_000, pause: () => Promise.resolve() };

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const unreachable = (): never => {
  throw new FailureError(failure('provider-unreachable', { host: 'h' }));
};
const sleep = (ms: number): void => void vi.setSystemTime(Date.now() + ms);

test('a computer that slept has heard nothing, and waited for nothing: the line comes back a little later', async () => {
  const turns = [() => undefined, () => (sleep(HOUR), unreachable()), () => (sleep(HOUR), unreachable()), () => 'done'];
  expect(await pollUntil(async () => turns.shift()?.(), PACE, never)).toBe('done');
});

test('a service that is gone for good is given up', async () => {
  let asked = 0;
  const ask = async (): Promise<undefined> => {
    asked += 1;
    sleep(asked === 1 ? 0 : 60_000);
    return asked === 1 ? undefined : unreachable();
  };
  expect((await failureOf(pollUntil(ask, PACE, never))).code).toBe('provider-unreachable');
  expect(asked).toBeGreaterThan(14);
  expect(asked).toBeLessThan(20);
});
