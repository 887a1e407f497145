import { stat } from 'node:fs/promises';
import type { ConnectionProfile } from '../../../../shared/connection';
import { fail } from '../../../../shared/failure';
import { nameOfKey, normalizeKey, numberedKey } from '../../../../shared/keys';
import { contentTypeOfName } from '../../../../shared/media';
import type { AddedTransfers, TransferItem } from '../../../../shared/transfer';
import { digitsFor, needsCount } from '../../../../shared/upload-names';
import { withChoices, type UploadPreview } from '../../../../shared/upload-preview';
import { metadataProblem } from '../../../../shared/upload-rules';
import type { UploadSettings } from '../../../../shared/upload-settings';
import { reading } from '../file-failure';
import { isFinished } from '../queue/next-move';
import { placeOf } from '../place';
import { asPrefix, pastedName } from './naming';
import { previewUploads } from './preview';
import type { Queue } from '../queue/queue';
import type { DownloadRecord, TransferRecord, UploadRecord } from '../journal/records';
import type { Staging } from '../upload/staging';
import { Tally } from './tally';
import type { TransferBook } from '../transfer-book';
import type { PlannedFile, TransfersDeps, UploadBytes, UploadFile, UploadPaths } from '../transfers-api';
import { uploadProblem } from './upload-problem';
import { headersFor, UploadPlanner } from './upload-planner';
import { countFiles, walk, type Found } from './walk';

/** How many items go into the journal and on the list together, so that the first move while a large folder is still walked. */
const BATCH = 1000;

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
    const settings = this.#settingsFor(request);
    const planner = await this.#plannerFor(request, settings, signal);
    for await (const found of walk(request.paths, settings)) {
      signal.throwIfAborted();
      const record = this.#recordOfFound(found, planner, target, tally);
      if (record !== null) batch.push(record);
      if (batch.length < BATCH) continue;
      await this.#enqueue(batch, tally);
      batch = [];
    }
    await this.#enqueue(batch, tally);
    return tally.result();
  }

  /** Rejects with an AbortError when the signal fires. */
  async preview(request: UploadPaths, signal: AbortSignal): Promise<UploadPreview> {
    const settings = this.#settingsFor(request);
    return previewUploads(request.paths, settings, await this.#plannerFor(request, settings, signal), signal);
  }

  #settingsFor({ choices = null }: UploadPaths): UploadSettings {
    return withChoices(this.#deps.house.uploadSettings(), choices);
  }

  /** Where names tell numbers the files are counted before the first is added. */
  async #plannerFor(request: UploadPaths, settings: UploadSettings, signal: AbortSignal): Promise<UploadPlanner> {
    const files = needsCount(settings.template) ? await countFiles(request.paths, settings, signal) : 1;
    return this.#planner(request.prefix, settings, files);
  }

  #planner(prefix: string, settings = this.#deps.house.uploadSettings(), files = 1): UploadPlanner {
    const { clock, randomId } = this.#deps.house;
    const folder = asPrefix(prefix);
    return new UploadPlanner({ settings, folder, at: clock.now(), digits: digitsFor(files), randomId });
  }

  #recordOfFound(found: Found, planner: UploadPlanner, target: Target, tally: Tally): UploadRecord | null {
    if (found.kind === 'hidden') tally.hide();
    else if (found.kind === 'left-out') tally.skip(found.path, found.failure);
    else {
      const { changes, ...planned } = planner.plan(found.relative);
      const { size, path: localPath } = found;
      const problem = uploadProblem(planned.key, size);
      if (problem !== null) tally.skip(localPath, problem);
      else {
        tally.name(changes);
        return this.#upload(target, { ...planned, size, localPath });
      }
    }
    return null;
  }

  async bytes(request: UploadBytes): Promise<AddedTransfers> {
    const target = { profile: this.#profile(request.connectionId), batchId: this.#deps.house.randomId() };
    const name = pastedName(this.#deps.house.clock.now(), request.contentType);
    const { key: wished, changes: _, ...planned } = this.#planner(request.prefix).plan(name);
    const key = this.#keyFreeInQueue(request.connectionId, wished);
    const localPath = await this.#deps.staging.keep(`${target.batchId}-${name}`, request.bytes);
    const record = this.#upload(target, { ...planned, key, size: request.bytes.byteLength, localPath });
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
    const headers = withMetadata(headersFor(this.#deps.house.uploadSettings(), nameOfKey(key)), request.metadata ?? {});
    const plain = this.#upload(target, {
      key,
      headers,
      naming: null,
      conversion: null,
      removal: null,
      size,
      localPath,
    });
    const record: UploadRecord = { ...plain, contentType, typeIsKnown: true, origin, deleteWhenDone };
    const [item] = await this.#enqueue([record], new Tally());
    if (item === undefined) throw new Error('What was added is not on the list');
    return item;
  }

  planned(files: readonly PlannedFile[]): Promise<readonly TransferItem[]> {
    const batchId = this.#deps.house.randomId();
    const records = files.map(({ id, connectionId, plan, size, localPath, origin, rule, goes, deleteWhenDone }) => {
      const target = { profile: this.#profile(connectionId), batchId };
      const record = this.#upload(target, { ...plan, size, localPath });
      return { ...record, id, origin, decision: rule, attempted: goes === 'again', deleteWhenDone };
    });
    return this.#enqueue(records, new Tally());
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
    file: Pick<UploadRecord, 'key' | 'headers' | 'naming' | 'conversion' | 'removal' | 'size' | 'localPath'>,
  ): UploadRecord {
    return {
      ...this.#common(target, file.key, file.size, file.localPath),
      direction: 'upload',
      origin: 'files',
      typeIsKnown: false,
      deleteWhenDone: false,
      decision: null,
      attempted: false,
      beginning: null,
      multipart: null,
      beganAnew: false,
      headers: file.headers,
      naming: file.naming,
      conversion: file.conversion,
      converted: null,
      removal: file.removal,
      cleaned: null,
    };
  }

  #common({ profile, batchId }: Target, key: string, size: number, localPath: string): Common {
    return {
      id: this.#deps.house.randomId(),
      connectionId: profile.id,
      ...placeOf(profile),
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

function withMetadata(
  headers: UploadRecord['headers'],
  metadata: Readonly<Record<string, string>>,
): UploadRecord['headers'] {
  const both = { ...metadata, ...headers.metadata };
  return metadataProblem(both) === null ? { ...headers, metadata: both } : headers;
}

interface Target {
  readonly profile: ConnectionProfile;
  readonly batchId: string;
}

type Common = Pick<
  UploadRecord,
  keyof UploadRecord & keyof DownloadRecord & Exclude<keyof TransferRecord, 'direction' | 'decision' | 'beganAnew'>
>;
