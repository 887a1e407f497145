import { type ComponentType, useSyncExternalStore } from 'react';
import { drop } from '../../shared/drop';

/**
 * A part of the page in a file of its own. In place of React's `lazy`: its Suspense keeps what was missing for a moment away for
 * 300 ms, and leaves the place empty once even for what has been there for long (FALLBACK_THROTTLE_MS, facebook/react).
 */
export class Late {
  readonly #load: () => Promise<ComponentType>;
  readonly #listeners = new Set<() => void>();
  #fetching: Promise<void> | null = null;
  #state: { readonly part: ComponentType | null } | { readonly error: unknown } = { part: null };

  constructor(load: () => Promise<ComponentType>) {
    this.#load = load;
  }

  /** Fetches it, once. Never rejects: who shows it hears of an error. */
  fetch(): Promise<void> {
    this.#fetching ??= this.#load().then(
      (part) => this.#settle({ part }),
      (error: unknown) => this.#settle({ error }),
    );
    return this.#fetching;
  }

  /** Null while it is on its way; throws what kept it from coming. */
  readonly current = (): ComponentType | null => {
    if ('error' in this.#state) throw this.#state.error;
    return this.#state.part;
  };

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    drop(this.fetch());
    return () => this.#listeners.delete(listener);
  };

  #settle(state: { part: ComponentType } | { error: unknown }): void {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}

/** The part, fetched if it is not there yet; null until it is. */
export function useLate(late: Late): ComponentType | null {
  return useSyncExternalStore(late.subscribe, late.current);
}
