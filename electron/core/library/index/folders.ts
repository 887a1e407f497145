import type { FolderRow } from '../../../../shared/library';
import { nameOfKey, prefixOfKey } from '../../../../shared/keys';

interface Folder {
  readonly id: number;
  readonly prefix: string;
  readonly name: string;
  readonly parent: Folder | null;
  /** Assets anywhere below. */
  assets: number;
  /** Folder markers here and below: an empty folder exists by its marker alone. */
  markers: number;
  readonly children: Map<string, Folder>;
}

/** A folder with what it holds at any depth. */
export type CountedFolder = readonly [prefix: string, assets: number, markers: number];

/** The folders that keys make by their slashes, numbered, with what they hold. A number stays with its prefix for the whole run. */
export class Folders {
  readonly #all: Folder[] = [];
  readonly #byPrefix = new Map<string, Folder>();
  readonly #root = this.#make('', null);
  /** Listings come folder by folder. */
  #last = this.#root;

  /** The number of the folder that a key lies in; for a marker, of the folder that it makes. */
  idFor(key: string): number {
    const prefix = prefixOfKey(key);
    if (this.#last.prefix !== prefix) this.#last = this.#folder(prefix);
    return this.#last.id;
  }

  prefixOf(id: number): string {
    return this.#all[id]?.prefix ?? '';
  }

  /** Counts one asset or marker more (1) or less (-1) in a folder and all that it lies in. */
  count(id: number, what: 'assets' | 'markers', change: 1 | -1): void {
    for (let folder = this.#all[id] ?? null; folder !== null; folder = folder.parent) {
      folder[what] += change;
      const { parent } = folder;
      if (parent === null) break;
      if (folder.assets === 0 && folder.markers === 0) parent.children.delete(folder.prefix);
      else if (change === 1) parent.children.set(folder.prefix, folder);
    }
  }

  /** The number of a folder with something in it; null for one that is not there. */
  find(prefix: string): number | null {
    const folder = this.#byPrefix.get(prefix);
    return folder === undefined || (folder !== this.#root && folder.assets === 0 && folder.markers === 0)
      ? null
      : folder.id;
  }

  childrenOf(prefix: string): FolderRow[] {
    return [...(this.#byPrefix.get(prefix)?.children.values() ?? [])].map(rowOf);
  }

  /** All folders below a folder, at any depth. */
  below(prefix: string): FolderRow[] {
    return this.#subtree(prefix).slice(1).map(rowOf);
  }

  /** By folder number: 1 for a folder and all below it. */
  within(prefix: string): Uint8Array {
    const marks = new Uint8Array(this.#all.length);
    for (const { id } of this.#subtree(prefix)) marks[id] = 1;
    return marks;
  }

  /** By number, as `load` takes them. */
  counted(): CountedFolder[] {
    return this.#all.map(({ prefix, assets, markers }) => [prefix, assets, markers]);
  }

  /** Gives prefixes their numbers and counts of an earlier run; only for a new object. */
  load(counted: readonly CountedFolder[]): void {
    for (const [prefix, assets, markers] of counted) {
      const folder = this.#folder(prefix);
      Object.assign(folder, { assets, markers });
      if (assets > 0 || markers > 0) folder.parent?.children.set(prefix, folder);
    }
  }

  #subtree(prefix: string): Folder[] {
    const top = this.#byPrefix.get(prefix);
    const found = top === undefined ? [] : [top];
    // One by one: a folder may hold more folders than a call takes arguments.
    for (const folder of found) for (const child of folder.children.values()) found.push(child);
    return found;
  }

  #folder(prefix: string): Folder {
    const known = this.#byPrefix.get(prefix);
    if (known !== undefined) return known;
    return this.#make(prefix, this.#folder(prefixOfKey(prefix.slice(0, -1))));
  }

  #make(prefix: string, parent: Folder | null): Folder {
    const id = this.#all.length;
    const made = { id, prefix, name: nameOfKey(prefix) || '/', parent, assets: 0, markers: 0, children: new Map() };
    this.#all.push(made);
    this.#byPrefix.set(prefix, made);
    return made;
  }
}

function rowOf({ prefix, name, assets }: Folder): FolderRow {
  return { kind: 'folder', prefix, name, count: assets };
}
