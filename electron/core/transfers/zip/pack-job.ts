import type { ObjectStore, WriteCondition } from '../../store/object-store';
import type { BufferPool } from '../buffer-pool';
import type { Clock } from '../clock';
import type { PackRecord } from '../journal/records';
import type { Orphans } from '../orphans';
import type { RunProgress } from '../queue/run-progress';
import type { TransferBook } from '../transfer-book';
import type { Entry } from '../entry';

export type PackPatch = Partial<Pick<PackRecord, 'size' | 'beginning' | 'expected'>>;

/** One try at one ZIP file in the bucket: what it may use, and how it tells what it has done. */
export interface PackJob {
  /** As it stands now, after all patches. */
  record(): PackRecord;
  readonly store: ObjectStore;
  readonly condition: WriteCondition;
  readonly buffers: BufferPool;
  readonly progress: RunProgress;
  readonly clock: Clock;
  /** Whether an ETag of this server says anything of the bytes. */
  etagTells(etag: string): boolean;
  /** The ETag of an object whose parts had all agreed; `agrees`: it is the MD5 of theirs. */
  sawComposite(etag: string, agrees: boolean): void;
  /** Written soon: good for what can be found out again. */
  note(patch: PackPatch): void;
  /** Outlives a kill of the process once it resolves: for what must be known before the next step. */
  mark(patch: PackPatch): Promise<void>;
  /** Multipart uploads that began since `since` (ms since 1970) and that nobody goes on with are removed. */
  removeStrays(since: number, signal: AbortSignal): Promise<void>;
}

type Given = Omit<PackJob, 'record' | 'note' | 'mark' | 'removeStrays'>;

interface PackDeps extends Given {
  readonly book: TransferBook;
  readonly orphans: Orphans;
}

/** What a try at an item of the list may use. */
export function packJob(entry: Entry, { book, orphans, ...given }: PackDeps): PackJob {
  const record = (): PackRecord => {
    if (entry.record.direction !== 'pack') throw new Error('A ZIP file has become another transfer');
    return entry.record;
  };
  return {
    ...given,
    record,
    note: (patch) => book.patch(entry, { ...record(), ...patch }),
    mark: (patch) => book.patchFirmly(entry, { ...record(), ...patch }),
    removeStrays: (since, signal) => orphans.findStrays(record(), since, signal),
  };
}
