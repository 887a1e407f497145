import { useSyncExternalStore } from 'react';
import type { AnswerId } from './answers';

/** What of the help is open; `answer` is the one that stands open in it. */
export type HelpRequest =
  { readonly kind: 'shortcuts' } | { readonly kind: 'answers'; readonly answer: AnswerId | null };

let current: HelpRequest | null = null;
const listeners = new Set<() => void>();

function set(request: HelpRequest | null): void {
  current = request;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useHelpRequest(): HelpRequest | null {
  return useSyncExternalStore(subscribe, () => current);
}

export function askHelp(request: HelpRequest): void {
  set(request);
}

export function closeHelp(): void {
  set(null);
}
