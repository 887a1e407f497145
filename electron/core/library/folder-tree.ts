import type { FolderRow } from '../../../shared/library';
import { nameOfKey, prefixOfKey } from '../../../shared/keys';

interface Folder {
  readonly prefix: string;
  readonly name: string;
  /** Assets anywhere below. */
  assets: number;
  /** Folder markers here and below: an empty folder exists by its marker alone. */
  markers: number;
  readonly children: Map<string, Folder>;
}

/** The folders that keys make by their slashes, with what they hold. */
export class FolderTree {
  readonly #root: Folder = { prefix: '', name: '', assets: 0, markers: 0, children: new Map() };

  addAsset(key: string): void {
    for (const folder of this.#path(prefixOfKey(key))) folder.assets += 1;
  }

  addMarker(key: string): void {
    for (const folder of this.#path(key)) folder.markers += 1;
  }

  removeAsset(key: string): void {
    this.#remove(prefixOfKey(key), (folder) => (folder.assets -= 1));
  }

  removeMarker(key: string): void {
    this.#remove(key, (folder) => (folder.markers -= 1));
  }

  /** The folders directly in a folder. */
  childrenOf(prefix: string): FolderRow[] {
    const folder = this.#find(prefix);
    return folder === null ? [] : [...folder.children.values()].map(rowOf);
  }

  has(prefix: string): boolean {
    return this.#find(prefix) !== null;
  }

  /** All folders below a folder, at any depth. */
  below(prefix: string): FolderRow[] {
    const found: FolderRow[] = [];
    const waiting = [this.#find(prefix)];
    for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
      if (folder === null) continue;
      for (const child of folder.children.values()) {
        found.push(rowOf(child));
        waiting.push(child);
      }
    }
    return found;
  }

  /** The folder and all that it lies in, made where they are missing. */
  #path(prefix: string): Folder[] {
    let folder = this.#root;
    const path = [folder];
    for (const step of stepsOf(prefix)) {
      let child = folder.children.get(step);
      if (child === undefined) {
        child = { prefix: step, name: nameOfKey(step) || '/', assets: 0, markers: 0, children: new Map() };
        folder.children.set(step, child);
      }
      path.push(child);
      folder = child;
    }
    return path;
  }

  #remove(prefix: string, take: (folder: Folder) => void): void {
    const path = this.#path(prefix);
    for (const folder of path) take(folder);
    for (let i = path.length - 1; i > 0; i -= 1) {
      const folder = path[i];
      if (folder?.assets === 0 && folder.markers === 0) path[i - 1]?.children.delete(folder.prefix);
    }
  }

  #find(prefix: string): Folder | null {
    let folder: Folder | undefined = this.#root;
    for (const step of stepsOf(prefix)) folder = folder?.children.get(step);
    return folder ?? null;
  }
}

/** `a/b/` → `a/`, `a/b/`. */
function stepsOf(prefix: string): string[] {
  const steps: string[] = [];
  for (let slash = prefix.indexOf('/'); slash >= 0; slash = prefix.indexOf('/', slash + 1))
    steps.push(prefix.slice(0, slash + 1));
  return steps;
}

function rowOf(folder: Folder): FolderRow {
  return { kind: 'folder', prefix: folder.prefix, name: folder.name, count: folder.assets };
}
