import { assertNever } from '../../shared/assert';
import type { LibraryRow, LibrarySelection } from '../../shared/library';
import { readMay, tellReadOnly } from '../ui/rights';
import { createStore, useStore } from '../ui/store';

/** What an action means, and where it lies. */
export interface Subject {
  readonly connectionId: string;
  readonly parts: readonly LibrarySelection[];
  /** The one file or folder that is meant; null for several. */
  readonly only: LibraryRow | null;
  /** The folder on show, from which one begins to look for a target. */
  readonly prefix: string;
}

/** A question about objects that stands before the person; `token` tells two of them apart. */
export type ObjectRequest =
  | { readonly kind: 'rename'; readonly token: number; readonly connectionId: string; readonly row: LibraryRow }
  | { readonly kind: 'rename-many'; readonly token: number; readonly subject: Subject }
  | { readonly kind: 'edit'; readonly token: number; readonly subject: Subject }
  | { readonly kind: 'send'; readonly token: number; readonly move: boolean; readonly subject: Subject }
  /** A ZIP file of them, in their bucket. */
  | { readonly kind: 'zip'; readonly token: number; readonly subject: Subject }
  /** `done`: they are on their way out, and nothing of them is selected any more. */
  | { readonly kind: 'delete'; readonly token: number; readonly subject: Subject; readonly done: () => void };

const store = createStore<ObjectRequest | null>(null);
let lastToken = 0;

/** What a request would need is known to be refused. */
function isRefused(request: ObjectRequest): boolean {
  const connectionId = 'subject' in request ? request.subject.connectionId : request.connectionId;
  const may = readMay(connectionId);
  switch (request.kind) {
    case 'rename':
    case 'rename-many':
      return !may.write || !may.delete;
    case 'edit':
    case 'zip':
      return !may.write;
    case 'delete':
      return !may.delete;
    case 'send':
      // A copy may go to another bucket.
      return request.move && !may.delete;
    default:
      return assertNever(request);
  }
}

function begin(request: ObjectRequest): void {
  if (isRefused(request)) tellReadOnly('subject' in request ? request.subject.connectionId : request.connectionId);
  else store.set(request);
}

export function useObjectRequest(): ObjectRequest | null {
  return useStore(store);
}

/** Whether this question still stands before the person. */
export function isAsked(request: ObjectRequest): boolean {
  return store.read() === request;
}

/** Closes this question; one that has come after it stays. */
export function closeRequest(request: ObjectRequest | null): void {
  if (store.read() === request) store.set(null);
}

/** Asks for another name. */
export function askRename(connectionId: string, row: LibraryRow): void {
  begin({ kind: 'rename', token: ++lastToken, connectionId, row });
}

/** Asks what the names of several files become. */
export function askRenameMany(subject: Subject): void {
  begin({ kind: 'rename-many', token: ++lastToken, subject });
}

/** Asks what files are served with: type, cache, metadata. */
export function askEdit(subject: Subject): void {
  begin({ kind: 'edit', token: ++lastToken, subject });
}

/** Asks for the folder to copy or move to. */
export function askTarget(subject: Subject, move: boolean): void {
  begin({ kind: 'send', token: ++lastToken, move, subject });
}

/** Asks for the name of a ZIP file to be made in the bucket. */
export function askZip(subject: Subject): void {
  begin({ kind: 'zip', token: ++lastToken, subject });
}

/** Asks before anything is deleted. */
export function askDelete(subject: Subject, done: () => void): void {
  begin({ kind: 'delete', token: ++lastToken, subject, done });
}
