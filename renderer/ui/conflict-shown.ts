import { useSyncExternalStore } from 'react';

/** The question about a taken name is on show. */
let shown = false;
const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useIsConflictShown(): boolean {
  return useSyncExternalStore(subscribe, () => shown);
}

/** Told by its dialog. */
export function noteConflictShown(isShown: boolean): void {
  shown = isShown;
  for (const listener of listeners) listener();
}
