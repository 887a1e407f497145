import { createStore, useStore } from './store';

/** Files that were dropped or picked, and where they go. */
export interface UploadBatch {
  readonly connectionId: string;
  readonly prefix: string;
  readonly paths: readonly string[];
}

/** The first one is on show, the others wait for it: none is lost because another one was dropped meanwhile. */
const waiting = createStore<readonly UploadBatch[]>([]);

/** The batch that is shown before it is uploaded; null when there is none. */
export function useShownUpload(): UploadBatch | null {
  return useStore(waiting)[0] ?? null;
}

/** Shows a batch as soon as those before it have been answered. */
export function showUpload(batch: UploadBatch): void {
  waiting.set([...waiting.read(), batch]);
}

/** The batch on show has been answered. */
export function hideUpload(): void {
  waiting.set(waiting.read().slice(1));
}
