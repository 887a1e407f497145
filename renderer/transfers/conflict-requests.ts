import { createStore, useStore } from '../ui/store';

/** Whether the question about a taken name was put off; a new wish to decide brings it back. */
const putOff = createStore(false);
/** The transfer that the person wants to decide about, until main was asked for it. */
const wanted = createStore<string | null>(null);

export function useQuestionPutOff(): boolean {
  return useStore(putOff);
}

export function useWantedQuestion(): string | null {
  return useStore(wanted);
}

/** What was wanted is on show, or is not to be answered any more. */
export function forgetWanted(): void {
  wanted.set(null);
}

/** "Decide later": the transfers wait, and the rest goes on. */
export function putQuestionOff(): void {
  putOff.set(true);
  wanted.set(null);
}

/** Shows the question again, about this transfer if one is named. */
export function askAgain(transferId: string | null = null): void {
  putOff.set(false);
  wanted.set(transferId);
}
