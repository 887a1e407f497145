import type { AssetRow } from '../../shared/library';
import type { Subject } from '../objects/requests';
import { createStore, useStore } from '../ui/store';

/** A question about links that stands before the person; `token` tells two of them apart. */
export type LinkRequest =
  | { readonly kind: 'share'; readonly token: number; readonly subject: Subject }
  | { readonly kind: 'diagnosis'; readonly token: number; readonly connectionId: string; readonly row: AssetRow }
  | { readonly kind: 'receive'; readonly token: number; readonly connectionId: string; readonly prefix: string };

const store = createStore<LinkRequest | null>(null);
let lastToken = 0;

export function useLinkRequest(): LinkRequest | null {
  return useStore(store);
}

/** Closes this question; one that has come after it stays. */
export function closeLinkRequest(request: LinkRequest | null): void {
  if (store.read() === request) store.set(null);
}

/** Asks which link is wanted, and shows it. */
export function askShare(subject: Subject): void {
  store.set({ kind: 'share', token: ++lastToken, subject });
}

/** Looks into why a file's link does not open. */
export function askDiagnosis(connectionId: string, row: AssetRow): void {
  store.set({ kind: 'diagnosis', token: ++lastToken, connectionId, row });
}

/** Asks for the name of a file that somebody else is to send. */
export function askReceive(connectionId: string, prefix: string): void {
  store.set({ kind: 'receive', token: ++lastToken, connectionId, prefix });
}
