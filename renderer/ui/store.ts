import { useSyncExternalStore } from 'react';

/** One value for the whole page, outside of its components: anyone may set it, and whoever shows it follows. */
export interface Store<Value> {
  /** As it is now, for handlers. */
  readonly read: () => Value;
  readonly set: (value: Value) => void;
  /** Calls back after each change. Answers what ends that. */
  readonly subscribe: (listener: () => void) => () => void;
}

export function createStore<Value>(initial: Value): Store<Value> {
  let current = initial;
  const listeners = new Set<() => void>();
  return {
    read: () => current,
    set(value) {
      current = value;
      for (const listener of listeners) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** The value; renders again when it is another. */
export function useStore<Value>(store: Store<Value>): Value {
  return useSyncExternalStore(store.subscribe, store.read);
}
