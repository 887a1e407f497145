import { assertNever } from '../../../../shared/assert';
import { drop } from '../../../../shared/drop';
import type { TransferState } from '../../../../shared/transfer';
import type { Entry } from '../entry';
import { isRunning } from './next-move';
import { ownFiles, removeSources } from '../upload/own-files';
import { removeQuietly } from '../download/part-file';
import type { Reach } from './reach';
import { withKey, withoutAttempt } from '../journal/record-changes';
import { heardServer, type RunOutcome, type Runs } from './runs';
import type { TransferBook } from '../transfer-book';
import type { TransfersDeps } from '../transfers-api';

interface LandingDeps {
  readonly house: Pick<TransfersDeps, 'clock'>;
  readonly book: TransferBook;
  readonly runs: Runs;
  readonly reach: Reach;
  /** It is `queued` again, and takes its place in the line. */
  offer(entry: Entry): void;
}

/** What follows a try that came to its end without failing: the item has arrived, is left alone, or goes under another name. */
export class Landings {
  readonly #deps: LandingDeps;

  constructor(deps: LandingDeps) {
    this.#deps = deps;
  }

  /** Where the try was broken off meanwhile (`signal`), what has arrived and another name are entered nonetheless. */
  async land(entry: Entry, outcome: RunOutcome, signal: AbortSignal): Promise<void> {
    const { book, house, reach } = this.#deps;
    if (heardServer(outcome)) reach.arrived(entry.record.connectionId);
    switch (outcome.kind) {
      case 'arrived':
        book.arrive(entry, { kind: 'done', finishedAt: house.clock.now(), verified: outcome.verified }, outcome.object);
        await removeSources(entry.record);
        return;
      case 'fetched':
        book.patch(entry, { ...entry.record, localPath: outcome.localPath });
        book.enter(entry, { kind: 'done', finishedAt: house.clock.now(), verified: outcome.verified });
        return;
      case 'taken':
        if (!signal.aborted) this.#onTaken(entry, { ...outcome, kind: 'conflict' });
        return;
      case 'skipped':
        if (!signal.aborted) this.skip(entry, outcome.identical);
        return;
      case 'renamed':
        this.#rename(entry, outcome.key, signal);
        return;
      default:
        assertNever(outcome);
    }
  }

  /** Left alone on purpose, since its name is taken; `identical`: by the very same content. */
  skip(entry: Entry, identical = false): void {
    const { book, runs } = this.#deps;
    const { record } = entry;
    drop(runs.abandonMultipart(entry));
    for (const own of ownFiles(record)) drop(removeQuietly(own));
    // The very same lies there: it has arrived.
    if (identical) drop(removeSources(record));
    book.enter(entry, { kind: 'skipped', ...(identical ? { identical } : {}) });
  }

  #onTaken(entry: Entry, state: TransferState): void {
    const { record } = entry;
    // What has the key is not ours, or the try would have known it.
    const other = withoutAttempt(record);
    if (other !== record) this.#deps.book.patch(entry, other);
    this.#deps.book.enter(entry, state);
  }

  #rename(entry: Entry, key: string, signal: AbortSignal): void {
    const { book, runs, offer } = this.#deps;
    const { record } = entry;
    if (record.direction === 'download' || !book.list.has(entry)) return;
    drop(runs.abandonMultipart(entry));
    book.rename(entry, withKey(record, key));
    if (signal.aborted || !isRunning(entry.item.state)) return;
    book.enter(entry, { kind: 'queued' });
    offer(entry);
  }
}
