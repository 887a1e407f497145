import { FailureError, type Failure } from '../../../shared/failure';
import type { DeletedObjects } from '../../../shared/library';
import { R2_LIMITS } from '../../../shared/r2';
import type { ObjectStore } from '../store/object-store';

type Failed = DeletedObjects['failed'][number];

/**
 * Deletes keys batch by batch and tells of each batch at once, so that what is gone is known to be gone even when a later
 * batch fails. A failure of a whole batch ends it: the rest would fail alike.
 */
export async function deleteObjects(
  store: ObjectStore,
  keys: readonly string[],
  gone: (keys: readonly string[]) => void,
  signal: AbortSignal,
): Promise<readonly Failed[]> {
  const failed: Failed[] = [];
  for (let from = 0; from < keys.length; from += R2_LIMITS.deleteBatch) {
    const batch = keys.slice(from, from + R2_LIMITS.deleteBatch);
    const cause = await deleteBatch(store, batch, gone, failed, signal);
    if (cause !== null) return [...failed, ...keys.slice(from).map((key) => ({ key, failure: cause }))];
  }
  return failed;
}

async function deleteBatch(
  store: ObjectStore,
  batch: readonly string[],
  gone: (keys: readonly string[]) => void,
  failed: Failed[],
  signal: AbortSignal,
): Promise<Failure | null> {
  try {
    const answers = await store.deleteMany(batch, signal);
    gone(answers.filter((answer) => answer.deleted).map(({ key }) => key));
    for (const answer of answers) if (!answer.deleted) failed.push({ key: answer.key, failure: answer.failure });
    return null;
  } catch (error) {
    if (error instanceof FailureError) return error.failure;
    throw error;
  }
}
