import { createStore, useStore } from './store';

/** Which of the passphrase's dialogs is on show; there is one for the whole window. */
export type PassphraseDialog = 'closed' | 'unlock' | 'protect' | 'change';

const store = createStore<PassphraseDialog>('closed');

export function showPassphraseDialog(dialog: PassphraseDialog): void {
  store.set(dialog);
}

export function usePassphraseDialog(): PassphraseDialog {
  return useStore(store);
}
