import { failure, FailureError, type Failure } from '../../../../shared/failure';
import type { ObjectStore } from '../../store/object-store';
import type { Clock } from '../clock';

/** How long the question whether a bucket answers may take. */
const QUESTION_MS = 20_000;

interface QuestionDeps {
  storeOf(connectionId: string): Promise<ObjectStore>;
  readonly clock: Clock;
}

/** Whether a bucket answers: null, or what it fails with, `timeout` too where `stopped` breaks the question off. */
export async function askBucket(
  connectionId: string,
  { clock, storeOf }: QuestionDeps,
  stopped: AbortSignal,
): Promise<Failure | null> {
  const late = new AbortController();
  const cancel = clock.after(QUESTION_MS, () => late.abort());
  const signal = AbortSignal.any([late.signal, stopped]);
  try {
    const store = await storeOf(connectionId);
    await store.list({ prefix: '', delimiter: '', continuationToken: null, maxKeys: 1 }, signal);
    return null;
  } catch (error) {
    if (error instanceof FailureError) return error.failure;
    if (signal.aborted) return failure('timeout');
    throw error;
  } finally {
    cancel();
  }
}
