import { useSyncExternalStore } from 'react';

/** Whether the question about a taken name was put off; a new wish to decide brings it back. */
let putOff = false;
const listeners = new Set<() => void>();

function set(value: boolean): void {
  putOff = value;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useQuestionPutOff(): boolean {
  return useSyncExternalStore(subscribe, () => putOff);
}

/** "Decide later": the transfers wait, and the rest goes on. */
export function putQuestionOff(): void {
  set(true);
}

/** Shows the question again. */
export function askAgain(): void {
  set(false);
}
