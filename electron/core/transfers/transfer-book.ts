import { setImmediate } from 'node:timers/promises';
import type { ConflictDecision, TransferItem, TransferState } from '../../../shared/transfer';
import type { TransferHooks, UploadedObject } from './hooks';
import type { Journal } from './journal/journal';
import type { JournalLine, JournalState } from './journal/journal-state';
import { isFinished } from './queue/next-move';
import { failedStatus, stateOfStatus, type TransferRecord } from './journal/records';
import { TransferList, type ListChange } from './transfer-list';
import type { Entry } from './entry';
import type { TransferChange, TransfersDeps } from './transfers-api';

/** How many lines are made and written in one go, so that the process stays quick to answer. */
const LINES_AT_ONCE = 1000;

/** The list and the journal as one: what is said of an item is in both, and told to the rest of the house. */
export class TransferBook {
  readonly list: TransferList;
  readonly #hooks: TransferHooks;
  readonly #listeners = new Set<(change: TransferChange) => void>();
  readonly #rules = new Map<string, ConflictDecision>();
  #journal: Journal | null = null;
  #paused = false;
  #nextRank = 1;

  /** `noticed` hears every change, progress too. */
  constructor(house: Pick<TransfersDeps, 'hooks' | 'assetIdOf'>, noticed: (change: ListChange) => void) {
    this.#hooks = house.hooks;
    this.list = new TransferList(house, (change) => {
      noticed(change);
      this.#tell(change);
    });
  }

  /** Takes up what the last run left. */
  open(journal: Journal, state: JournalState): void {
    this.#journal = journal;
    this.#paused = state.paused;
    for (const [batchId, decision] of state.rules) this.#rules.set(batchId, decision);
    const items: TransferItem[] = [];
    for (const record of inOrder(state.records.values())) {
      this.#nextRank = Math.max(this.#nextRank, record.rank + 1);
      const restored = stateOfStatus(record);
      const stands = state.paused && restored.kind === 'queued';
      items.push(this.list.add(record, stands ? { kind: 'paused', movedBytes: 0 } : restored).item);
    }
    this.#hooks.uploadsQueued(items.filter((item) => item.direction === 'upload'));
    for (const item of items) {
      if (item.direction === 'upload' && item.state.kind === 'failed') this.#hooks.uploadFailed(item);
    }
  }

  async close(): Promise<void> {
    await this.#journal?.close();
    this.#journal = null;
  }

  get paused(): boolean {
    return this.#paused;
  }

