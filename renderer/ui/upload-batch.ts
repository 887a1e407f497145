import { useSyncExternalStore } from 'react';

/** Files that were dropped or picked, and where they go. */
export interface UploadBatch {
  readonly connectionId: string;
  readonly prefix: string;
  readonly paths: readonly string[];
}

/** The first one is on show, the others wait for it: none is lost because another one was dropped meanwhile. */
let waiting: readonly UploadBatch[] = [];
const listeners = new Set<() => void>();

function set(batches: readonly UploadBatch[]): void {
  waiting = batches;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The batch that is shown before it is uploaded; null when there is none. */
export function useShownUpload(): UploadBatch | null {
  return useSyncExternalStore(subscribe, () => waiting[0] ?? null);
}

/** Shows a batch as soon as those before it have been answered. */
export function showUpload(batch: UploadBatch): void {
  set([...waiting, batch]);
}

/** The batch on show has been answered. */
export function hideUpload(): void {
  set(waiting.slice(1));
}
