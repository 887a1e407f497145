import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ConnectionProfile } from '../../../shared/connection';
import { fail, failure, type Failure } from '../../../shared/failure';
import { keyProblem, nameOfKey, normalizeKey, numberedKey } from '../../../shared/keys';
import { contentTypeOfName } from '../../../shared/media';
import { R2_LIMITS } from '../../../shared/r2';
import type { AddedTransfers, TransferItem } from '../../../shared/transfer';
import { reading, writing } from './file-failure';
import { LocalPaths } from './local-path';
import { isFinished } from './next-move';
import { asPrefix, pastedName } from './naming';
import type { Queue } from './queue';
import type { DownloadRecord, TransferRecord, UploadRecord } from './records';
import type { Staging } from './staging';
import type { TransferBook } from './transfer-book';
import type { DownloadRequest, TransfersDeps, UploadBytes, UploadFile, UploadPaths } from './transfers-api';
import { walk, type Found } from './walk';

/** So many items go into the journal and on the list together, so that the first move while a large folder is still walked. */
const BATCH = 1000;
const SKIPPED_TOLD = 100;

interface AddingDeps {
  readonly house: Pick<TransfersDeps, 'profileOf' | 'assetIdOf' | 'clock' | 'randomId' | 'uploadSettings'>;
  readonly book: TransferBook;
  readonly queue: Queue;
  readonly staging: Staging;
}

/** Makes transfers of files, bytes and objects, and puts them in the queue. */
export class Adding {
  readonly #deps: AddingDeps;

  constructor(deps: AddingDeps) {
    this.#deps = deps;
  }

  /** Rejects with an AbortError when the signal fires; what was added by then stays. */
  async paths(request: UploadPaths, signal: AbortSignal): Promise<AddedTransfers> {
    const target = { profile: this.#profile(request.connectionId), batchId: this.#deps.house.randomId() };
    const tally = new Tally();
    let batch: UploadRecord[] = [];
    for await (const found of walk(request.paths, this.#deps.house.uploadSettings())) {
      signal.throwIfAborted();
      const record = this.#recordOfFound(found, asPrefix(request.prefix), target, tally);
      if (record !== null) batch.push(record);
      if (batch.length < BATCH) continue;
      await this.#enqueue(batch, tally);
      batch = [];
    }
    await this.#enqueue(batch, tally);
    return tally.result();
  }

  #recordOfFound(found: Found, prefix: string, target: Target, tally: Tally): UploadRecord | null {
    if (found.kind === 'hidden') tally.hide();
    else if (found.kind === 'left-out') tally.skip(found.path, found.failure);
    else {
      const key = normalizeKey(prefix + found.relative);
      const problem = uploadProblem(key, found.size);
      if (problem === null) return this.#upload(target, { key, size: found.size, localPath: found.path });
      tally.skip(found.path, problem);
    }
    return null;
  }

  async bytes(request: UploadBytes): Promise<AddedTransfers> {
    const target = { profile: this.#profile(request.connectionId), batchId: this.#deps.house.randomId() };
    const name = pastedName(this.#deps.house.clock.now(), request.contentType);
    const key = this.#keyFreeInQueue(request.connectionId, normalizeKey(asPrefix(request.prefix) + name));
    const problem = uploadProblem(key, request.bytes.byteLength);
    if (problem !== null) fail(problem.code, problem.params);
    const localPath = await this.#deps.staging.keep(`${target.batchId}-${name}`, request.bytes);
    const record = this.#upload(target, { key, size: request.bytes.byteLength, localPath });
    const tally = new Tally();
    await this.#enqueue([{ ...record, origin: 'pasted', deleteWhenDone: true }], tally);
    return tally.result();
  }

  async file(request: UploadFile): Promise<TransferItem> {
    const target = { profile: this.#profile(request.connectionId), batchId: this.#deps.house.randomId() };
    const { localPath, contentType, origin, deleteWhenDone } = request;
    const { size } = await reading(localPath, () => stat(localPath));
    const key = this.#keyFreeInQueue(request.connectionId, normalizeKey(request.key));
    const problem = uploadProblem(key, size);
    if (problem !== null) fail(problem.code, problem.params);
    const plain = this.#upload(target, { key, size, localPath });
    const record: UploadRecord = { ...plain, contentType, typeIsKnown: true, origin, deleteWhenDone };
    const [item] = await this.#enqueue([record], new Tally());
    if (item === undefined) throw new Error('What was added is not on the list');
    return item;
  }

  async downloads(request: DownloadRequest): Promise<AddedTransfers> {
    const { folder, connectionId } = request;
    const target = { profile: this.#profile(connectionId), batchId: this.#deps.house.randomId() };
    const found = await writing(folder, () => stat(folder));
    if (!found.isDirectory()) fail('folder-unwritable', { name: folder });
    const paths = new LocalPaths();
    const tally = new Tally();
    // A folder's marker is no file.
    const objects = request.objects.filter((object) => !object.relativePath.endsWith('/'));
    for (let start = 0; start < objects.length; start += BATCH) {
      const batch = objects.slice(start, start + BATCH).map((object): DownloadRecord => ({
        ...this.#common(target, object.key, object.size, join(folder, paths.claim(object.relativePath))),
        direction: 'download',
        folder,
        etag: object.etag,
        modified: object.modified,
        decision: null,
        partPath: null,
        arrived: null,
        whole: null,
      }));
      await this.#enqueue(batch, tally);
    }
    return tally.result();
  }

  async #enqueue(records: readonly TransferRecord[], tally: Tally): Promise<readonly TransferItem[]> {
    if (records.length === 0) return [];
    const entries = await this.#deps.book.add(records);
    this.#deps.queue.offer(entries);
    for (const record of records) tally.add(record.size);
    return entries.map((entry) => entry.item);
  }

  #profile(connectionId: string): ConnectionProfile {
    return this.#deps.house.profileOf(connectionId) ?? fail('no-connection');
  }

  /** Names that the app made up itself do not meet in the queue. */
  #keyFreeInQueue(connectionId: string, key: string): string {
    const { book, house } = this.#deps;
    for (let n = 1; ; n++) {
      const free = n === 1 ? key : numberedKey(key, n);
      const others = book.list.uploadsOf(house.assetIdOf(connectionId, free));
      if (others.every((other) => isFinished(other.item.state))) return free;
    }
  }

  #upload(
    target: Target,
    file: { readonly key: string; readonly size: number; readonly localPath: string },
  ): UploadRecord {
    return {
      ...this.#common(target, file.key, file.size, file.localPath),
      direction: 'upload',
      origin: 'files',
      typeIsKnown: false,
      deleteWhenDone: false,
      decision: null,
      attempted: false,
      multipart: null,
      beganAnew: false,
    };
  }

  #common({ profile, batchId }: Target, key: string, size: number, localPath: string): Common {
    return {
      id: this.#deps.house.randomId(),
      connectionId: profile.id,
      bucket: profile.bucket,
      key,
      size,
      contentType: contentTypeOfName(nameOfKey(key)),
      localPath,
      addedAt: this.#deps.house.clock.now(),
      batchId,
      status: { kind: 'open' },
      rank: 0,
    };
  }
}

