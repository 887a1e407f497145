import { drop } from '../../../shared/drop';
import type { ConflictDecision, QueueMove, TransferSelection } from '../../../shared/transfer';
import { isOpen, movedBytesOf, onCommand, type Command } from './queue/next-move';
import type { Orphans } from './orphans';
import { ranksAfter } from './reorder';
import { ownFiles } from './upload/own-files';
import { removeQuietly } from './download/part-file';
import type { Queue } from './queue/queue';
import type { Reach } from './queue/reach';
import { orphanOf, type TransferRecord } from './journal/records';
import type { TransferBook } from './transfer-book';
import type { Entry } from './entry';

interface CommandDeps {
  readonly book: TransferBook;
  readonly queue: Queue;
  readonly orphans: Orphans;
  readonly reach: Reach;
}

/** What a person asks of the list. */
export class Commands {
  readonly #deps: CommandDeps;

  constructor(deps: CommandDeps) {
    this.#deps = deps;
  }

  pause(which: TransferSelection): void {
    if (which !== 'all') return this.#each(this.#chosen(which), 'pause');
    const { book, queue } = this.#deps;
    book.setPaused(true);
    for (const entry of book.list.all()) {
      if (onCommand(entry.item.state, 'pause').kind === 'stay') continue;
      drop(queue.interrupt(entry));
      // In the journal the queue stands still, not each item of it.
      book.list.update(entry, { state: { kind: 'paused', movedBytes: movedBytesOf(entry.item.state) } });
    }
  }

  resume(which: TransferSelection): void {
    const { book, queue } = this.#deps;
    const chosen = this.#chosen(which);
    if (book.paused) {
      book.setPaused(false);
      if (which !== 'all') this.#holdAllBut(new Set(chosen));
    }
    this.#each(chosen, 'resume');
    queue.fillSoon();
  }

  /** The queue goes on, but with the chosen alone: the rest stands still by itself from here on. */
  #holdAllBut(chosen: ReadonlySet<Entry>): void {
    const { book } = this.#deps;
    for (const entry of book.list.all()) {
      const { state } = entry.item;
      if (chosen.has(entry) || (state.kind !== 'queued' && state.kind !== 'paused')) continue;
      book.enter(entry, { kind: 'paused', movedBytes: movedBytesOf(state) });
    }
  }

  retry(which: TransferSelection): void {
    this.#retryEntries(this.#chosen(which));
  }

  #retryEntries(chosen: readonly Entry[]): void {
    for (const entry of chosen) {
      entry.failedTries = 0;
      entry.sourceChanges = 0;
    }
    this.#each(chosen, 'retry');
    const connections = new Set(chosen.map((entry) => entry.record.connectionId));
    for (const connectionId of connections) this.#deps.reach.release(connectionId);
  }

  /** Only what still waits has a place that can change. */
  reorder(which: readonly string[], to: QueueMove): void {
    const { book, queue } = this.#deps;
    const waits = ({ item }: Entry): boolean => ['queued', 'waiting', 'paused'].includes(item.state.kind);
    const line = book.list
      .all()
      .filter(waits)
      .toSorted((a, b) => a.record.rank - b.record.rank);
    const ranks = ranksAfter(
      line.map(({ record }) => record),
      new Set(which),
      to,
      () => book.lastRank(),
    );
    for (const entry of line) {
      const rank = ranks.get(entry.record.id);
      if (rank === undefined) continue;
      book.patch(entry, { ...entry.record, rank });
      if (entry.item.state.kind === 'queued') queue.offer([entry]);
    }
  }

  release(connectionId: string): void {
    const { book, reach } = this.#deps;
    const trouble = reach.troubles().find((one) => one.connectionId === connectionId);
    const alike = ({ item }: Entry): boolean =>
      item.connectionId === connectionId &&
      item.state.kind === 'failed' &&
      item.state.failure.code === trouble?.failure.code;
    this.#retryEntries(book.list.all().filter(alike));
    reach.release(connectionId);
  }

  #each(entries: readonly Entry[], command: Exclude<Command, 'cancel'>): void {
    const { book, queue } = this.#deps;
    for (const entry of entries) {
      const move = onCommand(entry.item.state, command);
      if (move.kind !== 'enter') continue;
      drop(queue.interrupt(entry));
      book.enter(entry, move.state);
      if (move.state.kind === 'queued') queue.offer([entry]);
    }
  }

  /** Resolves when nothing of it is left in the bucket and on disk, or cannot be removed now. */
  async cancel(which: TransferSelection): Promise<void> {
    await this.#cancelEntries(this.#chosen(which));
  }

  async cancelConnection(connectionId: string): Promise<void> {
    const { book } = this.#deps;
    const concerned = (): Entry[] => book.list.all().filter(({ record }) => concerns(record, connectionId));
    await this.#cancelEntries(concerned());
    // What is over is of no use without its bucket.
    book.leave(concerned());
  }

  async #cancelEntries(entries: readonly Entry[]): Promise<void> {
    const { book, queue, orphans } = this.#deps;
    const leaving = entries.filter((entry) => onCommand(entry.item.state, 'cancel').kind === 'leave');
    for (const { record } of leaving) {
      const orphan = orphanOf(record);
      if (orphan !== null) orphans.adopt(orphan);
    }
    book.leave(leaving);
    if (!book.list.all().some((entry) => isOpen(entry.item.state))) book.setPaused(false);
    await Promise.all(leaving.map((entry) => this.#cleanUp(entry, queue.interrupt(entry))));
  }

  async #cleanUp(entry: Entry, settled: Promise<void>): Promise<void> {
    const { record } = entry;
    await settled;
    const orphan = orphanOf(record);
    if (orphan !== null) await this.#deps.orphans.remove(orphan.uploadId);
    await this.#deps.orphans.findStraysQuietly(record);
    for (const own of ownFiles(entry.record)) await removeQuietly(own);
  }

  clearFinished(): void {
    const { book } = this.#deps;
    book.leave(book.list.all().filter(({ item }) => item.state.kind === 'done' || item.state.kind === 'skipped'));
  }

  decide(transferId: string, decision: ConflictDecision, forAll: boolean): void {
    const { book } = this.#deps;
    const entry = book.list.get(transferId);
    if (entry === undefined) return;
    if (forAll) {
      // An answer about files here says nothing of objects there.
      const alike = book.list.all().filter(({ record }) => record.direction === entry.record.direction);
      for (const batchId of openBatches(alike)) book.setRule(batchId, decision);
      for (const other of alike.filter(isInConflict)) this.#apply(other, decision);
    } else if (isInConflict(entry)) this.#apply(entry, decision);
  }

  #apply(entry: Entry, decision: ConflictDecision): void {
    const { book, queue } = this.#deps;
    const { record } = entry;
    if (decision === 'skip') return queue.skip(entry);
    book.patch(entry, { ...record, decision });
    book.enter(entry, { kind: 'queued' });
    queue.offer([entry]);
  }

  #chosen(which: TransferSelection): readonly Entry[] {
    const { list } = this.#deps.book;
    if (which === 'all') return list.all();
    return which.flatMap((id) => list.get(id) ?? []);
  }
}

function concerns(record: TransferRecord, connectionId: string): boolean {
  if (record.connectionId === connectionId) return true;
  return record.direction === 'copy' && record.source.connectionId === connectionId;
}

function isInConflict(entry: Entry): boolean {
  return entry.item.state.kind === 'conflict';
}

function openBatches(entries: readonly Entry[]): ReadonlySet<string> {
  const open = entries.filter((entry) => isOpen(entry.item.state));
  return new Set(open.map((entry) => entry.record.batchId));
}
