import type { DeletedObjects, Deletion } from '../../../shared/library';
import type { ObjectStore } from '../store/object-store';
import { deleteObjects } from './delete-objects';

interface DeletionOrder {
  readonly connectionId: string;
  readonly store: ObjectStore;
  /** How many objects there are, about. */
  readonly total: number;
  readonly objects: AsyncIterable<readonly string[]>;
  /** Folders' markers: they go once all in them has gone. */
  readonly markers: readonly string[];
  readonly gone: (keys: readonly string[]) => void;
}

/** What is being deleted just now, each until its end or until a person stops it. A kill of the app ends it likewise. */
export class Deletions {
  readonly #changed: () => void;
  readonly #running = new Map<string, Deletion>();
  #next = 1;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  get all(): readonly Deletion[] {
    return [...this.#running.values()];
  }

  /** Takes effect after the batch under way. */
  stop(id: string): void {
    this.#change(id, { stopping: true });
  }

  async run(
    { connectionId, store, total, objects, markers, gone }: DeletionOrder,
    signal: AbortSignal,
  ): Promise<DeletedObjects> {
    const id = String(this.#next++);
    this.#running.set(id, { id, connectionId, total, done: 0, failed: 0, stopping: false });
    this.#changed();
    const isStopped = (): boolean => this.#running.get(id)?.stopping === true;
    try {
      const progress = {
        isStopped,
        gone: (keys: readonly string[], failed: number) => {
          gone(keys);
          this.#advance(id, keys.length, failed);
        },
      };
      const answer = await deleteObjects(store, objects, progress, signal);
      if (answer.stopped || answer.failedCount > 0) return answer;
      const rest = await deleteObjects(store, [markers], { isStopped, gone }, signal);
      return { ...answer, failed: rest.failed, failedCount: rest.failedCount };
    } finally {
      this.#running.delete(id);
      this.#changed();
    }
  }

  #advance(id: string, gone: number, failed: number): void {
    const before = this.#running.get(id);
    if (before !== undefined) this.#change(id, { done: before.done + gone, failed: before.failed + failed });
  }

  #change(id: string, change: Partial<Deletion>): void {
    const before = this.#running.get(id);
    if (before === undefined) return;
    this.#running.set(id, { ...before, ...change });
    this.#changed();
  }
}
