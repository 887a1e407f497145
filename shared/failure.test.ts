import { expect, it } from 'vitest';
import { fail, failure, FAILURE_CODES, FailureError, retryAfter } from './failure';

it('what may pass is tried again by itself, what a person must mend is not', () => {
  expect(failure('rate-limited').retry).toEqual({ kind: 'backoff' });
  expect(failure('wrong-secret').retry).toEqual({ kind: 'when-mended' });
  expect(failure('no-such-key').retry).toEqual({ kind: 'never' });
  expect(retryAfter(failure('rate-limited'), 1500).retry).toEqual({ kind: 'after', ms: 1500 });
});

it('travels through code that throws and keeps its value', () => {
  try {
    fail('disk-full', { path: '/data' }, 'ENOSPC');
  } catch (error) {
    expect(error).toBeInstanceOf(FailureError);
    expect((error as FailureError).failure).toEqual(failure('disk-full', { path: '/data' }, 'ENOSPC'));
  }
  expect.assertions(2);
});

it('every code makes a failure of that code', () => {
  for (const code of FAILURE_CODES) expect(failure(code).code).toBe(code);
});