  setPaused(paused: boolean): void {
    if (this.#paused === paused) return;
    this.#paused = paused;
    this.note({ kind: 'pause', paused });
  }

  /** A place behind all that there is. */
  lastRank(): number {
    return this.#nextRank++;
  }

  note(...lines: readonly JournalLine[]): void {
    this.#journal?.note(...lines);
  }

  subscribe(listener: (change: TransferChange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** In the journal for good before it is on the list. */
  async add(added: readonly TransferRecord[]): Promise<readonly Entry[]> {
    if (this.#journal === null) throw new Error('The transfers are not started');
    const records = added.map((record) => ({ ...record, rank: this.lastRank() }));
    try {
      await this.#journal.write(...records.map((record) => ({ kind: 'put' as const, record })));
    } catch (error) {
      // What could not be written now is not written later either: nobody was told that it was added.
      this.note({ kind: 'drop', ids: records.map((record) => record.id) });
      throw error;
    }
    const entries = records.map((record) => this.list.add(record, { kind: 'queued' }));
    const uploads = entries.map((entry) => entry.item).filter((item) => item.direction === 'upload');
    if (uploads.length > 0) this.#hooks.uploadsQueued(uploads);
    return entries;
  }

  /**
   * All of them or none, however many: a kill before the last is written leaves nothing of them to the next run. None begins
   * before all are on the list.
   */
  async addWhole(batchId: string, added: readonly TransferRecord[]): Promise<readonly Entry[]> {
    const journal = this.#journal;
    if (journal === null) throw new Error('The transfers are not started');
    const records = added.map((record) => ({ ...record, rank: this.lastRank() }));
    try {
      await journal.append({ kind: 'begin', batchId });
      for (const some of slicesOf(records, LINES_AT_ONCE))
        await journal.append(...some.map((record) => ({ kind: 'put' as const, record })));
      await journal.write({ kind: 'whole', batchId });
    } catch (error) {
      this.note({ kind: 'drop', ids: records.map((record) => record.id) }, { kind: 'whole', batchId });
      throw error;
    }
    const entries: Entry[] = [];
    for (const some of slicesOf(records, LINES_AT_ONCE)) {
      for (const record of some) entries.push(this.list.add(record, { kind: 'queued' }));
      await setImmediate();
    }
    return entries;
  }

  /** Changes what is kept of an item; written soon. */
  patch(entry: Entry, record: TransferRecord): void {
    if (!this.list.has(entry)) return;
    this.list.update(entry, { record });
    this.note({ kind: 'put', record });
  }

  /** Changes what is kept of an item; the change outlives a kill of the process once this resolves. */
  async patchFirmly(entry: Entry, record: TransferRecord): Promise<void> {
    if (!this.list.has(entry)) return;
    this.list.update(entry, { record });
    await this.#journal?.append({ kind: 'put', record });
  }

  /** Changes what is kept of an item; the change outlives a power cut once this resolves. */
  async patchDurably(entry: Entry, record: TransferRecord): Promise<void> {
    if (!this.list.has(entry)) return;
    this.list.update(entry, { record });
    await this.#journal?.write({ kind: 'put', record });
  }

  /** Brings an item into a state; what must be known after a restart goes into the journal. */
  enter(entry: Entry, state: TransferState): void {
    if (!this.list.has(entry)) return;
    const status = statusOf(state);
    if (isFinished(state)) this.note({ kind: 'drop', ids: [entry.record.id] });
    else if (status.kind !== entry.record.status.kind || status.kind === 'failed') {
      this.list.update(entry, { record: { ...entry.record, status } });
      this.note({ kind: 'put', record: entry.record });
    }
    this.list.update(entry, { state });
    this.#callHooks(entry.item);
  }

  /** An object has arrived: the last word on it. */
  arrive(entry: Entry, state: TransferState & { readonly kind: 'done' }, object: UploadedObject): void {
    if (!this.list.has(entry)) return;
    this.enter(entry, state);
    if (entry.item.direction === 'copy') this.#hooks.copyDone(entry.item, object);
    else if (entry.item.direction === 'pack') this.#hooks.packDone(entry.item, object);
    else this.#hooks.uploadDone(entry.item, object);
  }

  /** Takes items off the list and out of the journal. */
  leave(entries: readonly Entry[]): void {
    if (entries.length === 0) return;
    this.note({ kind: 'drop', ids: entries.map((entry) => entry.record.id) });
    this.list.remove(entries);
    for (const { item } of entries) {
      if (item.direction === 'upload' && !isFinished(item.state)) this.#hooks.uploadGone(item);
    }
  }

  /** What makes an object goes to another key than it was meant for. */
  rename(entry: Entry, record: TransferRecord): void {
    if (!this.list.has(entry)) return;
    const isUpload = entry.item.direction === 'upload';
    if (isUpload) this.#hooks.uploadGone(entry.item);
    this.patch(entry, record);
    if (isUpload) this.#hooks.uploadsQueued([entry.item]);
  }

  ruleOf(batchId: string): ConflictDecision | null {
    return this.#rules.get(batchId) ?? null;
  }

  setRule(batchId: string, decision: ConflictDecision): void {
    this.#rules.set(batchId, decision);
    this.note({ kind: 'rule', batchId, decision });
  }

  #callHooks(item: TransferItem): void {
    if (item.direction !== 'upload') return;
    if (item.state.kind === 'failed') this.#hooks.uploadFailed(item);
    if (item.state.kind === 'skipped') this.#hooks.uploadGone(item);
  }

  #tell(change: ListChange): void {
    if (change.kind === 'changed' && isOnlyProgress(change.before, change.entry.item)) return;
    const { item } = change.entry;
    for (const listener of this.#listeners) listener({ kind: change.kind === 'removed' ? 'gone' : 'changed', item });
  }
}

/**
 * As they were added. Those of a version that knew no order get one of their own, before all others: else none of them could
 * be moved past another.
 */
function* inOrder(records: Iterable<TransferRecord>): Generator<TransferRecord> {
  const all = [...records];
  const unranked = all.filter((record) => record.rank === 0).length;
  let before = 0;
  for (const record of all) yield record.rank === 0 ? { ...record, rank: before++ - unranked } : record;
}

function* slicesOf<T>(all: readonly T[], size: number): Generator<readonly T[]> {
  for (let start = 0; start < all.length; start += size) yield all.slice(start, start + size);
}

function isOnlyProgress(before: TransferItem, after: TransferItem): boolean {
  return before.state.kind === after.state.kind && before.key === after.key;
}

function statusOf(state: TransferState): TransferRecord['status'] {
  if (state.kind === 'failed') return failedStatus(state.failure);
  return state.kind === 'paused' ? { kind: 'held' } : { kind: 'open' };
}
