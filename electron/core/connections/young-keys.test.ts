import { expect, it } from 'vitest';
import type { CheckLine, ConnectionCheck } from '../../../shared/connection';
import { failure } from '../../../shared/failure';
import { abortError } from '../store/abort';
import { checkPatiently } from './young-keys';

const line = (passes: boolean): CheckLine => ({
  name: 'list',
  outcome: passes ? { kind: 'passed', ms: 1, facts: {} } : { kind: 'failed', failure: failure('unknown-key') },
});

function checkOf(passes: boolean): ConnectionCheck {
  return { checkId: 'c', lines: [line(passes)], listsBuckets: null, stage: 'finished' };
}

it('shows keys at work as soon as they are known', async () => {
  const seen: ConnectionCheck[] = [];
  let attempts = 0;
  let clock = 0;
  const last = await checkPatiently(
    async (tell) => {
      const found = checkOf(++attempts === 3);
      tell({ ...found, stage: 'running' });
      return found;
    },
    { since: 0, now: () => clock, wait: async (ms) => (clock += ms) },
    (check) => seen.push(check),
    new AbortController().signal,
  );
  expect(last).toEqual(checkOf(true));
  expect(seen.map(({ stage }) => stage)).toEqual(['running', 'trying-again', 'trying-again', 'running', 'finished']);
});

it('ends with what it knows when it is stopped between two tries', async () => {
  const seen: ConnectionCheck[] = [];
  const abort = new AbortController();
  const last = await checkPatiently(
    async () => checkOf(false),
    {
      since: 0,
      now: () => 0,
      wait: async (_, signal) => {
        abort.abort();
        throw abortError(signal);
      },
    },
    (check) => seen.push(check),
    abort.signal,
  );
  expect(last).toEqual(checkOf(false));
  expect(seen.map(({ stage }) => stage)).toEqual(['trying-again', 'finished']);
});
