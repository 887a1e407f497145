import { drop } from '../../../../shared/drop';
import { failure, FailureError, type Failure, type FailureCode } from '../../../../shared/failure';
import type { TransferState } from '../../../../shared/transfer';
import { scopeOf } from './connection-scope';
import { isPulled, keepsParts, onFailure, waitsForSource } from './next-move';
import type { Attempt, Reach } from './reach';
import type { Runs } from './runs';
import { SourceWatch } from './source-watch';
import { Timers } from '../timers';
import type { TransferBook } from '../transfer-book';
import type { Entry } from '../entry';
import type { TransfersDeps } from '../transfers-api';

interface SetbackDeps {
  readonly house: Pick<TransfersDeps, 'clock' | 'random'>;
  readonly book: TransferBook;
  readonly runs: Runs;
  readonly reach: Reach;
  /** It may be tried again, in its turn. */
  requeue(entry: Entry): void;
}

/** A failed try, with the bytes that the next one need not move once more. */
interface FailedTry extends Attempt {
  readonly kept: number;
}

/** Failures after which the bytes already moved are of no use: they are of another file or object. */
const BEGINS_ANEW: ReadonlySet<FailureCode> = new Set<FailureCode>(['file-changed', 'object-changed', 'invalid-range']);

/** What follows a try that failed: another one, a wait for what it needs, or the end of it. */
export class Setbacks {
  readonly #deps: SetbackDeps;
  /** What waits for its connection, in the state that it got for that. */
  readonly #parked = new Map<Entry, TransferState>();
  readonly #timers: Timers;
  readonly #sources: SourceWatch;
  #stopped = false;

  constructor(deps: SetbackDeps) {
    const { clock } = deps.house;
    this.#deps = deps;
    this.#timers = new Timers(clock);
    this.#sources = new SourceWatch({
      clock,
      isWaiting: (entry, state) => this.#isStill(entry, state),
      found: (entry) => deps.requeue(entry),
    });
  }

  /** A try has failed. */
  meet(entry: Entry, error: unknown, attempt: FailedTry): void {
    const cause = error instanceof FailureError ? error.failure : failure('unexpected', {}, nameOf(error));
    const state: TransferState = { kind: 'waiting', until: null, failure: cause, movedBytes: attempt.kept };
    if (isPulled(cause)) entry.failedTries = triesAfter(entry, attempt);
    if (waitsForSource(entry.record, cause, entry.failedTries)) this.#awaitSource(entry, cause, attempt);
    else if (isPulled(cause)) this.#fail(entry, cause);
    else if (scopeOf(cause) === 'item') this.#answer(entry, cause, attempt);
    else {
      this.#deps.book.enter(entry, state);
      drop(this.#judge(entry, state, cause, attempt));
    }
  }

  #awaitSource(entry: Entry, cause: Failure, { kept }: FailedTry): void {
    // To a person both are one: the file is out of reach until its drive is back.
    const missing = failure('file-missing', cause.params, cause.detail);
    const state: TransferState = { kind: 'waiting', until: null, failure: missing, movedBytes: kept };
    this.#deps.book.enter(entry, state);
    this.#sources.watch(entry, state);
  }

  /** A connection can be used again. */
  reopen(connectionId: string): void {
    for (const [entry, state] of [...this.#parked]) {
      if (entry.record.connectionId !== connectionId) continue;
      this.#parked.delete(entry);
      if (this.#isStill(entry, state)) this.#deps.requeue(entry);
    }
  }

  stop(): void {
    this.#stopped = true;
    this.#timers.cancelAll();
    this.#sources.stop();
  }

  /** It waits for its connection, unless it turns out that it alone was meant. */
  async #judge(entry: Entry, state: TransferState, cause: Failure, attempt: FailedTry): Promise<void> {
    const { reach, requeue } = this.#deps;
    const { connectionId } = entry.record;
    const concerned = await reach.judge(connectionId, cause, attempt);
    if (this.#stopped || !this.#isStill(entry, state)) return;
    if (concerned === 'item') this.#answer(entry, cause, attempt);
    // It came back while this one was judged.
    else if (reach.isOpen(connectionId)) requeue(entry);
    else this.#parked.set(entry, state);
  }

  /** The item's own failure, paid for with its own tries. */
  #answer(entry: Entry, cause: Failure, attempt: FailedTry): void {
    const { book, house } = this.#deps;
    entry.failedTries = triesAfter(entry, attempt);
    if (cause.code === 'file-changed') this.#noteChange(entry);
    const move = onFailure(cause, { failed: entry.failedTries, sourceChanges: entry.sourceChanges }, house.random());
    if (move.kind === 'fail') return this.#fail(entry, cause);
    const movedBytes = BEGINS_ANEW.has(cause.code) ? 0 : attempt.kept;
    const state: TransferState = { kind: 'waiting', until: house.clock.now() + move.ms, failure: cause, movedBytes };
    book.enter(entry, state);
    this.#timers.after(move.ms, () => {
      if (this.#isStill(entry, state)) this.#deps.requeue(entry);
    });
  }

  #fail(entry: Entry, cause: Failure): void {
    const { book, runs } = this.#deps;
    if (!keepsParts(cause)) drop(runs.abandonMultipart(entry));
    book.enter(entry, { kind: 'failed', failure: cause });
  }

  #noteChange(entry: Entry): void {
    const { record } = entry;
    entry.sourceChanges += 1;
    if (record.direction === 'upload') this.#deps.book.patch(entry, { ...record, beganAnew: true });
  }

  #isStill(entry: Entry, state: TransferState): boolean {
    return this.#deps.book.list.has(entry) && entry.item.state === state;
  }
}

/** Tries that failed in a row without moving anything, this one included. */
function triesAfter({ failedTries }: Entry, { moved }: FailedTry): number {
  return moved ? 1 : failedTries + 1;
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}
