import { drop } from '../../../shared/drop';
import { fail } from '../../../shared/failure';
import type { Provenance } from '../../../shared/provenance';
import type { TransferItem } from '../../../shared/transfer';
import { HEAD_BYTES, HeadedBytes, withFile } from '../provenance/byte-source';
import { readProvenance } from '../provenance/read-provenance';
import { errnoOf } from '../transfers/file-failure';
import type { ObjectStore } from '../store/object-store';
import { assetIdOf } from './asset-id';
import type { AssetSource } from './asset-source';
import type { IndexCalls } from './index/index-client';
import type { IndexedAsset, PendingUpload, RemoteObject } from './index/indexed-asset';
import type { Onlooker } from './media-answer';
import { rangedBytes } from './ranged-bytes';
import { localVersion } from './upload-hooks';

/** Pictures that can say how they were made. */
const READABLE: ReadonlySet<string> = new Set(['image/png', 'image/jpeg', 'image/webp']);
/** How many looked-at contents are remembered in a run, so that no picture is taken apart each time it is shown. */
const MAX_SEEN = 50_000;

export interface PictureProvenanceDeps {
  /** Throws a `FailureError` where there is no such connection. */
  callsOf(connectionId: string): IndexCalls;
  /** Sends the index what was learned; what is learned of a connection that has gone is lost. */
  tell(connectionId: string, change: (calls: IndexCalls) => Promise<unknown>): void;
  /** Throws a `FailureError` where a connection cannot be used. */
  storeOf(connectionId: string): ObjectStore | Promise<ObjectStore>;
}

interface LocalPicture {
  readonly connectionId: string;
  readonly assetId: string;
  readonly version: string;
  readonly path: string;
}

/**
 * What pictures say of how they were made, read where it costs nothing: out of the file before it goes up, out of bytes that pass by on
 * their way to the screen; else out of the bucket, once for each content, when a person looks at it.
 */
export class PictureProvenance {
  readonly #deps: PictureProvenanceDeps;
  readonly #local: LocalPicture[] = [];
  readonly #asked = new Map<string, Promise<Provenance | null>>();
  readonly #seen = new Set<string>();
  #isReading = false;

  constructor(deps: PictureProvenanceDeps) {
    this.#deps = deps;
  }

  /** Reads the files of uploads, one after the other. What the app made itself it knows already. */
  uploadsQueued(items: readonly TransferItem[]): void {
    const pictures = items.filter(({ direction, origin, contentType }) => {
      return direction === 'upload' && origin !== 'generated' && READABLE.has(contentType);
    });
    for (const item of pictures) {
      const { connectionId, assetId, localPath: path } = item;
      this.#local.push({ connectionId, assetId, path, version: localVersion(item) });
    }
    if (!this.#isReading && this.#local.length > 0) drop(this.#readFiles());
  }

  /** null where the file says nothing, and where the app made the picture itself. Throws a `FailureError` as the bucket does. */
  async of(connectionId: string, assetId: string, signal: AbortSignal): Promise<Provenance | null> {
    const asset = (await this.#deps.callsOf(connectionId).find(assetId)) ?? fail('not-found');
    if (asset.facts !== null || !READABLE.has(asset.contentType)) return null;
    if (asset.found !== null) return asset.found.provenance;
    const name = `${assetId}/${asset.version}`;
    const underWay = this.#asked.get(name);
    if (underWay !== undefined) return underWay;
    const asking = this.#ask(connectionId, asset, signal).finally(() => this.#asked.delete(name));
    this.#asked.set(name, asking);
    return asking;
  }

  /** Looks at an object on its way to the screen. */
  passing(source: AssetSource): Onlooker | null {
    if (source.kind !== 'remote' || !READABLE.has(source.contentType)) return null;
    const { connectionId, key, version, size } = source;
    const assetId = assetIdOf(connectionId, key);
    const name = `${assetId}/${version}`;
    if (this.#seen.has(name)) return null;
    return headOf(size, (head) => {
      if (this.#seen.size >= MAX_SEEN) this.#seen.clear();
      this.#seen.add(name);
      drop(this.#readHead({ connectionId, assetId, version }, new HeadedBytes(size, head), head.length >= size));
    });
  }

  async #readFiles(): Promise<void> {
    this.#isReading = true;
    try {
      for (let next = 0; next < this.#local.length; next += 1) {
        const picture = this.#local[next];
        if (picture !== undefined) await this.#readFile(picture);
      }
    } finally {
      this.#local.length = 0;
      this.#isReading = false;
    }
  }

  /** A file that cannot be read is its upload's to complain of. */
  async #readFile({ connectionId, assetId, version, path }: LocalPicture): Promise<void> {
    const provenance = await inFile(path);
    if (provenance === null) return;
    this.#deps.tell(connectionId, (calls) => calls.enterFound(assetId, { version, provenance }));
  }

  async #ask(connectionId: string, asset: IndexedAsset, signal: AbortSignal): Promise<Provenance | null> {
    const { assetId, version, remote, pending } = asset;
    const provenance = remote === null ? await inPending(pending) : await this.#inBucket(connectionId, remote, signal);
    await this.#deps.callsOf(connectionId).enterFound(assetId, { version, provenance });
    return provenance;
  }

  async #inBucket(connectionId: string, object: RemoteObject, signal: AbortSignal): Promise<Provenance | null> {
    return readProvenance(await rangedBytes(await this.#deps.storeOf(connectionId), object, signal), 'before-pixels');
  }

  /** That a beginning says nothing is no answer for the whole. */
  async #readHead(of: Omit<LocalPicture, 'path'>, head: HeadedBytes, isWhole: boolean): Promise<void> {
    const provenance = await readProvenance(head, 'before-pixels');
    if (provenance === null && !isWhole) return;
    const { connectionId, assetId, version } = of;
    this.#deps.tell(connectionId, (calls) => calls.enterFound(assetId, { version, provenance }));
  }
}

async function inPending(pending: PendingUpload | null): Promise<Provenance | null> {
  return pending === null ? null : inFile(pending.item.localPath);
}

async function inFile(path: string): Promise<Provenance | null> {
  try {
    return await withFile(path, (file) => readProvenance(file));
  } catch (error) {
    if (errnoOf(error) === null) throw error;
    return null;
  }
}

/** Collects the beginning of what passes, and hands it on once it is there. */
function headOf(size: number, ready: (head: Buffer) => void): Onlooker {
  const pieces: Uint8Array[] = [];
  const wanted = Math.min(size, HEAD_BYTES);
  let [length, isDone] = [0, false];
  const finish = (): void => {
    if (isDone) return;
    isDone = true;
    ready(Buffer.concat(pieces));
    pieces.length = 0;
  };
  return {
    see(piece) {
      if (isDone) return;
      pieces.push(piece.subarray(0, wanted - length));
      length += piece.byteLength;
      if (length >= wanted) finish();
    },
    end: finish,
  };
}
