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

const nonsense = (status: number): never => {
  throw new FailureError(failure('provider-bad-answer', { host: 'h', status }, 'Sign in'));
};

test.each([302, 405, 408, 409])('a gateway that answers %i tells nothing of the job', async (status) => {
  const turns = [() => undefined, () => nonsense(status), () => nonsense(status), () => 'done'];
  expect(await pollUntil(async () => turns.shift()?.(), PACE, never)).toBe('done');
});

test('one that goes on so is given up, and the job can be asked for again', async () => {
  const ask = async (): Promise<undefined> => (sleep(60_000), nonsense(408));
  const given = { code: 'server-error', params: { host: 'h', status: 408 }, detail: 'Sign in' };
  expect(await failureOf(pollUntil(ask, PACE, never))).toMatchObject(given);
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
