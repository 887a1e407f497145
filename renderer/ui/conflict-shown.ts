import { createStore, useStore } from './store';

/** The question about a taken name is on show. */
const store = createStore(false);

export function useIsConflictShown(): boolean {
  return useStore(store);
}

/** Told by its dialog. */
export function noteConflictShown(isShown: boolean): void {
  store.set(isShown);
}
