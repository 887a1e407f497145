import { rm } from 'node:fs/promises';
import path from 'node:path';
import { fail } from '../../../shared/failure';
import { assetIdOf } from './asset-id';
import { BucketLibrary } from './bucket-library';
import type { IndexCalls } from './index/index-client';
import type { IndexedAsset } from './index/indexed-asset';
import type { LibraryDeps } from './library';

/** Revisions of one bucket's index; those of the next begin beyond. */
const REVISIONS_EACH = 2 ** 32;

export interface FoundAsset {
  readonly connectionId: string;
  readonly asset: IndexedAsset;
}

/** The buckets of all connections, each from when it is first asked for until it is forgotten; one of them may be on show. */
export class Buckets {
  /** The connection that is on show. */
  shown: string | null = null;
  readonly #deps: LibraryDeps;
  readonly #changed: () => void;
  readonly #buckets = new Map<string, BucketLibrary>();
  /** What is being removed, by connection: its folder is not free yet. */
  readonly #forgetting = new Map<string, Promise<void>>();
  #made = 0;

  /** `changed`: an index or a scan is another now. */
  constructor(deps: LibraryDeps, changed: () => void) {
    this.#deps = deps;
    this.#changed = changed;
  }

  get all(): readonly BucketLibrary[] {
    return [...this.#buckets.values()];
  }

  /** For what the app does by itself. */
  of(connectionId: string): BucketLibrary {
    const known = this.#buckets.get(connectionId);
    if (known !== undefined) return known;
    const made = new BucketLibrary({
      connectionId,
      library: this.#deps,
      dir: this.#dirOf(connectionId),
      isFree: this.#forgetting.get(connectionId) ?? null,
      firstRevision: (this.#made += 1) * REVISIONS_EACH,
      changed: this.#changed,
    });
    this.#buckets.set(connectionId, made);
    return made;
  }

  /** For what a page asks. Fails with `no-connection`. */
  asked(connectionId: string): BucketLibrary {
    return this.#isUnknown(connectionId) ? fail('no-connection') : this.of(connectionId);
  }

  /** What a page asks of an index. Fails with `no-connection`. */
  calls(connectionId: string): IndexCalls {
    return this.asked(connectionId).index.calls;
  }

  /** What was learned of a bucket; of a connection that has gone meanwhile nobody keeps it. */
  tell(connectionId: string, change: (calls: IndexCalls) => Promise<unknown>): void {
    if (!this.#isUnknown(connectionId)) this.of(connectionId).index.tell(change);
  }

  /** An asset of whatever bucket: an address names no connection. The one on show is asked first. */
  async find(assetId: string): Promise<FoundAsset | null> {
    const shownFirst = [...this.#buckets.keys()].sort((a) => (a === this.shown ? -1 : 0));
    for (const connectionId of shownFirst) {
      // Being removed just now.
      if (this.#isUnknown(connectionId)) continue;
      const asset = await this.calls(connectionId).find(assetId);
      if (asset !== null) return { connectionId, asset };
    }
    return null;
  }

  /** Ends what is under way in a bucket, and removes what was known of it. Who asks meanwhile waits, and finds nothing. */
  async forget(connectionId: string): Promise<void> {
    const forgetting = this.#remove(connectionId);
    this.#forgetting.set(connectionId, forgetting);
    try {
      await forgetting;
    } finally {
      if (this.#forgetting.get(connectionId) === forgetting) this.#forgetting.delete(connectionId);
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.all.map((bucket) => bucket.close()));
  }

  async #remove(connectionId: string): Promise<void> {
    const bucket = this.#buckets.get(connectionId);
    this.#buckets.delete(connectionId);
    if (this.shown === connectionId) this.shown = null;
    this.#changed();
    await bucket?.close();
    // Its thread may still be writing a last file.
    await rm(this.#dirOf(connectionId), { recursive: true, force: true, maxRetries: 10 });
  }

  #isUnknown(connectionId: string): boolean {
    return !this.#deps.knows(connectionId);
  }

  /** Named by a hash: an id may hold what a file name may not. */
  #dirOf(connectionId: string): string {
    return path.join(this.#deps.cacheDir, 'index', assetIdOf(connectionId, ''));
  }
}
