import { drop } from '../../../shared/drop';
import { failure, FailureError } from '../../../shared/failure';
import { nameOfKey } from '../../../shared/keys';
import type { ScanState, TargetFolder } from '../../../shared/library';
import { contentTypeOfName } from '../../../shared/media';
import { isAbort } from '../store/abort';
import type { ListedObject, ObjectHead, ObjectStore } from '../store/object-store';
import { assetIdOf } from './asset-id';
import type { AssetMemory } from './asset-memory';
import { scanBucket } from './bucket-scan';
import type { LibraryDeps } from './library';
import type { LibraryIndex, RemoteObject } from './library-index';
import { MemoryIndex } from './memory-index';

/** So many folders of one level are enough to choose from. */
const FOLDERS_SHOWN = 5000;

export interface BucketLibraryDeps {
  readonly connectionId: string;
  readonly library: LibraryDeps;
  readonly memory: AssetMemory;
  nextRevision(): number;
  /** The index or the scan is another now. */
  changed(): void;
}

/** One connection's bucket: its index, and the scan that fills it. */
export class BucketLibrary {
  readonly index: LibraryIndex;
  readonly #deps: BucketLibraryDeps;
  #scan: ScanState = { kind: 'never' };
  /** The last scan that came to its end. */
  #complete: Extract<ScanState, { kind: 'complete' }> | null = null;
  #running: { readonly abort: AbortController; readonly done: Promise<void> } | null = null;

  constructor(deps: BucketLibraryDeps) {
    const { connectionId, library } = deps;
    this.#deps = deps;
    this.index = new MemoryIndex({
      assetIdOf: (key) => assetIdOf(connectionId, key),
      factsOf: (key) => library.factsOf(connectionId, key),
      now: library.now,
      nextRevision: deps.nextRevision,
    });
  }

  get scanState(): ScanState {
    return this.#scan;
  }

  async store(): Promise<ObjectStore> {
    return this.#deps.library.storeOf(this.#deps.connectionId);
  }

  /** The folders directly in a folder: out of the index once it knows the whole bucket, else asked of the bucket itself. */
  async folders(prefix: string, signal: AbortSignal): Promise<readonly TargetFolder[]> {
    if (this.#complete !== null) return this.index.foldersIn(prefix);
    const store = await this.store();
    const found: string[] = [];
    let continuationToken: string | null = null;
    do {
      const page = await store.list({ prefix, delimiter: '/', continuationToken, maxKeys: 1000 }, signal);
      found.push(...page.prefixes);
      continuationToken = page.continuationToken;
    } while (continuationToken !== null && found.length < FOLDERS_SHOWN);
    return found.map((one) => ({ prefix: one, name: nameOfKey(one) }));
  }

  /** Begins to read the bucket; does nothing while that is under way. */
  startScan(): void {
    if (this.#running !== null) return;
    const abort = new AbortController();
    this.#running = { abort, done: this.#runScan(abort.signal) };
    drop(this.#running.done);
  }

  /** Ends a scan; what it found stays. Resolves when it has let go of the store. */
  async stopScan(): Promise<void> {
    this.#running?.abort.abort();
    await this.#running?.done;
  }

  /** Resolves when no scan is under way, or with an AbortError. */
  async scanned(signal: AbortSignal): Promise<void> {
    const aborted = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
    await Promise.race([this.#running?.done, aborted]);
    signal.throwIfAborted();
  }

  /** What is known of an object by its head. */
  headed(assetId: string, key: string, head: ObjectHead): RemoteObject {
    const uploaded = this.#deps.memory.uploaded(assetId, head.etag);
    const { size, etag, modified } = head;
    const contentType = head.contentType === '' ? contentTypeOfName(key) : head.contentType;
    return { key, size, etag, modified, contentType, version: uploaded?.version ?? etag };
  }

  async #runScan(signal: AbortSignal): Promise<void> {
    this.#setScan({ kind: 'scanning', found: 0, requests: 0 });
    this.index.beginScan();
    try {
      const requests = await this.#readAll(signal);
      this.index.endScan('complete');
      this.#complete = { kind: 'complete', at: this.#deps.library.now(), requests };
      this.#finish(this.#complete);
    } catch (error) {
      this.index.endScan('broken-off');
      const expected = error instanceof FailureError;
      if (isAbort(error)) this.#finish(this.#complete ?? { kind: 'never' });
      else this.#finish(this.#failed(expected ? error.failure : failure('unexpected')));
      if (!isAbort(error) && !expected) throw error;
    }
  }

  async #readAll(signal: AbortSignal): Promise<number> {
    const store = await this.store();
    let found = 0;
    let requests = 0;
    const page = (objects: readonly ListedObject[], askedAt: number) => {
      found += objects.length;
      requests += 1;
      this.index.enterPage(
        objects.map((object) => this.#listed(object)),
        askedAt,
      );
      this.#setScan({ kind: 'scanning', found, requests });
    };
    await scanBucket(store, { asking: () => this.index.moment(), page }, signal);
    return requests;
  }

  /** A listing tells no content type: it is what the name promises, unless this app uploaded the object. */
  #listed(object: ListedObject): RemoteObject {
    const uploaded = this.#deps.memory.uploaded(assetIdOf(this.#deps.connectionId, object.key), object.etag);
    return {
      ...object,
      contentType: uploaded?.contentType ?? contentTypeOfName(object.key),
      version: uploaded?.version ?? object.etag,
    };
  }

  #failed(cause: FailureError['failure']): ScanState {
    return { kind: 'failed', failure: cause, knownAt: this.#complete?.at ?? null };
  }

  #finish(scan: ScanState): void {
    this.#running = null;
    this.#setScan(scan);
  }

  #setScan(scan: ScanState): void {
    this.#scan = scan;
    this.#deps.changed();
  }
}
