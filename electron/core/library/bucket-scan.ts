import { R2_LIMITS } from '../../../shared/r2';
import type { ListedObject, ObjectStore } from '../store/object-store';

export interface ScanSink {
  /** Stands for the moment of asking; comes back with the page. */
  asking(): number;
  page(objects: readonly ListedObject[], askedAt: number): void;
}

/** Reads a whole bucket, page after page. Trusts the continuation token alone: a page may be short, or empty, and not the last. */
export async function scanBucket(store: ObjectStore, sink: ScanSink, signal: AbortSignal): Promise<void> {
  let continuationToken: string | null = null;
  do {
    signal.throwIfAborted();
    const askedAt = sink.asking();
    const page = await store.list(
      { prefix: '', delimiter: '', continuationToken, maxKeys: R2_LIMITS.maxListKeys },
      signal,
    );
    signal.throwIfAborted();
    sink.page(page.objects, askedAt);
    continuationToken = page.continuationToken;
  } while (continuationToken !== null);
}
