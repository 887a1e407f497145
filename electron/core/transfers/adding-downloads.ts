import { stat, statfs } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { ConnectionProfile } from '../../../shared/connection';
import { fail } from '../../../shared/failure';
import { nameOfKey } from '../../../shared/keys';
import { contentTypeOfName } from '../../../shared/media';
import type { AddedTransfers } from '../../../shared/transfer';
import { errnoOf, writing } from './file-failure';
import type { Listings } from './listings';
import { LocalPaths } from './local-path';
import type { Queue } from './queue';
import type { DownloadRecord } from './records';
import { Tally } from './tally';
import type { TransferBook } from './transfer-book';
import type { DownloadObject, DownloadRequest, ListedObjects, TransfersDeps, ZipRequest } from './transfers-api';
import type { ZipEntry, ZipLists } from './zip-lists';

/** So many items go into the journal and on the list together. */
const BATCH = 1000;

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
  for await (const batch of placed(deps, request.objects, signal)) {
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
  const sum = { count: 0, size: 0, stopped: false };
  const list = await deps.lists.keep(id, summed(placed(deps, request.objects, signal), sum));
  // What was stopped half-way is no whole: the list is swept away with the next start.
  if (sum.stopped) return null;
  if (sum.count === 0) fail('nothing-to-add');
  const whole = { key: prefix + basename(path), size: sum.size, etag: '', modified: null };
  const record = recordMaker(deps, connectionId, folder)(whole, path);
  deps.queue.offer(await deps.book.add([{ ...record, id, decision: 'replace', zip: { list, count: sum.count } }]));
  const tally = new Tally();
  tally.add(sum.size);
  return withRoom(tally.result(), folder);
}

interface Sum {
  count: number;
  size: number;
  stopped: boolean;
}

async function* summed(
  batches: AsyncGenerator<readonly ZipEntry[], { readonly stopped: boolean }, undefined>,
  sum: Sum,
): AsyncGenerator<readonly ZipEntry[], void, undefined> {
  for (;;) {
    const next = await batches.next();
    if (next.done === true) {
      sum.stopped = next.value.stopped;
      return;
    }
    for (const { size } of next.value) sum.size += size;
    sum.count += next.value.length;
    yield next.value;
  }
}

/** Gives each object a path of its own below the folder; what is listed twice counts once, and a folder's marker is no file. */
async function* placed(
  { listings }: AddingDownloads,
  objects: readonly DownloadObject[] | ListedObjects,
  signal: AbortSignal,
): AsyncGenerator<readonly ZipEntry[], { readonly stopped: boolean }, undefined> {
  const paths = new LocalPaths();
  const seen = new Set<string>();
  const batches = listings.follow(typeof objects === 'function' ? objects : () => chunks(objects), signal);
  for (;;) {
    const next = await batches.next();
    if (next.done === true) return next.value;
    const fresh = next.value.filter(({ key, relativePath }) => !relativePath.endsWith('/') && !seen.has(key));
    for (const { key } of fresh) seen.add(key);
    const entries = fresh.map(({ relativePath, key, size, etag, modified }) => {
      return { key, size, etag, modified, path: paths.claim(relativePath) };
    });
    if (entries.length > 0) yield entries;
  }
}

async function* chunks(objects: readonly DownloadObject[]): AsyncGenerator<readonly DownloadObject[], void, undefined> {
  for (let start = 0; start < objects.length; start += BATCH) yield objects.slice(start, start + BATCH);
}

type RecordMaker = (object: Omit<ZipEntry, 'path'>, localPath: string) => DownloadRecord;

function recordMaker({ house }: AddingDownloads, connectionId: string, folder: string): RecordMaker {
  const profile: ConnectionProfile = house.profileOf(connectionId) ?? fail('no-connection');
  const batchId = house.randomId();
  return ({ key, size, etag, modified }, localPath) => ({
    id: house.randomId(),
    direction: 'download',
    connectionId,
    bucket: profile.bucket,
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
