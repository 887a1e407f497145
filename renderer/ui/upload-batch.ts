import { useSyncExternalStore } from 'react';

/** Files that were dropped or picked, and where they go. */
export interface UploadBatch {
  readonly connectionId: string;
  readonly prefix: string;
  readonly paths: readonly string[];
}

let shown: UploadBatch | null = null;
const listeners = new Set<() => void>();

function set(batch: UploadBatch | null): void {
  shown = batch;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The batch that is shown before it is uploaded; null when there is none. */
export function useShownUpload(): UploadBatch | null {
  return useSyncExternalStore(subscribe, () => shown);
}

/** Shows a batch; one that was on show gives way to it. */
export function showUpload(batch: UploadBatch): void {
  set(batch);
}

export function hideUpload(): void {
  set(null);
}
