import { useSyncExternalStore } from 'react';

/** Whose domains Settings is to show first, and a website that wants in. */
export interface ShownDomains {
  readonly connectionId: string;
  readonly origin: string | null;
}

let current: ShownDomains | null = null;
const listeners = new Set<() => void>();

/** Has Settings open at the public domains of a bucket; null once it has. */
export function showDomains(next: ShownDomains | null): void {
  current = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useShownDomains(): ShownDomains | null {
  return useSyncExternalStore(subscribe, () => current);
}
