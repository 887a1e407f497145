import type { StateEvent } from '../../shared/contract';
import type { AppSnapshot, Notice, SliceName, StateSlices } from '../../shared/state';

/** Holds the slices of the invented app and tells of their changes, numbered as main does. */
export class FakeState {
  slices: StateSlices;
  #sequence = 0;
  readonly #listeners = new Set<(event: StateEvent) => void>();

  constructor(slices: StateSlices) {
    this.slices = slices;
  }

  subscribe(listener: (event: StateEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  set<S extends SliceName>(slice: S, value: StateSlices[S]): void {
    this.slices = { ...this.slices, [slice]: value };
    this.#send({ sequence: ++this.#sequence, kind: 'slice', slice, value } as StateEvent);
  }

  tell(notice: Notice): void {
    this.#send({ sequence: ++this.#sequence, kind: 'notice', notice });
  }

  snapshot(systemLocale: string): AppSnapshot {
    return {
      sequence: this.#sequence,
      app: { version: '0.1.0', platform: 'linux', electron: '45.4.1', systemLocale },
      slices: this.slices,
    };
  }

  #send(event: StateEvent): void {
    for (const listener of this.#listeners) listener(event);
  }
}
