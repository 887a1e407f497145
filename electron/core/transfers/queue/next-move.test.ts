import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { failure, retryAfter } from '../../../../shared/failure';
import type { TransferState } from '../../../../shared/transfer';
import { MAX_TRIES, onCommand, onFailure, type Command } from './next-move';

const lost = failure('connection-lost');
const STATES: Readonly<Record<TransferState['kind'], TransferState>> = {
  queued: { kind: 'queued' },
  conflict: { kind: 'conflict', existing: { size: 1, modified: 1 } },
  moving: { kind: 'moving', movedBytes: 5, bytesPerSecond: 1 },
  verifying: { kind: 'verifying', movedBytes: 9 },
  paused: { kind: 'paused', movedBytes: 5 },
  waiting: { kind: 'waiting', until: 1, failure: lost, movedBytes: 5 },
  failed: { kind: 'failed', failure: lost },
  done: { kind: 'done', finishedAt: 1, verified: 'md5' },
  skipped: { kind: 'skipped' },
};

function outcome(state: TransferState, command: Command): string {
  const move = onCommand(state, command);
  return move.kind === 'enter' ? move.state.kind : move.kind;
}

describe('a command', () => {
  it('does to each state what a person means by it', () => {
    const table = Object.fromEntries(
      Object.entries(STATES).map(([kind, state]) => [
        kind,
        (['pause', 'resume', 'retry', 'cancel'] as const).map((command) => outcome(state, command)).join(' '),
      ]),
    );
    expect(table).toEqual({
      queued: 'paused stay stay leave',
      conflict: 'stay stay stay leave',
      moving: 'paused stay stay leave',
      verifying: 'paused stay stay leave',
      paused: 'stay queued stay leave',
      waiting: 'paused stay queued leave',
      failed: 'stay stay queued leave',
      done: 'stay stay stay stay',
      skipped: 'stay stay stay stay',
    });
  });

  it('keeps what had moved', () => {
    expect(onCommand(STATES.moving, 'pause')).toEqual({ kind: 'enter', state: { kind: 'paused', movedBytes: 5 } });
    expect(onCommand(STATES.verifying, 'pause')).toEqual({ kind: 'enter', state: { kind: 'paused', movedBytes: 9 } });
    expect(onCommand(STATES.waiting, 'pause')).toEqual({ kind: 'enter', state: { kind: 'paused', movedBytes: 5 } });
    for (const [kind, command] of [
      ['paused', 'resume'],
      ['waiting', 'retry'],
    ] as const)
      expect(onCommand(STATES[kind], command)).toEqual({ kind: 'enter', state: { kind: 'queued', movedBytes: 5 } });
    expect(onCommand(STATES.failed, 'retry')).toEqual({ kind: 'enter', state: { kind: 'queued' } });
  });
});

describe('a failure', () => {
  it('is waited out for longer and longer, up to a minute, and given up after eight tries', () => {
    const waits = Array.from({ length: MAX_TRIES }, (_, index) =>
      onFailure(lost, { failed: index + 1, sourceChanges: 0 }, 0.5),
    );
    expect(waits.map((move) => (move.kind === 'wait' ? move.ms : move.kind))).toEqual([
      1000,
      2000,
      4000,
      8000,
      16_000,
      32_000,
      60_000,
      'fail',
    ]);
  });

  it('never comes back before the server said', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 3_600_000 }), fc.double({ min: 0, max: 1, noNaN: true }), (ms, random) => {
        const move = onFailure(retryAfter(failure('rate-limited'), ms), { failed: 1, sourceChanges: 0 }, random);
        expect(move.kind === 'wait' && move.ms >= ms).toBe(true);
      }),
    );
  });

  it('that a person must mend is final at once', () => {
    expect(onFailure(failure('wrong-secret'), { failed: 1, sourceChanges: 0 }, 0)).toEqual({ kind: 'fail' });
    expect(onFailure(failure('no-such-key'), { failed: 1, sourceChanges: 0 }, 0)).toEqual({ kind: 'fail' });
  });

  it('of a source that changed is tried once more', () => {
    const changed = failure('file-changed');
    expect(onFailure(changed, { failed: 1, sourceChanges: 1 }, 0).kind).toBe('wait');
    expect(onFailure(changed, { failed: 2, sourceChanges: 2 }, 0)).toEqual({ kind: 'fail' });
  });
});
