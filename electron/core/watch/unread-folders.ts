import { drop } from '../../../shared/drop';
import { failure, FailureError, type Failure } from '../../../shared/failure';
import type { WatchedFolder, WatchedFolderInfo } from '../../../shared/watch';
import type { Clock } from '../transfers/clock';

/** How often a record is tried again, ms. */
const AGAIN_MS = 5000;

interface Unread {
  readonly folder: WatchedFolder;
  readonly failure: Failure;
}

export interface UnreadFoldersDeps {
  readonly clock: Pick<Clock, 'after'>;
  /** Reads the record of a folder, from when on that is watched. */
  open(folder: WatchedFolder): Promise<unknown>;
  /** One is watched that could not be before. */
  opened(id: string): void;
  report(error: unknown): void;
}

/**
 * Watched folders whose record cannot be read: another program holds it, or it belongs to another user. What has gone is not known
 * without it, so nothing goes; the folder stays on the list, and is watched as soon as its record can be read.
 */
export class UnreadFolders {
  readonly #deps: UnreadFoldersDeps;
  readonly #unread = new Map<string, Unread>();
  #cancel: () => void = () => undefined;
  #trying: Promise<void> = Promise.resolve();

  constructor(deps: UnreadFoldersDeps) {
    this.#deps = deps;
  }

  get folders(): readonly WatchedFolder[] {
    return [...this.#unread.values()].map(({ folder }) => folder);
  }

  infos(): readonly WatchedFolderInfo[] {
    const none = { problem: null, growing: 0, underWay: 0, arrived: 0 };
    return [...this.#unread.values()].map(({ folder, failure }) => {
      return { ...folder, ...none, state: { kind: 'waiting', failure } };
    });
  }

  /** Why a folder is not watched; null for one that is not among these. */
  failureOf(id: string): Failure | null {
    return this.#unread.get(id)?.failure ?? null;
  }

  /** Opens all that can be, and the others later; costs none of them another. */
  async openAll(folders: readonly WatchedFolder[]): Promise<void> {
    for (const folder of folders) await this.#try(folder);
    this.#plan();
  }

  /** Forgets one that is not being opened just now; false where it is not among these. */
  async remove(id: string): Promise<boolean> {
    await this.#trying;
    return this.#unread.delete(id);
  }

  async stop(): Promise<void> {
    this.#cancel();
    await this.#trying;
    this.#cancel();
  }

  #plan(): void {
    if (this.#unread.size === 0) return;
    this.#cancel = this.#deps.clock.after(AGAIN_MS, () => {
      this.#trying = this.#tryAgain();
      drop(this.#trying);
    });
  }

  async #tryAgain(): Promise<void> {
    for (const folder of this.folders) if (await this.#try(folder)) this.#deps.opened(folder.id);
    this.#plan();
  }

  /** Whether it could be opened. */
  async #try(folder: WatchedFolder): Promise<boolean> {
    try {
      await this.#deps.open(folder);
      this.#unread.delete(folder.id);
      return true;
    } catch (error) {
      // Told of once, and tried again and again.
      if (!this.#unread.has(folder.id)) this.#deps.report(error);
      const cause = error instanceof FailureError ? error.failure : failure('unexpected', {}, String(error));
      this.#unread.set(folder.id, { folder, failure: cause });
      return false;
    }
  }
}
