import { useSyncExternalStore } from 'react';

let current: string | null = null;
const listeners = new Set<() => void>();

/** Opens the dialog that replaces the keys of a connection; null closes it. */
export function showReplaceKeys(connectionId: string | null): void {
  current = connectionId;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The connection whose keys are being replaced. */
export function useReplaceKeys(): string | null {
  return useSyncExternalStore(subscribe, () => current);
}

const DAY = 86_400_000;

/** Days since a moment, whole ones. */
export function daysSince(moment: number, now: number): number {
  return Math.max(0, Math.floor((now - moment) / DAY));
}
