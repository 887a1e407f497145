import { createStore, useStore } from './store';

const store = createStore<string | null>(null);

/** Opens the dialog that replaces the keys of a connection; null closes it. */
export function showReplaceKeys(connectionId: string | null): void {
  store.set(connectionId);
}

/** The connection whose keys are being replaced. */
export function useReplaceKeys(): string | null {
  return useStore(store);
}

const DAY = 86_400_000;

/** Days since a moment, whole ones. */
export function daysSince(moment: number, now: number): number {
  return Math.max(0, Math.floor((now - moment) / DAY));
}
