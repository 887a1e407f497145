import type { ConflictRule } from '../../../../shared/settings';
import type { Compared, Verification } from '../../../../shared/transfer';
import type { ObjectStore } from '../../store/object-store';
import type { Clock } from '../clock';
import type { DownloadRecord } from '../journal/records';
import type { RunProgress } from '../queue/run-progress';

export type DownloadPatch = Partial<
  Pick<
    DownloadRecord,
    'size' | 'etag' | 'modified' | 'contentType' | 'localPath' | 'partPath' | 'arrived' | 'beganAnew' | 'whole'
  >
>;

/** One try at one object: what it may use, and how it tells what it has done. */
export interface DownloadJob {
  /** As it stands now, after all patches. */
  record(): DownloadRecord;
  readonly store: ObjectStore;
  readonly progress: RunProgress;
  readonly clock: Clock;
  /** Files under way at this moment, this one among them. */
  filesMoving(): number;
  /** What to do about a file that has the name already. */
  rule(): ConflictRule;
  /** Whether an ETag of this server says anything of the bytes. */
  etagTells(etag: string): boolean;
  /** Written soon. */
  note(patch: DownloadPatch): void;
  /** Outlives a kill of the process once it resolves. */
  mark(patch: DownloadPatch): Promise<void>;
}

export interface Fetched {
  readonly kind: 'fetched';
  readonly verified: Verification;
  readonly localPath: string;
}

/** A file of another has the name: a person decides, or has. */
export type NameTaken =
  | {
      readonly kind: 'taken';
      readonly existing: { readonly size: number; readonly modified: number };
      readonly incoming?: number;
      readonly compared?: Compared;
    }
  | { readonly kind: 'skipped'; readonly identical: boolean };

export type DownloadOutcome = Fetched | NameTaken;
