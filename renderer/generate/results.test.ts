import { describe, expect, it } from 'vitest';
import { failure } from '../../shared/failure';
import type { GenerationTask } from '../../shared/generation';
import { forgettable, resultsOf, retriable } from './results';
import { makeTask } from './test-tasks';

const done = { kind: 'done', finishedAt: 1 } as const;
const ids = (tasks: readonly GenerationTask[]): string[] => tasks.map(({ id }) => id);

describe('what stands where', () => {
  it('shows the newest batch as it was asked for, done or not', () => {
    const { now, earlier } = resultsOf([
      makeTask('b2', 'b', done),
      makeTask('b1', 'b', done),
      makeTask('a2', 'a', done),
      makeTask('a1', 'a', done),
    ]);
    expect([ids(now), ids(earlier)]).toEqual([
      ['b1', 'b2'],
      ['a1', 'a2'],
    ]);
  });

  it('keeps an older batch in front while something of it is under way', () => {
    const { now, earlier } = resultsOf([
      makeTask('c1', 'c', done),
      makeTask('b1', 'b', done),
      makeTask('a2', 'a', { kind: 'queued' }),
      makeTask('a1', 'a', done),
    ]);
    expect([ids(now), ids(earlier)]).toEqual([['c1', 'a1', 'a2'], ['b1']]);
  });

  it('has nothing to show of nothing', () => {
    expect(resultsOf([])).toEqual({ now: [], earlier: [] });
  });
});

it('clears only what is finished and has arrived', () => {
  const tasks = [
    makeTask('done', 'a', done),
    makeTask('running', 'a', { kind: 'running', progress: null, ahead: null, preview: 0 }),
    makeTask('kept', 'a', { kind: 'failed', failure: failure('offline'), kept: true }),
    makeTask('failed', 'a', { kind: 'failed', failure: failure('timeout'), kept: false }),
    makeTask('at its service', 'a', { kind: 'failed', failure: failure('timeout'), kept: false, resumable: true }),
    makeTask('cancelled', 'a', { kind: 'cancelled' }),
    makeTask('not sent', 'a', { kind: 'cancelled', kept: true }),
  ];
  expect(ids(forgettable(tasks))).toEqual(['done', 'failed', 'cancelled']);
});

it('tries again what failed, but not what would be refused again', () => {
  const tasks = [
    makeTask('timeout', 'a', { kind: 'failed', failure: failure('timeout'), kept: false }),
    makeTask('refused', 'a', { kind: 'failed', failure: failure('provider-refused-prompt'), kept: false }),
    makeTask('cancelled', 'a', { kind: 'cancelled' }),
  ];
  expect(ids(retriable(tasks))).toEqual(['timeout']);
});
