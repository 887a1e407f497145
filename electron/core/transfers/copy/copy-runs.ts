import { drop } from '../../../../shared/drop';
import { fail } from '../../../../shared/failure';
import type { ObjectStore } from '../../store/object-store';
import type { BufferPool } from '../buffer-pool';
import type { CompositeEtags } from '../composite-etags';
import { copy } from './copy';
import type { CopyJob, CopyLimits } from './copy-job';
import { editHeaders } from './edit-headers';
import { sharesServer } from './copy-route';
import { isMd5Etag } from '../md5/md5';
import type { CopyRecord } from '../journal/records';
import type { RunProgress } from '../queue/run-progress';
import type { Comparison } from '../proof';
import { isFailure } from '../store-questions';
import type { TransferBook } from '../transfer-book';
import type { Entry } from '../entry';
import type { TransfersDeps } from '../transfers-api';
import type { UploadOutcome } from '../upload/upload-job';

interface CopyRunDeps {
  readonly house: Pick<TransfersDeps, 'storeOf' | 'profileOf' | 'clock'>;
  readonly limits: CopyLimits;
  readonly book: TransferBook;
  readonly buffers: BufferPool;
  readonly composites: CompositeEtags;
}

/** What one try at a copy needs of who runs it. */
export interface CopyTry {
  readonly entry: Entry;
  readonly target: ObjectStore;
  readonly condition: CopyJob['condition'];
  readonly progress: RunProgress;
  readonly partsAbreast: number;
  /** Removes the multipart upload of a record that has left the list while the server began it. */
  readonly removeMultipart: (record: CopyRecord) => Promise<void>;
  readonly removeStrays: CopyJob['removeStrays'];
  readonly abandonMultipart: () => Promise<void>;
}

/** Runs tries of copies, each on the shortest way that its servers allow. */
export class CopyRuns {
  readonly #deps: CopyRunDeps;
  /** Pairs of connections between which a server refused to copy: from here on through this machine. */
  readonly #refused = new Set<string>();

  constructor(deps: CopyRunDeps) {
    this.#deps = deps;
  }

  async run(one: CopyTry, signal: AbortSignal): Promise<UploadOutcome> {
    const record = copyRecordOf(one.entry);
    if (record.edit !== null) return editHeaders(this.#job(one, one.target, true), record.edit, signal);
    const { connectionId } = record.source;
    const source = connectionId === record.connectionId ? one.target : await this.#deps.house.storeOf(connectionId);
    const pair = JSON.stringify([connectionId, record.connectionId]);
    const onServer = this.#sharesServer(record) && !record.relayed && !this.#refused.has(pair);
    if (!onServer) return this.#relay(one, source, signal);
    try {
      return await copy(this.#job(one, source, true), signal);
    } catch (error) {
      const between = connectionId !== record.connectionId;
      const refuses =
        isFailure(error, 'not-implemented') || (between && isFailure(error, 'access-denied', 'no-such-bucket'));
      if (!refuses) throw error;
      this.#refused.add(pair);
      await one.abandonMultipart();
      return this.#relay(one, source, signal);
    }
  }

  /** Noted, so that the next start goes on with what has got through, and does not ask the server once more. */
  #relay(one: CopyTry, source: ObjectStore, signal: AbortSignal): Promise<UploadOutcome> {
    const record = copyRecordOf(one.entry);
    if (!record.relayed) this.#deps.book.patch(one.entry, { ...record, relayed: true });
    return copy(this.#job(one, source, false), signal);
  }

  /** Whether what has the key already is what would come, as far as their ETags tell. */
  async compareTaken(record: CopyRecord, target: ObjectStore, signal: AbortSignal): Promise<Comparison> {
    const from = await this.#deps.house.storeOf(record.source.connectionId);
    const [there, here] = await Promise.all([target.head(record.key, signal), from.head(record.source.key, signal)]);
    if (there.size !== here.size || (isMd5Etag(there.etag) && isMd5Etag(here.etag) && there.etag !== here.etag))
      return 'different';
    return there.etag === here.etag && this.#etagTells(record, there.etag) ? 'same' : 'unknown';
  }

  #etagTells({ connectionId, source }: CopyRecord, etag: string): boolean {
    const { composites } = this.#deps;
    return composites.tells(connectionId, etag) && composites.tells(source.connectionId, etag);
  }

  #sharesServer({ connectionId, source }: CopyRecord): boolean {
    const { profileOf } = this.#deps.house;
    const from = profileOf(source.connectionId) ?? fail('no-connection');
    return sharesServer(from, profileOf(connectionId) ?? fail('no-connection'));
  }

  #job(one: CopyTry, source: ObjectStore, onServer: boolean): CopyJob {
    const { book, buffers, house, limits } = this.#deps;
    const { entry, target, condition, progress, partsAbreast } = one;
    const record = (): CopyRecord => copyRecordOf(entry);
    return {
      record,
      source,
      target,
      onServer,
      limits,
      // What is edited has its key already.
      condition: record().edit === null ? condition : 'none',
      buffers,
      etagTells: (etag) => this.#etagTells(record(), etag),
      progress,
      partsAbreast,
      now: () => house.clock.now(),
      note: (patch) => book.patch(entry, { ...record(), ...patch }),
      mark: (patch) => book.patchFirmly(entry, { ...record(), ...patch }),
      save: async (patch) => {
        const saved = { ...record(), ...patch };
        if (book.list.has(entry)) await book.patchDurably(entry, saved);
        // Cancelled while the server began it.
        else await one.removeMultipart(saved);
      },
      removeStrays: one.removeStrays,
      abandonMultipart: () => drop(one.abandonMultipart()),
    };
  }
}

function copyRecordOf(entry: Entry): CopyRecord {
  if (entry.record.direction !== 'copy') throw new Error('A copy has become another transfer');
  return entry.record;
}
