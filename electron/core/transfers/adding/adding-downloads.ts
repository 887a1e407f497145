import { stat, statfs } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { ConnectionProfile } from '../../../../shared/connection';
import { fail } from '../../../../shared/failure';
import { nameOfKey } from '../../../../shared/keys';
import { contentTypeOfName } from '../../../../shared/media';
import type { AddedTransfers } from '../../../../shared/transfer';
import { errnoOf, writing } from '../file-failure';
import type { Listings } from './listings';
import { keepList, placed } from './placing';
import { placeOf } from '../place';
import type { Queue } from '../queue/queue';
import type { DownloadRecord } from '../journal/records';
import { Tally } from './tally';
import type { TransferBook } from '../transfer-book';
import type { DownloadRequest, TransfersDeps, ZipRequest } from '../transfers-api';
import type { ZipEntry, ZipLists } from '../zip/zip-lists';

export interface AddingDownloads {
  readonly house: Pick<TransfersDeps, 'profileOf' | 'clock' | 'randomId'>;
  readonly book: TransferBook;
  readonly queue: Queue;
  readonly lists: ZipLists;
  readonly listings: Listings;
}

/** Makes a download of each object, and puts them in the queue as they are listed. */
export async function addDownloads(
  deps: AddingDownloads,
  request: DownloadRequest,
  signal: AbortSignal,
): Promise<AddedTransfers> {
  const { folder } = request;
  await ensureFolder(folder);
  const recordOf = recordMaker(deps, request.connectionId, folder);
  const tally = new Tally();
  for await (const batch of placed(deps.listings, request.objects, signal)) {
    const records = batch.map((object) => recordOf(object, join(folder, object.path)));
    deps.queue.offer(await deps.book.add(records));
    for (const { size } of records) tally.add(size);
  }
  return withRoom(tally.result(), folder);
}

/** Makes one download of all objects: a ZIP file. */
export async function addZip(
  deps: AddingDownloads,
  request: ZipRequest,
  signal: AbortSignal,
): Promise<AddedTransfers | null> {
  const { path, prefix, connectionId } = request;
  const folder = dirname(path);
  await ensureFolder(folder);
  const id = deps.house.randomId();
  const kept = await keepList(deps, id, request.objects, signal);
  if (kept === null) return null;
  const { list, count, size } = kept;
  const whole = { key: prefix + basename(path), size, etag: '', modified: null };
  const record = recordMaker(deps, connectionId, folder)(whole, path);
  deps.queue.offer(await deps.book.add([{ ...record, id, decision: 'replace', zip: { list, count } }]));
  const tally = new Tally();
  tally.add(size);
  return withRoom(tally.result(), folder);
}

type RecordMaker = (object: Omit<ZipEntry, 'path'>, localPath: string) => DownloadRecord;

function recordMaker({ house }: AddingDownloads, connectionId: string, folder: string): RecordMaker {
  const profile: ConnectionProfile = house.profileOf(connectionId) ?? fail('no-connection');
  const batchId = house.randomId();
  return ({ key, size, etag, modified }, localPath) => ({
    id: house.randomId(),
    direction: 'download',
    connectionId,
    ...placeOf(profile),
    key,
    size,
    contentType: contentTypeOfName(nameOfKey(key)),
    localPath,
    addedAt: house.clock.now(),
    batchId,
    status: { kind: 'open' },
    rank: 0,
    folder,
    etag,
    modified,
    decision: null,
    partPath: null,
    arrived: null,
    beganAnew: false,
    zip: null,
    whole: null,
  });
}

async function ensureFolder(folder: string): Promise<void> {
  const found = await writing(folder, () => stat(folder));
  if (!found.isDirectory()) fail('folder-unwritable', { name: basename(folder) });
}

/** Says so when the disk has less room than what was added needs. */
async function withRoom(added: AddedTransfers, folder: string): Promise<AddedTransfers> {
  const freeBytes = await freeBytesOf(folder);
  return freeBytes !== null && freeBytes < added.totalBytes ? { ...added, freeBytes } : added;
}

/** Null where the system does not tell. */
async function freeBytesOf(folder: string): Promise<number | null> {
  try {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  } catch (error) {
    if (errnoOf(error) === null) throw error;
    return null;
  }
}
