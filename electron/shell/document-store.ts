import { existsSync, renameSync } from 'node:fs';
import path from 'node:path';
import Store from 'electron-store';

/** A small JSON document of the app, kept by electron-store (written whole, atomically). */
export interface DocumentStore {
  /** The document; null when there is none yet, or when it could not be read and was set aside. */
  read(): unknown;
  write(value: unknown): void;
  /** Renames the file to `NAME.broken-….json`, so that nothing of it is lost. */
  setAside(): void;
}

/** Opens `NAME.json` in a folder; `keptAside` hears where one is kept that could not be read. */
export function openDocument(
  folder: string,
  name: string,
  { now, keptAside }: { readonly now: () => number; readonly keptAside: (copy: string) => void },
): DocumentStore {
  const file = path.join(folder, `${name}.json`);
  const setAside = (): void => {
    if (!existsSync(file)) return;
    const copy = path.join(folder, `${name}.broken-${now()}.json`);
    renameSync(file, copy);
    keptAside(copy);
  };
  let store = openStore(folder, name);
  if (store === null) {
    setAside();
    store = openStore(folder, name);
  }
  const opened = store;
  if (opened === null) throw new Error(`${name}.json could be neither read nor set aside.`);
  return {
    read: () => opened.get('document', null),
    write: (value) => opened.set('document', value),
    setAside,
  };
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
