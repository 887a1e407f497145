import { FailureError, type FailureCode } from '../../../shared/failure';
import type { ObjectHead, ObjectStore } from '../store/object-store';

/** True for an expected failure of one of these codes. */
export function isFailure(error: unknown, ...codes: readonly FailureCode[]): error is FailureError {
  return error instanceof FailureError && codes.includes(error.failure.code);
}

/** The object's head, or null when there is none. */
export async function headOrNull(store: ObjectStore, key: string, signal: AbortSignal): Promise<ObjectHead | null> {
  try {
    return await store.head(key, signal);
  } catch (error) {
    if (isFailure(error, 'no-such-key')) return null;
    throw error;
  }
}

/** Removes an object that turned out wrong, if it is still the one that we made. */
export async function removeOwn(store: ObjectStore, key: string, etag: string, signal: AbortSignal): Promise<void> {
  const head = await headOrNull(store, key, signal);
  if (head?.etag === etag) await store.delete(key, signal);
}
