import { createStore, useStore } from '../ui/store';

/** Whose domains Settings is to show first, and a website that wants in. */
export interface ShownDomains {
  readonly connectionId: string;
  readonly origin: string | null;
}

const store = createStore<ShownDomains | null>(null);

/** Has Settings open at the public domains of a bucket; null once it has. */
export function showDomains(next: ShownDomains | null): void {
  store.set(next);
}

export function useShownDomains(): ShownDomains | null {
  return useStore(store);
}
