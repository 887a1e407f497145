import { useSyncExternalStore } from 'react';
import type { LibraryRow, LibrarySelection } from '../../shared/library';

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

let current: ObjectRequest | null = null;
let lastToken = 0;
const listeners = new Set<() => void>();

function set(request: ObjectRequest | null): void {
  current = request;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useObjectRequest(): ObjectRequest | null {
  return useSyncExternalStore(subscribe, () => current);
}

export function closeRequest(): void {
  set(null);
}

/** Asks for another name. */
export function askRename(connectionId: string, row: LibraryRow): void {
  set({ kind: 'rename', token: ++lastToken, connectionId, row });
}

/** Asks what the names of several files become. */
export function askRenameMany(subject: Subject): void {
  set({ kind: 'rename-many', token: ++lastToken, subject });
}

/** Asks what files are served with: type, cache, metadata. */
export function askEdit(subject: Subject): void {
  set({ kind: 'edit', token: ++lastToken, subject });
}

/** Asks for the folder to copy or move to. */
export function askTarget(subject: Subject, move: boolean): void {
  set({ kind: 'send', token: ++lastToken, move, subject });
}

/** Asks for the name of a ZIP file to be made in the bucket. */
export function askZip(subject: Subject): void {
  set({ kind: 'zip', token: ++lastToken, subject });
}

/** Asks before anything is deleted. */
export function askDelete(subject: Subject, done: () => void): void {
  set({ kind: 'delete', token: ++lastToken, subject, done });
}
