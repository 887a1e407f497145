import type { Icon } from '@tabler/icons-react';
import { useSyncExternalStore } from 'react';
import type { ShortcutId } from '../../shared/shortcuts';

/** Something that can be done with what is selected, for the command palette. */
export interface OfferedAction {
  readonly id: string;
  readonly label: string;
  readonly icon: Icon;
  readonly shortcut: ShortcutId | null;
  readonly run: () => void;
}

export interface Offer {
  /** What is selected, in words. */
  readonly title: string;
  readonly actions: readonly OfferedAction[];
}

let current: Offer | null = null;
const listeners = new Set<() => void>();

/** Says what can be done with the selection on show; null when there is none. */
export function offer(next: Offer | null): void {
  current = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useOffer(): Offer | null {
  return useSyncExternalStore(subscribe, () => current);
}

/** What is offered now, for handlers. */
export function readOffer(): Offer | null {
  return current;
}
