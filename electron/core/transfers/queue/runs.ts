import { assertNever } from '../../../../shared/assert';
import { drop } from '../../../../shared/drop';
import { fail, FailureError, failure } from '../../../../shared/failure';
import { numberedKey } from '../../../../shared/keys';
import type { ConflictRule } from '../../../../shared/settings';
import type { Compared } from '../../../../shared/transfer';
import type { ObjectStore, WriteCondition } from '../../store/object-store';
import type { BufferPool } from '../buffer-pool';
import type { CompositeEtags } from '../composite-etags';
import type { CopyRuns } from '../copy/copy-runs';
import { download } from '../download/download';
import type { DownloadOutcome } from '../download/download-job';
import { isFinished } from './next-move';
import type { Orphans } from '../orphans';
import { leadsTo, placeOf, type Place } from '../place';
import { prepare } from '../upload/preparing';
import { pack } from '../zip/pack';
import { packJob } from '../zip/pack-job';
import { withoutMultipart, withPlace } from '../journal/record-changes';
import {
  orphanOf,
  type CopyRecord,
  type DownloadRecord,
  type PackRecord,
  type TransferRecord,
  type UploadRecord,
} from '../journal/records';
import type { RunProgress } from './run-progress';
import type { Staging } from '../upload/staging';
import { headOrNull } from '../store-questions';
import type { TransferBook } from '../transfer-book';
import type { Entry } from '../entry';
import type { TransfersDeps } from '../transfers-api';
import type { Comparison } from '../proof';
import { compareTaken } from '../upload/taken-by-same';
import { upload } from '../upload/upload';
import type { UploadJob, UploadOutcome } from '../upload/upload-job';

/** What happens where a key is taken; `identical-or-both`: nothing where the content is the same, else it goes beside it. */
type TakenRule = ConflictRule | 'identical-or-both';

export type RunOutcome =
  | (UploadOutcome & { readonly kind: 'arrived' })
  | DownloadOutcome
  | (UploadOutcome & { readonly kind: 'taken' } & { readonly compared?: Compared })
  | { readonly kind: 'skipped'; readonly identical: boolean }
  /**
   * Goes to another key: beside the object that has its own, or to the one that its content makes (`unasked`: the server had no
   * say in it).
   */
  | { readonly kind: 'renamed'; readonly key: string; readonly unasked: boolean };

/** Whether a try that came to its end shows that its server is well. */
export function heardServer(outcome: RunOutcome): boolean {
  return outcome.kind !== 'renamed' || !outcome.unasked;
}

interface RunDeps {
  readonly house: Pick<
    TransfersDeps,
    'storeOf' | 'profileOf' | 'conflictRule' | 'downloadRule' | 'assetIdOf' | 'clock' | 'converter'
  >;
  readonly book: TransferBook;
  readonly orphans: Orphans;
  readonly buffers: BufferPool;
  readonly copies: CopyRuns;
  readonly composites: CompositeEtags;
  readonly staging: Staging;
}

/** What the queue gives a try. */
export interface Given {
  readonly progress: RunProgress;
  /** Parts of one file at once, as the server bears it now. */
  readonly partsAbreast: number;
}

/** Runs one try of an item, with what its journal and the settings say. */
export class Runs {
  readonly #deps: RunDeps;

  constructor(deps: RunDeps) {
    this.#deps = deps;
  }

  async run(entry: Entry, given: Given, signal: AbortSignal): Promise<RunOutcome> {
    const { progress } = given;
    const store = await this.#deps.house.storeOf(entry.record.connectionId);
    this.#refuseOther(sourceOf(entry.record));
    if (entry.record.direction !== 'download') await this.#deps.orphans.searched(entry.record, signal);
    signal.throwIfAborted();
    if (entry.record.direction === 'download') return this.#download(entry, store, progress, signal);
    this.#followConnection(entry);
    const key = entry.record.direction === 'upload' ? await this.#prepare(entry, signal) : null;
    if (key !== null) return { kind: 'renamed', key, unasked: true };
    const rule = this.#ruleOf(entry.record);
    const outcome = await this.#make(entry, store, rule, given, signal);
    return outcome.kind === 'taken' ? this.#onTaken(entry, outcome, rule, store, signal) : outcome;
  }