interface Target {
  readonly profile: ConnectionProfile;
  readonly batchId: string;
}

type Common = Pick<
  UploadRecord,
  keyof UploadRecord & keyof DownloadRecord & Exclude<keyof TransferRecord, 'direction' | 'decision'>
>;

function uploadProblem(key: string, size: number): Failure | null {
  const problem = keyProblem(key);
  if (problem !== null) return failure('invalid-key', { name: nameOfKey(key), key, problem });
  if (size > R2_LIMITS.maxObjectBytes) {
    return failure('too-large', { name: nameOfKey(key), size, limit: R2_LIMITS.maxObjectBytes });
  }
  return null;
}

/** What came of adding. */
class Tally {
  #added = 0;
  #totalBytes = 0;
  #skippedCount = 0;
  #hidden = 0;
  readonly #skipped: { readonly path: string; readonly failure: Failure }[] = [];

  add(size: number): void {
    this.#added += 1;
    this.#totalBytes += size;
  }

  skip(path: string, cause: Failure): void {
    this.#skippedCount += 1;
    if (this.#skipped.length < SKIPPED_TOLD) this.#skipped.push({ path, failure: cause });
  }

  /** Counted, and not told one by one. */
  hide(): void {
    this.#hidden += 1;
  }

  /** Throws `nothing-to-add` where there was nothing at all. */
  result(): AddedTransfers {
    if (this.#added + this.#skippedCount + this.#hidden === 0) fail('nothing-to-add');
    return {
      added: this.#added,
      totalBytes: this.#totalBytes,
      hidden: this.#hidden,
      skipped: this.#skipped,
      skippedCount: this.#skippedCount,
    };
  }
}
