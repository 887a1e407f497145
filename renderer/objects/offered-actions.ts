import type { Icon } from '@tabler/icons-react';
import type { ShortcutId } from '../../shared/shortcuts';
import { createStore, useStore } from '../ui/store';

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

const store = createStore<Offer | null>(null);

/** Says what can be done with the selection on show; null when there is none. */
export function offer(next: Offer | null): void {
  store.set(next);
}

export function useOffer(): Offer | null {
  return useStore(store);
}

/** What is offered now, for handlers. */
export function readOffer(): Offer | null {
  return store.read();
}