  /** An object of the same key in another bucket is not what was asked for, least of all to be deleted once it is copied. */
  #refuseOther(source: Source | null): void {
    if (source === null) return;
    const profile = this.#deps.house.profileOf(source.connectionId);
    if (profile !== null && !leadsTo(profile, source)) fail('bucket-changed', { bucket: source.bucket });
  }

  /** A connection may have been pointed at another bucket since, which is where this try goes. */
  #followConnection(entry: Entry): void {
    const { record } = entry;
    if (record.direction !== 'upload' && record.direction !== 'copy') return;
    const profile = this.#deps.house.profileOf(record.connectionId);
    if (profile !== null && !leadsTo(profile, record))
      this.#deps.book.patch(entry, withPlace(record, placeOf(profile)));
  }

  #make(entry: Entry, store: ObjectStore, rule: TakenRule, given: Given, signal: AbortSignal): Promise<UploadOutcome> {
    const { progress } = given;
    if (entry.record.direction === 'upload') return upload(this.#uploadJob(entry, store, rule, given), signal);
    if (entry.record.direction === 'pack') {
      const { book, buffers, house, orphans } = this.#deps;
      const parts = { book, buffers, orphans, clock: house.clock, ...this.#etagsOf(entry) };
      return pack(packJob(entry, { ...parts, store, progress, condition: conditionOf(rule) }), signal);
    }
    return this.#copy(entry, store, rule, given, signal);
  }

  #prepare(entry: Entry, signal: AbortSignal): Promise<string | null> {
    const { book, buffers, staging, house } = this.#deps;
    const record = (): UploadRecord => uploadOf(entry);
    const mark = (patch: Partial<UploadRecord>): Promise<void> => book.patchFirmly(entry, { ...record(), ...patch });
    return prepare({ record, converter: house.converter, staging, buffers, mark }, signal);
  }

  #download(entry: Entry, store: ObjectStore, progress: RunProgress, signal: AbortSignal): Promise<DownloadOutcome> {
    const { book, house } = this.#deps;
    const record = (): DownloadRecord => downloadOf(entry);
    return download(
      {
        record,
        store,
        progress,
        clock: house.clock,
        etagTells: this.#etagsOf(entry).etagTells,
        filesMoving: () => book.list.count('moving'),
        rule: () => record().decision ?? book.ruleOf(record().batchId) ?? house.downloadRule(),
        note: (patch) => book.patch(entry, { ...record(), ...patch }),
        mark: (patch) => book.patchFirmly(entry, { ...record(), ...patch }),
      },
      signal,
    );
  }

  #copy(entry: Entry, target: ObjectStore, rule: TakenRule, given: Given, signal: AbortSignal): Promise<UploadOutcome> {
    const one = {
      entry,
      target,
      condition: conditionOf(rule),
      ...given,
      removeMultipart: (record: CopyRecord) => this.#removeMultipart(record),
      removeStrays: (since: number, waited: AbortSignal) => this.#deps.orphans.findStrays(entry.record, since, waited),
      abandonMultipart: () => this.abandonMultipart(entry),
    };
    return this.#deps.copies.run(one, signal);
  }

  #uploadJob(entry: Entry, store: ObjectStore, rule: TakenRule, given: Given): UploadJob {
    const { book, buffers, house } = this.#deps;
    const record = (): UploadRecord => uploadOf(entry);
    return {
      record,
      store,
      condition: conditionOf(rule),
      // Of what the app has named itself there is hardly ever anything there: its write says so for nothing.
      asksFirst:
        record().origin !== 'generated' &&
        (rule === 'skip' || rule === 'skip-identical' || rule === 'identical-or-both'),
      buffers,
      ...this.#etagsOf(entry),
      clock: house.clock,
      waitsForRest: entry.sourceChanges > 0,
      ...given,
      note: (patch) => book.patch(entry, { ...record(), ...patch }),
      mark: (patch) => book.patchFirmly(entry, { ...record(), ...patch }),
      save: async (patch) => {
        const saved = { ...record(), ...patch };
        if (book.list.has(entry)) await book.patchDurably(entry, saved);
        // Cancelled while the server began it.
        else await this.#removeMultipart(saved);
      },
      removeStrays: (since, signal) => this.#deps.orphans.findStrays(record(), since, signal),
      abandonMultipart: () => drop(this.abandonMultipart(entry)),
    };
  }

  /** Forgets the multipart upload that an item has begun, and removes it from the bucket. */
  async abandonMultipart(entry: Entry): Promise<void> {
    const { record } = entry;
    if (record.direction === 'download') return;
    if (record.beginning === null && (record.direction === 'pack' || record.multipart === null)) return;
    this.#deps.book.patch(entry, withoutMultipart(record));
    // Searched from now on, so that a next try knows of it.
    await Promise.all([this.#removeMultipart(record), this.#deps.orphans.findStraysQuietly(record)]);
  }

  async #removeMultipart(record: TransferRecord): Promise<void> {
    const orphan = orphanOf(record);
    if (orphan === null) return;
    this.#deps.orphans.adopt(orphan);
    await this.#deps.orphans.remove(orphan.uploadId);
  }

  /** What the app named itself goes beside what is there; for files it is a person's say. */
  #ruleOf(record: UploadRecord | CopyRecord | PackRecord): TakenRule {
    if (record.direction === 'upload' && record.origin === 'pasted') return 'keep-both';
    // One that had arrived when the app was killed may be offered once more: it is not sent beside itself.
    if (record.direction === 'upload' && record.origin === 'generated') return 'identical-or-both';
    return record.decision ?? this.#deps.book.ruleOf(record.batchId) ?? this.#deps.house.conflictRule();
  }

  async #onTaken(
    entry: Entry,
    outcome: UploadOutcome & { readonly kind: 'taken' },
    rule: TakenRule,
    store: ObjectStore,
    signal: AbortSignal,
  ): Promise<RunOutcome> {
    if (rule === 'skip') return { kind: 'skipped', identical: false };
    if (rule === 'skip-identical' || rule === 'identical-or-both') {
      const compared = await this.#compareTaken(entry, outcome.existing.size, store, signal);
      if (compared === 'same') return { kind: 'skipped', identical: true };
      if (rule === 'skip-identical') return { ...outcome, compared };
    }
    if (rule === 'keep-both' || rule === 'identical-or-both')
      return { kind: 'renamed', key: await this.#freeKey(entry.record, store, signal), unasked: false };
    // With `replace` nothing stands in the way: then the server refused for a reason of its own.
    if (rule === 'replace') throw new FailureError(failure('already-exists', { key: entry.record.key }));
    return outcome;
  }

  #compareTaken(entry: Entry, size: number, store: ObjectStore, signal: AbortSignal): Promise<Comparison> {
    const { buffers, copies } = this.#deps;
    if (entry.record.direction === 'pack') return Promise.resolve('unknown');
    if (entry.record.direction === 'copy') return copies.compareTaken(entry.record, store, signal);
    return compareTaken(uploadOf(entry), size, { store, buffers, ...this.#etagsOf(entry) }, signal);
  }

  #etagsOf({ record: { connectionId } }: Entry): Pick<UploadJob, 'etagTells' | 'sawComposite'> {
    const { composites } = this.#deps;
    return {
      etagTells: (etag) => composites.tells(connectionId, etag),
      sawComposite: (etag, agrees) => composites.saw(connectionId, etag, agrees),
    };
  }

  async #freeKey(
    record: Pick<UploadRecord, 'connectionId' | 'key'>,
    store: ObjectStore,
    signal: AbortSignal,
  ): Promise<string> {
    const { house, book } = this.#deps;
    for (let n = 2; ; n++) {
      const key = numberedKey(record.key, n);
      const others = book.list.uploadsOf(house.assetIdOf(record.connectionId, key));
      if (others.some((other) => !isFinished(other.item.state))) continue;
      if ((await headOrNull(store, key, signal)) === null) return key;
    }
  }
}

/** A connection, and the bucket to which it led when this was asked for. */
type Source = Place & Pick<CopyRecord['source'], 'connectionId'>;

/** Where a transfer takes objects from; null where it takes a file of this computer. */
function sourceOf(record: TransferRecord): Source | null {
  switch (record.direction) {
    case 'upload':
      return null;
    case 'copy':
      return record.source;
    case 'download':
    case 'pack':
      return record;
    default:
      return assertNever(record);
  }
}

function conditionOf(rule: TakenRule): WriteCondition {
  return rule === 'replace' ? 'none' : 'absent';
}

function uploadOf(entry: Entry): UploadRecord {
  if (entry.record.direction !== 'upload') throw new Error('An upload has become another transfer');
  return entry.record;
}

function downloadOf(entry: Entry): DownloadRecord {
  if (entry.record.direction !== 'download') throw new Error('A download has become another transfer');
  return entry.record;
}
