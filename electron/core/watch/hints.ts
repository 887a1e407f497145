import { watch, type FSWatcher } from 'node:fs';
import { join } from 'node:path';
import { errnoOf } from '../transfers/file-failure';

/** Of one watched folder. Systems give out only so many; what is beyond them is found by the regular look. */
const MAX_FOLDERS = 500;

/**
 * The system's word that something has happened in a folder. Only a hint, which may fail to come (network shares give none) and
 * says nothing of what happened: the look that follows is what counts.
 */
export class Hints {
  readonly #root: string;
  readonly #changed: (folder: string) => void;
  readonly #watchers = new Map<string, FSWatcher>();

  /** `changed` is told the folder below `root`, '' for itself. */
  constructor(root: string, changed: (folder: string) => void) {
    this.#root = root;
    this.#changed = changed;
  }

  /** Listens in these folders; `all`: and in no others. */
  listen(folders: readonly string[], all: boolean): void {
    if (all) {
      const wanted = new Set(folders);
      for (const folder of this.#watchers.keys()) if (!wanted.has(folder)) this.#leave(folder);
    }
    for (const folder of folders) this.#enter(folder);
  }

  close(): void {
    for (const folder of this.#watchers.keys()) this.#leave(folder);
  }

  #enter(folder: string): void {
    if (this.#watchers.has(folder) || this.#watchers.size >= MAX_FOLDERS) return;
    try {
      const watcher = watch(join(this.#root, folder), { persistent: false }, () => this.#changed(folder));
      watcher.on('error', () => {
        this.#leave(folder);
        this.#changed(folder);
      });
      this.#watchers.set(folder, watcher);
    } catch (error) {
      // No more of them, or the folder has just gone.
      if (errnoOf(error) === null) throw error;
    }
  }

  #leave(folder: string): void {
    this.#watchers.get(folder)?.close();
    this.#watchers.delete(folder);
  }
}
