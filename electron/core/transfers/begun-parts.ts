import type { ObjectStore, StoredPart } from '../store/object-store';
import { isFailure } from './store-questions';

/** An upload or a copy that may have begun a multipart upload in an earlier try. */
interface MultipartJob {
  record(): { readonly key: string; readonly multipart: { readonly uploadId: string } | null };
  note(patch: { readonly multipart: null }): void;
}

/** The parts that an earlier try got through; null when there is nothing to go on with. */
export async function begunParts(
  store: ObjectStore,
  job: MultipartJob,
  signal: AbortSignal,
): Promise<readonly StoredPart[] | null> {
  const { multipart, key } = job.record();
  if (multipart === null) return null;
  try {
    return await store.listParts(key, multipart.uploadId, signal);
  } catch (error) {
    // Finished by a request whose answer was lost, or gone after R2's seven days.
    if (!isFailure(error, 'no-such-upload')) throw error;
    job.note({ multipart: null });
    return null;
  }
}
