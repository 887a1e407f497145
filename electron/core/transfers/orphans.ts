import { drop } from '../../../shared/drop';
import { FailureError } from '../../../shared/failure';
import { isAbort } from '../store/abort';
import type { ObjectStore } from '../store/object-store';
import type { Clock } from './clock';
import { orphanOf, type Orphan, type TransferRecord } from './journal/records';
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
  /** Under way while nobody waits for them, by what they search: what is begun meanwhile would be taken for a stray. */
  readonly #searches = new Map<string, Promise<unknown>>();
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
    for (const uploadId of await this.#adoptStrays(record, since, signal)) await this.remove(uploadId);
  }

  /** Looks for strays of an upload that is given up: what cannot be asked now is left to R2, which ends such uploads after seven days. */
  async findStraysQuietly(record: TransferRecord): Promise<void> {
    if (record.direction === 'download' || record.beginning === null) return;
    const search = this.#adoptStrays(record, record.beginning, this.#abort.signal);
    this.#searching(record, search);
    try {
      for (const uploadId of await search) await this.remove(uploadId);
    } catch (error) {
      if (!(error instanceof FailureError) && !isAbort(error)) throw error;
    }
  }

  /** Resolves when something may be begun under the key of a transfer: nobody is looking for strays there, or `signal` has fired. */
  async searched(record: TransferRecord, signal: AbortSignal): Promise<void> {
    const search = this.#searches.get(placeOf(record));
    if (search === undefined || signal.aborted) return;
    const aborted = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
    await Promise.race([search, aborted]);
  }

  #searching(record: TransferRecord, search: Promise<unknown>): void {
    const place = placeOf(record);
    const over = Promise.allSettled([this.#searches.get(place), search]).then(() => {
      if (this.#searches.get(place) === over) this.#searches.delete(place);
    });
    this.#searches.set(place, over);
  }

  async #adoptStrays(record: TransferRecord, since: number, signal: AbortSignal): Promise<readonly string[]> {
    const { connectionId, key } = record;
    const store = await this.#deps.storeOf(connectionId);
    try {
      const begun = await store.listMultiparts(key, signal);
      const strays = begun.filter((one) => {
        return one.key === key && one.initiated >= since - CLOCKS_APART_MS && !this.#isInUse(one.uploadId);
      });
      for (const { uploadId } of strays) this.adopt({ connectionId, key, uploadId });
      return strays.map(({ uploadId }) => uploadId);
    } catch (error) {
      if (!isFailure(error, 'access-denied', 'not-implemented')) throw error;
      return [];
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

function placeOf({ connectionId, key }: TransferRecord): string {
  return JSON.stringify([connectionId, key]);
}
