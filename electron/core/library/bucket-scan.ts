import { R2_LIMITS } from '../../../shared/r2';
import type { ListedObject, ObjectStore } from '../store/object-store';
import type { ListedRange } from './index/library-index';

export interface ScanSink {
  /** Stands for the moment of asking; comes back with the page. */
  asking(): number;
  /** Resolves when the page is entered; the next one is asked for meanwhile. */
  page(range: ListedRange, objects: readonly ListedObject[], askedAt: number): Promise<void>;
}

/** Reads a whole bucket, page after page. Trusts the continuation token alone: a page may be short, or empty, and not the last. */
export async function scanBucket(store: ObjectStore, sink: ScanSink, signal: AbortSignal): Promise<void> {
  let continuationToken: string | null = null;
  let after = '';
  let entered: Promise<void> = Promise.resolve();
  try {
    do {
      signal.throwIfAborted();
      const askedAt = sink.asking();
      const page = await store.list(
        { prefix: '', delimiter: '', continuationToken, maxKeys: R2_LIMITS.maxListKeys },
        signal,
      );
      await entered;
      signal.throwIfAborted();
      continuationToken = page.continuationToken;
      const last = page.objects.at(-1)?.key ?? after;
      const through = continuationToken === null ? null : last;
      entered = sink.page({ prefix: '', after, through, depth: 'all' }, page.objects, askedAt);
      after = last;
    } while (continuationToken !== null);
  } finally {
    await entered;
  }
}
