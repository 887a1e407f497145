import { useSyncExternalStore } from 'react';

/** Whether the question about a taken name was put off; a new wish to decide brings it back. */
let putOff = false;
/** The transfer that the person wants to decide about, until main was asked for it. */
let wanted: string | null = null;
const listeners = new Set<() => void>();

function set(isPutOff: boolean, transferId: string | null): void {
  putOff = isPutOff;
  wanted = transferId;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useQuestionPutOff(): boolean {
  return useSyncExternalStore(subscribe, () => putOff);
}

export function useWantedQuestion(): string | null {
  return useSyncExternalStore(subscribe, () => wanted);
}

/** What was wanted is on show, or is not to be answered any more. */
export function forgetWanted(): void {
  set(putOff, null);
}

/** "Decide later": the transfers wait, and the rest goes on. */
export function putQuestionOff(): void {
  set(true, null);
}

/** Shows the question again, about this transfer if one is named. */
export function askAgain(transferId: string | null = null): void {
  set(false, transferId);
}
