import { FailureError, type Failure } from '../../../shared/failure';
import type { DeletedObjects } from '../../../shared/library';
import { R2_LIMITS } from '../../../shared/r2';
import type { DeleteAnswer, ObjectStore } from '../store/object-store';

/** At most this many failures are reported one by one. */
const FAILURES_TOLD = 100;

export interface DeleteProgress {
  /** After each batch: what is gone by now is known to be gone, whatever becomes of the rest. */
  readonly gone: (keys: readonly string[], failed: number) => void;
  /** Asked before each batch. A batch under way is waited for: the server does it either way. */
  readonly isStopped: () => boolean;
}

/** Deletes keys batch by batch, with each key's own answer. A failure of a whole batch ends it: the rest would fail alike. */
export async function deleteObjects(
  store: ObjectStore,
  batches: AsyncIterable<readonly string[]> | Iterable<readonly string[]>,
  progress: DeleteProgress,
  signal: AbortSignal,
): Promise<DeletedObjects> {
  const tally = new Tally();
  let cause: Failure | null = null;
  for await (const keys of batches) {
    for (let from = 0; from < keys.length; from += R2_LIMITS.deleteBatch) {
      const batch = keys.slice(from, from + R2_LIMITS.deleteBatch);
      if (cause === null && progress.isStopped()) return tally.result(true);
      const answers: BatchAnswer | null = cause === null ? await answersOf(store, batch, signal) : null;
      if (answers instanceof FailureError) cause = answers.failure;
      else if (answers !== null) tally.take(answers, progress);
      if (cause !== null) tally.failAll(batch, cause);
    }
  }
  return tally.result(false);
}

type BatchAnswer = readonly DeleteAnswer[] | FailureError;

async function answersOf(store: ObjectStore, batch: readonly string[], signal: AbortSignal): Promise<BatchAnswer> {
  try {
    return await store.deleteMany(batch, signal);
  } catch (error) {
    if (error instanceof FailureError) return error;
    throw error;
  }
}

class Tally {
  #deleted = 0;
  #failedCount = 0;
  readonly #failed: { readonly key: string; readonly failure: Failure }[] = [];

  take(answers: readonly DeleteAnswer[], progress: DeleteProgress): void {
    const gone: string[] = [];
    for (const answer of answers) {
      if (answer.deleted) gone.push(answer.key);
      else this.#fail(answer.key, answer.failure);
    }
    this.#deleted += gone.length;
    progress.gone(gone, answers.length - gone.length);
  }

  failAll(keys: readonly string[], cause: Failure): void {
    for (const key of keys) this.#fail(key, cause);
  }

  result(stopped: boolean): DeletedObjects {
    return { deleted: this.#deleted, failed: this.#failed, failedCount: this.#failedCount, stopped };
  }

  #fail(key: string, cause: Failure): void {
    this.#failedCount += 1;
    if (this.#failed.length < FAILURES_TOLD) this.#failed.push({ key, failure: cause });
  }
}
