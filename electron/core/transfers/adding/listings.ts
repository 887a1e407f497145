import type { Listing } from '../../../../shared/state';

interface Running extends Listing {
  readonly controller: AbortController;
}

/** Listings under way, that the page shows and a person can break off. */
export class Listings {
  readonly #randomId: () => string;
  readonly #changed: () => void;
  readonly #running = new Map<string, Running>();

  constructor(randomId: () => string, changed: () => void) {
    this.#randomId = randomId;
    this.#changed = changed;
  }

  get shown(): readonly Listing[] {
    return [...this.#running.values()].map(({ id, found }) => ({ id, found }));
  }

  /** Hands out what `batches` lists, and ends early when a person breaks it off. `signal` ends it with an AbortError. */
  async *follow<T>(
    batches: (signal: AbortSignal) => AsyncIterable<readonly T[]>,
    signal: AbortSignal,
  ): AsyncGenerator<readonly T[], { readonly stopped: boolean }, undefined> {
    const id = this.#randomId();
    const controller = new AbortController();
    this.#set({ id, found: 0, controller });
    try {
      for await (const batch of batches(AbortSignal.any([signal, controller.signal]))) {
        if (controller.signal.aborted) break;
        yield batch;
        this.#set({ id, found: (this.#running.get(id)?.found ?? 0) + batch.length, controller });
      }
    } catch (error) {
      if (!controller.signal.aborted || signal.aborted) throw error;
    } finally {
      this.#running.delete(id);
      this.#changed();
    }
    return { stopped: controller.signal.aborted };
  }

  stop(id: string): void {
    this.#running.get(id)?.controller.abort();
  }

  #set(running: Running): void {
    this.#running.set(running.id, running);
    this.#changed();
  }
}
