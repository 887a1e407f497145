import { setTimeout as wait } from 'node:timers/promises';
import { failure, FailureError, type FailureCode } from '../../../../shared/failure';

/**
 * Causes that go by: a job that is paid for is waited for through them. An answer that makes no sense is a gateway's, or a sign-in
 * page, and tells nothing of the job.
 */
const PASSING: ReadonlySet<FailureCode> = new Set([
  'provider-unreachable',
  'timeout',
  'server-error',
  'rate-limited',
  'provider-bad-answer',
]);

export interface Pace {
  /** ms between two questions. */
  readonly interval: number;
  /** ms, awake, for which no answer may come before it is given up. */
  readonly patience: number;
  /** Waits so many ms, or less where there is word before; by the clock alone where it is left out. */
  readonly pause?: (ms: number) => Promise<unknown>;
  /** Causes that go by; a job's where it is left out. */
  readonly passing?: ReadonlySet<FailureCode>;
}

/** ms: longer than a question and the pause before it take. What seems to have taken longer, this computer has slept through. */
const LONGEST_TURN = 120_000;

export const USUAL_PACE: Pace = { interval: 1000, patience: 15 * 60_000 };

/**
 * Asks until there is an answer (`undefined`: not yet). A passing failure is asked again after, with longer and longer pauses, until
 * `patience` is over without a word from the service.
 */
export async function pollUntil<T>(
  ask: (signal: AbortSignal) => Promise<T | undefined>,
  pace: Pace,
  signal: AbortSignal,
): Promise<T> {
  let failures = 0;
  let silence = 0;
  let turn = Date.now();
  for (;;) {
    try {
      const answer = await ask(signal);
      if (answer !== undefined) return answer;
      failures = 0;
      silence = 0;
    } catch (error) {
      const passing = error instanceof FailureError && (pace.passing ?? PASSING).has(error.failure.code);
      silence += Math.min(Date.now() - turn, LONGEST_TURN);
      if (!passing) throw error;
      if (silence > pace.patience) throw ofServer(error);
      failures += 1;
    }
    turn = Date.now();
    const ms = Math.min(pace.interval * 2 ** failures, 30_000);
    await (pace.pause?.(ms) ?? wait(ms, undefined, { signal }));
    signal.throwIfAborted();
  }
}

/** A bad answer ends a job, and trying again would pay for another; this one can be asked for again. */
function ofServer(error: unknown): unknown {
  if (!(error instanceof FailureError) || error.failure.code !== 'provider-bad-answer') return error;
  const { params, detail } = error.failure;
  return new FailureError(failure('server-error', params, detail), { cause: error });
}
