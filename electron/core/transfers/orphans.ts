import { drop } from '../../../shared/drop';
import { FailureError } from '../../../shared/failure';
import { isAbort } from '../store/abort';
import type { ObjectStore } from '../store/object-store';
import type { Clock } from './clock';
import { orphanOf, type Orphan, type TransferRecord } from './records';
import { isFailure } from './store-questions';
import { Timers } from './timers';
import type { TransferBook } from './transfer-book';
import type { Entry } from './entry';

const MAX_TRIES = 6;
const FIRST_WAIT_MS = 2000;
/** How far the server's clock may be behind ours; a stray that it dates still earlier stays until R2 ends it. */
const CLOCKS_APART_MS = 60_000;

interface OrphanDeps {
  storeOf(connectionId: string): Promise<ObjectStore>;
  readonly clock: Clock;
  readonly book: TransferBook;
}

/**
 * Begun multipart uploads that nobody wants any more: they cost storage until they are removed. Each is in the journal before
 * it is tried, tried a few times, and again at the next start.
 */
export class Orphans {
  readonly #deps: OrphanDeps;
  readonly #known = new Map<string, { readonly orphan: Orphan; tries: number }>();
  readonly #timers: Timers;
  readonly #abort = new AbortController();
  #busy: Promise<void> = Promise.resolve();

  constructor(deps: OrphanDeps) {
    this.#deps = deps;
    this.#timers = new Timers(deps.clock);
  }

  /** From here on it is remembered, and not yet touched: a request to it may still be under way. */
  adopt(orphan: Orphan): void {
    this.#known.set(orphan.uploadId, { orphan, tries: 0 });
    this.#deps.book.note({ kind: 'orphan', orphan });
  }

  /** Those that are still to be removed in this run; what was tried to no avail is a person's to remove. */
  uploadIds(): readonly string[] {
    return [...this.#known].flatMap(([uploadId, { tries }]) => (tries < MAX_TRIES ? [uploadId] : []));
  }

  /** Resolves when it is removed, or this try at it has failed and a later one is planned. */
  remove(uploadId: string): Promise<void> {
    this.#busy = this.#busy.then(() => this.#try(uploadId));
    return this.#busy;
  }

  /** The try under way is broken off; what is left is tried at the next start. */
  async stop(): Promise<void> {
    this.#abort.abort();
    this.#timers.cancelAll();
    await this.#busy;
  }

  /**
   * Removes the multipart uploads of a key that were begun since, and that no transfer here goes on with: ours, whose answer
   * was lost. A server that does not tell of them keeps them until it ends them by itself.
   */
  async findStrays(record: TransferRecord, since: number, signal: AbortSignal): Promise<void> {
    const { connectionId, key } = record;
    const store = await this.#deps.storeOf(connectionId);
    try {
      for (const begun of await store.listMultiparts(key, signal)) {
        const ours = begun.key === key && begun.initiated >= since - CLOCKS_APART_MS && !this.#isInUse(begun.uploadId);
        if (!ours) continue;
        this.adopt({ connectionId, key, uploadId: begun.uploadId });
        await this.remove(begun.uploadId);
      }
    } catch (error) {
      if (!isFailure(error, 'access-denied', 'not-implemented')) throw error;
    }
  }

  /** The same for an upload that is given up: what cannot be asked now is left to R2, which ends such uploads after seven days. */
  async findStraysQuietly(record: TransferRecord): Promise<void> {
    if (record.direction === 'download' || record.beginning === null) return;
    try {
      await this.findStrays(record, record.beginning, this.#abort.signal);
    } catch (error) {
      if (!(error instanceof FailureError) && !isAbort(error)) throw error;
    }
  }

  #isInUse(uploadId: string): boolean {
    const goesOn = ({ record }: Entry): boolean => orphanOf(record)?.uploadId === uploadId;
    return this.#known.has(uploadId) || this.#deps.book.list.all().some(goesOn);
  }

  async #try(uploadId: string): Promise<void> {
    const known = this.#known.get(uploadId);
    if (known === undefined || this.#abort.signal.aborted) return;
    try {
      const store = await this.#deps.storeOf(known.orphan.connectionId);
      await store.abortMultipart(known.orphan.key, uploadId, this.#abort.signal);
      this.#forget(uploadId);
    } catch (error) {
      if (this.#abort.signal.aborted) return;
      if (!(error instanceof FailureError)) throw error;
      // A connection that was removed took its keys along: R2 itself ends such uploads after seven days.
      if (error.failure.code === 'no-connection' || error.failure.code === 'no-such-bucket') this.#forget(uploadId);
      else this.#tryLater(known);
    }
  }

  #forget(uploadId: string): void {
    this.#known.delete(uploadId);
    this.#deps.book.note({ kind: 'orphan-gone', uploadId });
  }

  #tryLater(known: { readonly orphan: Orphan; tries: number }): void {
    known.tries += 1;
    if (known.tries >= MAX_TRIES) return;
    const wait = FIRST_WAIT_MS * 2 ** known.tries;
    this.#timers.after(wait, () => drop(this.remove(known.orphan.uploadId)));
  }
}
