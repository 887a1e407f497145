import { z } from 'zod';
import { drop } from '../../../shared/drop';
import { failure, FailureError } from '../../../shared/failure';
import { nameOfKey } from '../../../shared/keys';
import type { ScanState, TargetFolder } from '../../../shared/library';
import { contentTypeOfName } from '../../../shared/media';
import { isAbort } from '../store/abort';
import type { ListedObject, ObjectHead, ObjectStore } from '../store/object-store';
import { scanBucket } from './bucket-scan';
import type { ListedRange } from './index/library-index';
import { IndexBrokenError } from './index/index-client';
import { KeptIndex } from './kept-index';
import type { LibraryDeps } from './library';

/** So many folders of one level are enough to choose from. */
const FOLDERS_SHOWN = 5000;

/** The index's note of the last scan that came to its end: when (ms since 1970), and how many requests it took. */
const SCAN_NOTE = 'scan';

type CompleteScan = Extract<ScanState, { kind: 'complete' }>;

export interface BucketLibraryDeps {
  readonly connectionId: string;
  readonly library: LibraryDeps;
  /** The index's own folder. */
  readonly dir: string;
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
  #complete: CompleteScan | null = null;
  #running: { readonly abort: AbortController; readonly done: Promise<void> } | null = null;

  constructor(deps: BucketLibraryDeps) {
    const { connectionId, library, dir, firstRevision, changed } = deps;
    this.#deps = deps;
    this.index = new KeptIndex({
      ...{ connectionId, dir, firstRevision, changed },
      startIndex: () => library.startIndex(),
      begunAgain: (cause, detail) => {
        library.report(new Error(`The index was begun again (${cause}): ${detail}`));
        this.#complete = null;
        this.startScan();
      },
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
    if (this.#complete !== null) return this.index.calls.foldersIn(prefix);
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

  async close(): Promise<void> {
    await this.stopScan();
    await this.index.close();
  }

  /** Resolves when no scan is under way, or with an AbortError. */
  async scanned(signal: AbortSignal): Promise<void> {
    const aborted = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
    await Promise.race([this.#running?.done, aborted]);
    signal.throwIfAborted();
  }

  /** Enters what the head of a known object says, which is another one by now. */
  async enterHead(key: string, head: ObjectHead): Promise<void> {
    const { size, etag, modified } = head;
    const contentType = head.contentType === '' ? contentTypeOfName(key) : head.contentType;
    const facts = this.#deps.library.factsOf(this.#deps.connectionId, key);
    await this.index.calls.enterObject({ key, size, etag, modified, contentType, version: etag }, facts, null);
  }

  async #runScan(signal: AbortSignal): Promise<void> {
    this.#setScan({ kind: 'scanning', found: 0, requests: 0 });
    try {
      this.#complete ??= readNote(await this.index.calls.note(SCAN_NOTE));
      const requests = await this.#readAll(signal);
      this.#complete = { kind: 'complete', at: this.#deps.library.now(), requests };
      await this.index.calls.setNote(SCAN_NOTE, JSON.stringify(this.#complete));
      await this.index.settle();
      this.#finish(this.#complete);
    } catch (error) {
      await this.index.settle().catch(() => undefined);
      this.#brokenOff(error);
    }
  }

  #brokenOff(error: unknown): void {
    if (isAbort(error)) return this.#finish(this.#complete ?? { kind: 'never' });
    if (error instanceof FailureError) return this.#finish(this.#failed(error.failure));
    this.#finish(this.#failed(failure('unexpected')));
    if (!(error instanceof IndexBrokenError)) throw error;
    // The index that was begun again in its place.
    if (this.index.isWhole) this.startScan();
  }

  async #readAll(signal: AbortSignal): Promise<number> {
    const store = await this.store();
    let found = 0;
    let requests = 0;
    const page = async (range: ListedRange, objects: readonly ListedObject[], askedAt: number) => {
      await this.index.calls.enterPage(
        range,
        objects.map((object) => this.#withFacts(object)),
        askedAt,
      );
      found += objects.length;
      requests += 1;
      this.#setScan({ kind: 'scanning', found, requests });
    };
    await scanBucket(store, { asking: () => this.index.moment(), page }, signal);
    await this.index.calls.pagesDone();
    return requests;
  }

  #withFacts({ key, size, etag, modified }: ListedObject) {
    const facts = this.#deps.library.factsOf(this.#deps.connectionId, key);
    return facts === null ? { key, size, etag, modified } : { key, size, etag, modified, facts };
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

const scanNote = z.object({ kind: z.literal('complete'), at: z.number(), requests: z.number() });

function readNote(note: string | null): CompleteScan | null {
  return note === null ? null : (scanNote.safeParse(JSON.parse(note)).data ?? null);
}
