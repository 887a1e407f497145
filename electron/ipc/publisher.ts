import type { WebContents } from 'electron';
import { CHANNELS, type StateEvent } from '../../shared/contract';
import type { Notice, SliceName, StateSlices } from '../../shared/state';

/** Holds main's state as the page may see it and sends each change with the next sequence number. */
export class Publisher {
  #sequence = 0;
  #slices: StateSlices;
  #page: WebContents | null = null;

  constructor(initial: StateSlices) {
    this.#slices = initial;
  }

  get sequence(): number {
    return this.#sequence;
  }

  get slices(): StateSlices {
    return this.#slices;
  }

  /** The page that listens from now on; null for none. */
  attach(page: WebContents | null): void {
    this.#page = page;
  }

  publish<S extends SliceName>(slice: S, value: StateSlices[S]): void {
    this.#slices = { ...this.#slices, [slice]: value };
    // The mapped union cannot be built from a generic S; the pairing of slice and value is held by the signature above.
    this.#send({ sequence: ++this.#sequence, kind: 'slice', slice, value } as StateEvent);
  }

  notify(notice: Notice): void {
    this.#send({ sequence: ++this.#sequence, kind: 'notice', notice });
  }

  #send(event: StateEvent): void {
    if (this.#page !== null && !this.#page.isDestroyed()) this.#page.send(CHANNELS.event, event);
  }
}
