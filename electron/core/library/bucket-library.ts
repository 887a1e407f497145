import { drop } from '../../../shared/drop';
import { failure, FailureError } from '../../../shared/failure';
import { nameOfKey } from '../../../shared/keys';
import type { ScanState, TargetFolder } from '../../../shared/library';
import { contentTypeOfName } from '../../../shared/media';
import { isAbort } from '../store/abort';
import type { ObjectHead, ObjectStore } from '../store/object-store';
import { scanBucket } from './bucket-scan';
import { IndexBrokenError } from './index/index-client';
import type { IndexTotals, RemoteObject } from './index/library-index';
import { KeptIndex } from './kept-index';
import type { LibraryDeps } from './library';
import type { Probe } from './asset-memory';

/** So many folders of one level are enough to choose from. */
const FOLDERS_SHOWN = 5000;

/** The note of the last scan that came to its end. */
const SCAN_NOTE = 'scan';

export interface BucketLibraryDeps {
  readonly connectionId: string;
  readonly library: LibraryDeps;
  /** Of its first state; no other bucket of this run comes near it. */
  readonly firstRevision: number;
  /** The index or the scan is another now. */
  changed(): void;
}

/** One connection's bucket: its index, and the scan that fills it. */
export class BucketLibrary {
  readonly index: KeptIndex;
  readonly #deps: BucketLibraryDeps;
  #scan: ScanState = { kind: 'never' };
  /** The last scan that came to its end. */
  #complete: Extract<ScanState, { kind: 'complete' }> | null = null;
  #running: { readonly abort: AbortController; readonly done: Promise<void> } | null = null;

  constructor(deps: BucketLibraryDeps) {
    this.#deps = deps;
    this.index = new KeptIndex({ ...deps, begunAnew: () => this.#begunAnew() });
  }
}
