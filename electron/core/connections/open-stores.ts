import type { ConnectionRights } from '../../../shared/connection';
import { drop } from '../../../shared/drop';
import type { ObjectStore } from '../store/object-store';
import type { CreateStore, StoreConfig } from '../store/store-config';
import { tellRefusals } from './rights';

interface OpenStore {
  /** Tells one opening from another where the same connection moves (the sandbox's port). */
  readonly place: string;
  readonly store: Promise<ObjectStore>;
}

/** One open store for each connection, made at its first use. */
export class OpenStores {
  readonly #open = new Map<string, OpenStore>();

  constructor(private readonly createStore: CreateStore) {}

  get(
    connectionId: string,
    place: string,
    config: () => Promise<StoreConfig>,
    refused: (rights: Partial<ConnectionRights>) => void = () => undefined,
  ): Promise<ObjectStore> {
    const known = this.#open.get(connectionId);
    if (known?.place === place) return known.store;
    this.close(connectionId);
    const store = config()
      .then((value) => this.createStore(value))
      .then((made) => tellRefusals(made, refused));
    const opened = { place, store };
    this.#open.set(connectionId, opened);
    // One that could not be opened is tried again by whoever asks next.
    const forget = (): void => {
      if (this.#open.get(connectionId) === opened) this.#open.delete(connectionId);
    };
    drop(store.catch(forget));
    return store;
  }

  close(connectionId: string): void {
    const known = this.#open.get(connectionId);
    this.#open.delete(connectionId);
    if (known === undefined) return;
    // One that never opened has nothing to close, and its failure went to whoever asked for it.
    drop(
      known.store.then(
        (store) => store.close(),
        () => undefined,
      ),
    );
  }

  closeAll(): void {
    for (const connectionId of [...this.#open.keys()]) this.close(connectionId);
  }
}
