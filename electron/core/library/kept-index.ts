import { EMPTY_LIBRARY } from '../../../shared/library';
import type { TransferItem } from '../../../shared/transfer';
import { IndexBrokenError, IndexClient, type IndexCalls } from './index/index-client';
import type { BrokenBy, IndexLine } from './index/index-messages';
import type { IndexTotals } from './index/library-index';
import type { PendingUpload } from './index/indexed-asset';

/** At most this many restarts of an index in one run: one that breaks more often has a bug that restarting does not mend. */
const MAX_RESTARTS = 5;
/** More than one beginning comes to. What it told last may lie behind what it has answered by: the next begins beyond all of that. */
const REVISIONS_A_START = 2 ** 28;

export interface KeptIndexDeps {
  readonly connectionId: string;
  /** Of its first state; each restart counts from further on. */
  readonly firstRevision: number;
  /** The index's own folder. */
  readonly dir: string;
  /** Starts the thread of an index. */
  startIndex(): IndexLine;
  /** Its totals are others now. */
  changed(): void;
  /** It broke and has been begun again, with what was on disk or with nothing. */
  begunAgain(cause: BrokenBy, detail: string): void;
}

const NOTHING: Omit<IndexTotals, 'revision'> = {
  objectCount: 0,
  totalBytes: 0,
  infrequentBytes: 0,
  viewCounts: EMPTY_LIBRARY.viewCounts,
  topFolders: [],
};

/**
 * The index of one bucket for as long as the library needs it: begun again when it breaks (a damaged file, a full disk: then in
 * memory alone), with the uploads that are under way.
 */
export class KeptIndex {
  readonly #deps: KeptIndexDeps;
  readonly #pending = new Map<string, PendingUpload>();
  #client: IndexClient;
  #totals: IndexTotals;
  #restarts = 0;
  #isClosed = false;

  constructor(deps: KeptIndexDeps) {
    this.#deps = deps;
    this.#totals = { revision: deps.firstRevision, ...NOTHING };
    this.#client = this.#start(deps.dir);
  }

  /** As they were told last; at most a tenth of a second old. */
  get totals(): IndexTotals {
    return this.#totals;
  }

  get calls(): IndexCalls {
    return this.#client.calls;
  }

  /** Answers, or will. */
  get isWhole(): boolean {
    return !this.#isClosed && this.#restarts <= MAX_RESTARTS;
  }

  /** Stands for this moment among the changes. */
  moment(): number {
    return this.#client.moment();
  }

  /** Resolves when the totals are those of all changes until now. */
  async settle(): Promise<void> {
    this.#take(await this.calls.totals());
  }

  /** Sends a change whose answer nobody waits for; one that a broken index misses is on disk or comes with the next scan. */
  tell(change: (calls: IndexCalls) => Promise<unknown>): void {
    change(this.#client.calls).catch((error: unknown) => {
      if (!(error instanceof IndexBrokenError)) throw error;
    });
  }

  enterUploads(uploads: readonly PendingUpload[]): void {
    for (const pending of uploads) this.#pending.set(pending.item.assetId, pending);
    this.tell((calls) => calls.enterUploads(uploads));
  }

  /** The upload that is known to make an asset. */
  uploadOf(assetId: string): PendingUpload | null {
    return this.#pending.get(assetId) ?? null;
  }

  /** The upload is over, either way. */
  endUpload({ assetId, id }: Pick<TransferItem, 'assetId' | 'id'>): void {
    if (this.#pending.get(assetId)?.item.id === id) this.#pending.delete(assetId);
  }

  /** Resolves when it has let go of its files. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#client.close();
  }

  #start(dir: string | null): IndexClient {
    const { connectionId, firstRevision } = this.#deps;
    const start = { dir, connectionId, firstRevision: firstRevision + 1 + this.#restarts * REVISIONS_A_START };
    const client = new IndexClient(this.#deps.startIndex(), start, {
      changed: (totals) => this.#take(totals),
      broken: (cause, detail) => this.#begin(cause, detail),
    });
    if (this.#pending.size > 0) {
      const uploads = [...this.#pending.values()];
      client.calls.enterUploads(uploads).catch(() => undefined);
    }
    return client;
  }

  #take(totals: IndexTotals): void {
    this.#totals = totals;
    this.#deps.changed();
  }

  #begin(cause: BrokenBy, detail: string): void {
    if (this.#isClosed) return;
    this.#restarts += 1;
    if (this.#restarts <= MAX_RESTARTS) this.#client = this.#start(cause === 'unwritable' ? null : this.#deps.dir);
    this.#deps.begunAgain(cause, detail);
  }
}
