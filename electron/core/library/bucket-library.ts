import { nameOfKey } from '../../../shared/keys';
import type { TargetFolder } from '../../../shared/library';
import { contentTypeOfName } from '../../../shared/media';
import type { ListedObject, ObjectHead, ObjectStore } from '../store/object-store';
import { lineAfter } from './index/line-after';
import { KeptIndex } from './kept-index';
import type { LibraryDeps } from './library';
import { OWN_PREFIX } from './own-objects';
import { BucketReading } from './scan/bucket-reading';

/** At most this many folders of one level are listed: enough to choose from. */
const FOLDERS_SHOWN = 5000;
/** Of a thousand names each; a server that names no folder and always a next page would be asked for ever. */
const MAX_PAGES = 1000;

export interface BucketLibraryDeps {
  readonly connectionId: string;
  readonly library: LibraryDeps;
  /** The index's own folder. */
  readonly dir: string;
  /** Resolves when another index has let go of the folder; null where none has it. */
  readonly isFree: Promise<void> | null;
  readonly firstRevision: number;
  /** The index or the scan is another now. */
  changed(): void;
}

/** One connection's bucket: its index, and the reading that fills it. */
export class BucketLibrary {
  readonly index: KeptIndex;
  readonly reading: BucketReading;
  readonly #deps: BucketLibraryDeps;

  constructor(deps: BucketLibraryDeps) {
    const { connectionId, library, dir, isFree, firstRevision, changed } = deps;
    this.#deps = deps;
    this.index = new KeptIndex({
      connectionId,
      dir,
      firstRevision,
      changed,
      startIndex: () => (isFree === null ? library.startIndex() : lineAfter(isFree, () => library.startIndex())),
      begunAgain: (cause, detail) => {
        library.report(new Error(`The index was begun again (${cause}): ${detail}`));
        this.reading.beginAgain();
      },
    });
    this.reading = new BucketReading({
      index: this.index,
      changed,
      clock: library.clock,
      random: () => Math.random(),
      store: () => this.store(),
      entryOf: (object) => this.#withFacts(object),
    });
  }

  async store(): Promise<ObjectStore> {
    return this.#deps.library.storeOf(this.#deps.connectionId);
  }

  /** The folders directly in a folder: out of the index once it knows the whole bucket, else asked of the bucket itself. */
  async folders(prefix: string, signal: AbortSignal): Promise<readonly TargetFolder[]> {
    if (this.reading.isKnown) return this.index.calls.foldersIn(prefix);
    const store = await this.store();
    const found: string[] = [];
    let continuationToken: string | null = null;
    let pages = 0;
    do {
      const page = await store.list({ prefix, delimiter: '/', continuationToken, maxKeys: 1000 }, signal);
      for (const one of page.prefixes) found.push(one);
      continuationToken = page.continuationToken;
      pages += 1;
    } while (continuationToken !== null && found.length < FOLDERS_SHOWN && pages < MAX_PAGES);
    return found.filter((one) => one !== OWN_PREFIX).map((one) => ({ prefix: one, name: nameOfKey(one) }));
  }

  async close(): Promise<void> {
    await this.reading.leave();
    await this.index.close();
  }

  /** Enters what the head of a known object says, which is another one by now. */
  async enterHead(key: string, head: ObjectHead): Promise<void> {
    const { size, etag, modified, others } = head;
    const isInfrequent = others?.storageClass === 'STANDARD_IA';
    const contentType = head.contentType === '' ? contentTypeOfName(key) : head.contentType;
    const facts = this.#deps.library.factsOf(this.#deps.connectionId, key);
    const object = { key, size, etag, modified, contentType, version: etag, isInfrequent };
    await this.index.calls.enterObject(object, facts, null);
  }

  #withFacts(object: ListedObject) {
    const facts = this.#deps.library.factsOf(this.#deps.connectionId, object.key);
    return facts === null ? object : { ...object, facts };
  }
}
