import { drop } from '../../../shared/drop';
import { failure, FailureError, type Failure } from '../../../shared/failure';
import type { TransferItem } from '../../../shared/transfer';
import type { TransferChange } from '../transfers/transfers-api';
import type { Dress } from './dress';
import type { GeneratedUploads } from './generation';
import type { History } from './history';
import { stateOfTransfer } from './moves';
import type { Outbox } from './outbox';
import type { HistoryEntry, OutboxPicture, TaskRecord } from './records';
import type { TaskList } from './task-list';

const PAGE = 500;

/** Takes pictures from the outbox to the transfer queue, and follows them there. */
export class Uploader {
  readonly #uploads: GeneratedUploads;
  readonly #tasks: TaskList;
  readonly #outbox: Outbox;
  readonly #history: History;
  readonly #dress: Dress;
  readonly #report: (error: unknown) => void;
  readonly #pending = new Set<Promise<void>>();

  constructor(
    uploads: GeneratedUploads,
    kept: { readonly tasks: TaskList; readonly outbox: Outbox; readonly history: History; readonly dress: Dress },
    report: (error: unknown) => void,
  ) {
    this.#uploads = uploads;
    this.#tasks = kept.tasks;
    this.#outbox = kept.outbox;
    this.#history = kept.history;
    this.#dress = kept.dress;
    this.#report = report;
  }

  /** Follows the queue until the returned function is called. */
  follow(): () => void {
    return this.#uploads.subscribe((change) => {
      if (change.kind === 'gone') this.#history.withdraw(change.item.localPath, change.item);
      const task = this.#taskOf(change.item);
      if (task === null) return;
      const applied = this.#apply(task, change).catch(this.#report);
      this.#pending.add(applied);
      drop(applied.finally(() => this.#pending.delete(applied)));
    });
  }

  /** Resolves when all that the queue told is in the journal. */
  async settled(): Promise<void> {
    await Promise.all(this.#pending);
  }

  /** Queues a task's picture; what hinders it becomes the task's failure, the picture stays. */
  async send(task: TaskRecord, picture: OutboxPicture): Promise<void> {
    const file = this.#outbox.pathOf(picture.file);
    this.#history.announce(file, entryOf(task));
    try {
      const item = await this.#uploads.addFile({
        connectionId: task.connectionId,
        key: task.key,
        localPath: file,
        origin: 'generated',
        contentType: picture.contentType,
        metadata: this.#dress.metadataFor(task),
        deleteWhenDone: true,
      });
      // It may have gone far by now, or have been cancelled.
      const newest = this.#tasks.get(task.id);
      const state = newest?.state.kind;
      if (newest !== null && (state === 'running' || state === 'queued'))
        await this.adopt(newest, this.#uploads.item(item.id) ?? item);
    } catch (error) {
      this.#history.withdraw(file, task);
      const reason = expected(error);
      await this.#tasks.put({ ...task, picture, state: { kind: 'failed', failure: reason, kept: true } });
    }
  }

  /** Brings a task, as it is now, to the state of its transfer. */
  async adopt(task: TaskRecord, item: TransferItem): Promise<void> {
    const state = stateOfTransfer(item);
    const picture = state.kind === 'done' ? null : task.picture;
    const moved: TaskRecord = { ...task, key: item.key, state, picture };
    this.#history.withdraw(item.localPath, task);
    if (item.state.kind !== 'done' && item.state.kind !== 'skipped')
      this.#history.announce(item.localPath, entryOf(moved));
    // Both take effect before anything is awaited: what the queue tells next finds them done.
    await Promise.all([this.#tasks.put(moved), state.kind === 'done' ? this.#history.add(entryOf(moved)) : null]);
  }

  /** Notes how a finished task's object was made, where that is not known: the power may go out before the history has it. */
  async noteArrived(task: TaskRecord): Promise<void> {
    const isKnown = this.#history.factsOf(task.connectionId, task.key) !== null;
    if (task.state.kind === 'done' && !isKnown) await this.#history.add(entryOf(task));
  }

  /** The transfers of the outbox, by the picture's file. */
  byFile(): ReadonlyMap<string, TransferItem> {
    const found = new Map<string, TransferItem>();
    for (let start = 0; ; start += PAGE) {
      const { total, rows } = this.#uploads.rows(start, PAGE);
      for (const item of rows) {
        if (item.origin === 'generated' && !found.has(item.localPath)) found.set(item.localPath, item);
      }
      if (start + PAGE >= total || rows.length === 0) return found;
    }
  }

  itemOf(task: TaskRecord): TransferItem | null {
    const { picture } = task;
    return picture === null ? null : (this.byFile().get(this.#outbox.pathOf(picture.file)) ?? null);
  }

  retry(item: TransferItem): void {
    this.#uploads.retry([item.id]);
  }

  cancel(item: TransferItem): void {
    this.#uploads.cancel([item.id]);
  }

  async #apply(task: TaskRecord, { kind, item }: TransferChange): Promise<void> {
    const over = task.state.kind === 'done' || task.state.kind === 'cancelled';
    if (over) return;
    if (kind === 'changed' || item.state.kind === 'done') await this.adopt(task, item);
    else await this.#tasks.put({ ...task, state: { kind: 'cancelled' } });
  }

  #taskOf(item: TransferItem): TaskRecord | null {
    if (item.origin !== 'generated') return null;
    return (
      this.#tasks
        .all()
        .find(({ picture }) => picture !== null && this.#outbox.pathOf(picture.file) === item.localPath) ?? null
    );
  }
}

function entryOf({ connectionId, key, facts }: TaskRecord): HistoryEntry {
  return { connectionId, key, facts };
}

/** The failure that an error carries; a bug is shown as such rather than losing the task. */
export function expected(error: unknown): Failure {
  if (error instanceof FailureError) return error.failure;
  return failure('unexpected', {}, error instanceof Error ? error.message : String(error));
}
