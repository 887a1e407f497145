import {
  CHECK_LINES,
  type CheckLineName,
  type CheckOutcome,
  type ConnectionCheck,
  type KeyRights,
  type SkipReason,
} from '../../../shared/connection';
import { failure, FailureError, type Failure, type FailureCode } from '../../../shared/failure';
import { isAbort } from '../store/abort';

type Facts = Readonly<Record<string, string | number>>;

/** What came of a line: whether it passed, and what it leaves for the lines after it. */
export type LineResult<T> =
  { readonly passed: true; readonly value: T } | { readonly passed: false; readonly failure: Failure };

/** What a line that went well leaves for the lines after it, and what it tells. */
export interface Passed<T> {
  readonly value: T;
  readonly facts: Facts;
}

/** The lines as they fill up; tells of each change. */
export class CheckSheet {
  #listsBuckets: boolean | null = null;
  readonly #outcomes = new Map<CheckLineName, CheckOutcome>(CHECK_LINES.map((name) => [name, { kind: 'waiting' }]));

  constructor(
    private readonly checkId: string,
    private readonly now: () => number,
    private readonly onProgress: (check: ConnectionCheck) => void,
  ) {}

  state(stage: ConnectionCheck['stage']): ConnectionCheck {
    const lines = CHECK_LINES.map(
      (name) => ({ name, outcome: this.#outcomes.get(name) ?? { kind: 'waiting' } }) as const,
    );
    return { checkId: this.checkId, lines, listsBuckets: this.#listsBuckets, stage };
  }

  /** Runs one line. An expected failure is its outcome; a cancel and a bug go on as they are. */
  async run<T>(name: CheckLineName, work: () => Promise<Passed<T>>): Promise<LineResult<T>> {
    const started = this.now();
    this.#set(name, { kind: 'running' });
    try {
      const { value, facts } = await work();
      this.#set(name, { kind: 'passed', ms: Math.max(0, this.now() - started), facts });
      return { passed: true, value };
    } catch (error) {
      if (!(error instanceof FailureError)) throw error;
      return this.fail(name, error.failure);
    }
  }

  /** Keeps what is no line of its own. */
  noteReach(listsBuckets: boolean | null): void {
    this.#listsBuckets = listsBuckets;
  }

  fail(name: CheckLineName, cause: Failure): { readonly passed: false; readonly failure: Failure } {
    this.#set(name, { kind: 'failed', failure: cause });
    return { passed: false, failure: cause };
  }

  skip(reason: SkipReason, names: readonly CheckLineName[]): void {
    for (const name of names) this.#set(name, { kind: 'skipped', reason });
  }

  /** For what can be tried no further than its first line. */
  failFirst(cause: Failure): ConnectionCheck {
    this.fail('list', cause);
    this.skip('needs-list', ['write', 'read', 'delete', 'public-read', 'cors', 'clock']);
    return this.finish();
  }

  finish(): ConnectionCheck {
    const state = this.state('finished');
    this.onProgress(state);
    return state;
  }

  #set(name: CheckLineName, outcome: CheckOutcome): void {
    this.#outcomes.set(name, outcome);
    this.onProgress(this.state('running'));
  }
}

/** Refusals of a listing that say nothing about the other rights; after any other, nothing else can go well. */
const ONLY_LISTING: ReadonlySet<FailureCode> = new Set<FailureCode>([
  'access-denied',
  'not-implemented',
  'unexpected-reply',
  'server-error',
  'rate-limited',
]);

export function concernsListingAlone(cause: Failure): boolean {
  return ONLY_LISTING.has(cause.code);
}

/** Fails a read whose bytes are not those that were written. */
export function mustBeSame(found: Uint8Array, written: Uint8Array, key: string): void {
  if (Buffer.compare(found, written) !== 0) throw new FailureError(failure('verification-failed', { key }));
}

/**
 * Gives a line so many milliseconds. The store is patient, as transfers want it; nobody watches a check for a minute because an
 * address leads nowhere.
 */
export async function within<T>(
  ms: number,
  host: string,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const limit = AbortSignal.timeout(ms);
  try {
    return await work(AbortSignal.any([signal, limit]));
  } catch (error) {
    if (limit.aborted && !signal.aborted && isAbort(error)) throw new FailureError(failure('timeout', { host }));
    throw error;
  }
}

/** Whether a check has proved what keys must be able to do. What concerns links, websites and the clock is not the keys' doing. */
export function canDo({ lines }: ConnectionCheck, rights: KeyRights): boolean {
  const passed = (name: CheckLineName): boolean =>
    lines.some((line) => line.name === name && line.outcome.kind === 'passed');
  const failed = (name: CheckLineName): boolean =>
    lines.some((line) => line.name === name && line.outcome.kind === 'failed');
  if (rights === 'write') return (['list', 'write', 'read', 'delete'] as const).every(passed);
  return passed('list') && !failed('read');
}
