import { fail } from '../../../shared/failure';
import { normalizeKey } from '../../../shared/keys';
import {
  connectionOfSelection,
  type CopyTarget,
  type DeletedObjects,
  type LibrarySelection,
  type Renamed,
} from '../../../shared/library';
import type { Buckets } from './buckets';
import { planCopies, planFolder, renamedKey, type PlannedCopy } from './copy-plan';
import type { Deletions } from './deletions';
import type { OpenSelection } from './index/library-index';
import type { ResolvedObject } from './resolved-object';
import { batchesOf, selectedObjects, withSelection } from './selected-objects';

/** What selections mean, and what is to become of it: deleted here, copied and renamed by the transfers. */
export class Selections {
  readonly #buckets: Buckets;
  readonly #deletions: Deletions;
  readonly #signal: AbortSignal;

  /** `signal`: the end of the library. */
  constructor(buckets: Buckets, deletions: Deletions, signal: AbortSignal) {
    this.#buckets = buckets;
    this.#deletions = deletions;
    this.#signal = signal;
  }

  /** The objects in the bucket but those in the folders `besides`; uploads that have not arrived are not among them. */
  async resolve(selection: LibrarySelection, besides: readonly string[] = []): Promise<readonly ResolvedObject[]> {
    const calls = this.#buckets.calls(connectionOfSelection(selection));
    const all: ResolvedObject[] = [];
    const batches = withSelection(calls, selection, (opened) => batchesOf(calls, opened), besides);
    for await (const batch of batches) all.push(...batch);
    return all;
  }

  /** The objects that a selection means, in batches, from the bucket itself where it has not been read to its end. */
  objectsIn(selection: LibrarySelection, signal: AbortSignal): AsyncIterable<readonly ResolvedObject[]> {
    return selectedObjects(this.#buckets.asked(connectionOfSelection(selection)), selection, signal);
  }

  /** How much it is without what lies in the folders `besides`, and the uploads in it, without an object of it. */
  async look(selection: LibrarySelection, besides: readonly string[] = []): Promise<OpenSelection> {
    const calls = this.#buckets.calls(connectionOfSelection(selection));
    const opened = await calls.openSelection(selection, besides);
    await calls.closeSelection(opened.id);
    return opened;
  }

  async delete(selection: LibrarySelection): Promise<DeletedObjects> {
    const connectionId = connectionOfSelection(selection);
    const bucket = this.#buckets.asked(connectionId);
    const { index } = bucket;
    const { calls } = index;
    const store = await bucket.store();
    const opened = await calls.openSelection(selection);
    const gone = (keys: readonly string[]) => index.tell((now) => now.dropKeys(keys));
    const order = {
      connectionId,
      store,
      gone,
      markers: opened.markers,
      total: opened.count - opened.uploads.length,
      objects: keysOf(batchesOf(calls, opened)),
    };
    try {
      return await this.#deletions.run(order, this.#signal);
    } finally {
      // After the last of the dropped keys: who asks next is answered without them.
      await calls.closeSelection(opened.id);
    }
  }

  /** Where each object of a selection would go; folders are read from the bucket. */
  async copyPlan(
    selection: LibrarySelection,
    target: CopyTarget,
    move: boolean,
    besides: readonly string[],
  ): Promise<readonly PlannedCopy[]> {
    const connectionId = connectionOfSelection(selection);
    const deps = {
      store: await this.#buckets.asked(connectionId).store(),
      resolve: (some: LibrarySelection) => this.resolve(some, besides),
      exists: async (key: string) => (await this.#buckets.calls(connectionId).existing([key])).length > 0,
    };
    return planCopies(deps, selection, target, move, this.#signal);
  }

  /** What another name means; empty when it has that name already. */
  async renamePlan(connectionId: string, what: Renamed, newName: string): Promise<readonly PlannedCopy[]> {
    if (what.kind === 'folder') {
      const targetKey = renamedKey(what.prefix, newName);
      if (targetKey === normalizeKey(what.prefix)) return [];
      return planFolder(await this.#buckets.asked(connectionId).store(), what.prefix, targetKey, this.#signal);
    }
    const remote = (await this.#buckets.calls(connectionId).find(what.assetId))?.remote ?? fail('not-found');
    const targetKey = renamedKey(remote.key, newName);
    if (targetKey === normalizeKey(remote.key)) return [];
    return [{ key: remote.key, size: remote.size, etag: remote.etag, targetKey }];
  }
}

async function* keysOf(batches: AsyncIterable<readonly ResolvedObject[]>): AsyncGenerator<readonly string[]> {
  for await (const batch of batches) yield batch.map(({ key }) => key);
}
