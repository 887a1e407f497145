import { existsSync } from 'node:fs';
import path from 'node:path';
import Store from 'electron-store';
import { renameSoonSync } from '../core/rename-soon';
import type { Log } from './log';

/** A small JSON document of the app, kept by electron-store (written whole, atomically). */
export interface DocumentStore {
  /** The document; null when there is none yet, or when it could not be read and was set aside. */
  read(): unknown;
  write(value: unknown): void;
  /** Renames the file to `NAME.broken-….json`, so that nothing of it is lost. */
  setAside(): void;
}

/** The documents of a folder, `NAME.json` each. What cannot be read is put aside, and nothing of it is lost. */
export class Documents {
  readonly #folder: string;
  readonly #log: Pick<Log, 'info'>;
  readonly #damaged: string[] = [];

  constructor(folder: string, log: Pick<Log, 'info'>) {
    this.#folder = folder;
    this.#log = log;
  }

  /** Where those are kept that this start could not read. */
  get damaged(): readonly string[] {
    return this.#damaged;
  }

  /** Remembers a file that could not be read and is kept under another name. */
  keptAside(copy: string): void {
    this.#log.info(`A file was put aside; it is kept as ${copy}.`);
    this.#damaged.push(copy);
  }

  open(name: string): DocumentStore {
    const setAside = (): void => this.#setAside(name);
    let store = openStore(this.#folder, name);
    if (store === null) {
      setAside();
      store = openStore(this.#folder, name);
    }
    const opened = store;
    if (opened === null) throw new Error(`${name}.json could be neither read nor set aside.`);
    return {
      read: () => opened.get('document', null),
      write: (value) => opened.set('document', value),
      setAside,
    };
  }

  #setAside(name: string): void {
    const file = path.join(this.#folder, `${name}.json`);
    if (!existsSync(file)) return;
    const copy = path.join(this.#folder, `${name}.broken-${Date.now()}.json`);
    renameSoonSync(file, copy);
    this.keptAside(copy);
  }
}

function openStore(folder: string, name: string): Store<{ document: unknown }> | null {
  try {
    // A keychain-sealed secret may stand in it: for this user's eyes alone, sealed or not.
    const store = new Store<{ document: unknown }>({
      cwd: folder,
      name,
      configFileMode: 0o600,
      accessPropertiesByDotNotation: false,
    });
    // JSON, but not what was written: the next write would take the place of it.
    return store.size > 0 && !store.has('document') ? null : store;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
