import { dequal } from 'dequal/lite';
import { useRef, useSyncExternalStore } from 'react';
import type { StateEvent } from '../shared/contract';
import type { AppFacts, AppSnapshot, Notice, SliceName, StateSlices } from '../shared/state';
import { bridge, call } from './bridge';

type Listener = () => void;

/** The page's copy of main's state: subscribe first, take one snapshot, then apply what comes by its sequence number. */
class Mirror {
  #app: AppFacts | null = null;
  #slices: StateSlices | null = null;
  #sequence = -1;
  #early: StateEvent[] = [];
  readonly #listeners = new Set<Listener>();
  readonly #noticeListeners = new Set<(notice: Notice) => void>();

  async connect(): Promise<void> {
    bridge().subscribe((event) => this.#receive(event));
    this.#load(await call('app.snapshot', null));
  }

  get app(): AppFacts {
    return loaded(this.#app);
  }

  get slices(): StateSlices {
    return loaded(this.#slices);
  }

  readonly subscribe = (listener: Listener): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  onNotice(listener: (notice: Notice) => void): () => void {
    this.#noticeListeners.add(listener);
    return () => this.#noticeListeners.delete(listener);
  }

  #load(snapshot: AppSnapshot): void {
    this.#app = snapshot.app;
    this.#slices = snapshot.slices;
    this.#sequence = snapshot.sequence;
    const early = this.#early;
    this.#early = [];
    for (const event of early) this.#receive(event);
    this.#tell();
  }

  #receive(event: StateEvent): void {
    if (this.#slices === null) {
      this.#early.push(event);
      return;
    }
    if (event.sequence <= this.#sequence) return;
    this.#sequence = event.sequence;
    if (event.kind === 'notice') {
      for (const listener of this.#noticeListeners) listener(event.notice);
      return;
    }
    this.#slices = { ...this.#slices, [event.slice]: kept(this.#slices[event.slice], event.value) };
    this.#tell();
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}

/** What is as it was stays the same object, so that nothing is drawn anew for it. */
function kept<T extends object | null>(before: object | null, after: T): T {
  if (before === null || after === null) return after;
  const fields = new Map<string, unknown>(Object.entries(after));
  const same = Object.entries(before).filter(([field, value]) => dequal(value, fields.get(field)));
  return { ...after, ...Object.fromEntries(same) };
}

function loaded<T>(value: T | null): T {
  if (value === null) throw new Error('The mirror was read before it was connected.');
  return value;
}

const mirror = new Mirror();

/** Fills the mirror; await it before the first render. */
export function connectMirror(): Promise<void> {
  return mirror.connect();
}

/** A slice of main's state; renders again when that slice changes. */
export function useSlice<S extends SliceName>(name: S): StateSlices[S] {
  return useSyncExternalStore(mirror.subscribe, () => mirror.slices[name]);
}

/** Some fields of a slice; renders again when one of them changes. Of `library` most changes are of its `revision` alone. */
export function useFields<S extends 'library' | 'transfers' | 'usage', F extends keyof StateSlices[S]>(
  name: S,
  ...fields: readonly F[]
): Pick<StateSlices[S], F> {
  const last = useRef<StateSlices[S] | null>(null);
  return useSyncExternalStore(mirror.subscribe, () => {
    const now: StateSlices[S] = mirror.slices[name];
    const before = last.current;
    if (before === null || fields.some((field) => before[field] !== now[field])) last.current = now;
    return last.current ?? now;
  });
}

/** A slice as it is now, for handlers. */
export function readSlice<S extends SliceName>(name: S): StateSlices[S] {
  return mirror.slices[name];
}

/** Facts about the program. */
export function appFacts(): AppFacts {
  return mirror.app;
}

/** Hears what is told once: failures without a place of their own, and the menu. */
export function onNotice(listener: (notice: Notice) => void): () => void {
  return mirror.onNotice(listener);
}
