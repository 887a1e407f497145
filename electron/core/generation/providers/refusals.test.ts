import { expect, test } from 'vitest';
import { failureOfStatus } from './refusals';

const NOW = Date.UTC(2026, 10, 3);
const HOUR = 3_600_000;

test.each([
  ['7', 7000],
  ['Tue, 03 Nov 2026 00:01:00 GMT', 60_000],
  // No moment that a date could hold: the page would fail to show it at every start.
  ['9999999999999', HOUR],
  ['Fri, 03 Nov 9999 00:00:00 GMT', HOUR],
])('Retry-After %s is waited for, an hour at most', (given, ms) => {
  const headers = new Headers({ 'retry-after': given });
  const { code, retry } = failureOfStatus({ status: 429, headers, bytes: new Uint8Array() }, 'h', NOW);
  expect({ code, retry }).toEqual({ code: 'rate-limited', retry: { kind: 'after', ms } });
});

test.each(['soon', '-5', 'Tue, 03 Nov 2020 00:00:00 GMT'])('Retry-After %s says nothing', (given) => {
  const headers = new Headers({ 'retry-after': given });
  expect(failureOfStatus({ status: 429, headers, bytes: new Uint8Array() }, 'h', NOW).retry.kind).not.toBe('after');
});
