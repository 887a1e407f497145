import { createStore, useStore } from '../ui/store';
import type { AnswerId } from './answers';

/** What of the help is open; `answer` is the one that stands open in it. */
export type HelpRequest =
  { readonly kind: 'shortcuts' } | { readonly kind: 'answers'; readonly answer: AnswerId | null };

const store = createStore<HelpRequest | null>(null);

export function useHelpRequest(): HelpRequest | null {
  return useStore(store);
}

export function askHelp(request: HelpRequest): void {
  store.set(request);
}

export function closeHelp(): void {
  store.set(null);
}
