import { useSyncExternalStore } from 'react';

/** Which of the passphrase's dialogs is on show; there is one for the whole window. */
export type PassphraseDialog = 'closed' | 'unlock' | 'protect' | 'change';

let current: PassphraseDialog = 'closed';
const listeners = new Set<() => void>();

export function showPassphraseDialog(dialog: PassphraseDialog): void {
  current = dialog;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function usePassphraseDialog(): PassphraseDialog {
  return useSyncExternalStore(subscribe, () => current);
}
