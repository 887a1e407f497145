import { basename, join } from 'node:path';
import { removeQuietly } from '../download/part-file';
import type { TransferRecord, UploadRecord } from '../journal/records';
import type { TransfersDeps } from '../transfers-api';

/** What is read for an upload: the file itself, what it was converted into, or its copy without a place. */
export function sourcePathOf(record: UploadRecord): string {
  return madeFiles(record)[0] ?? record.localPath;
}

/** What was made of the file on its way; the first one goes. */
function madeFiles({ converted, cleaned }: UploadRecord): readonly string[] {
  return [
    ...(converted?.kind === 'made' ? [converted.path] : []),
    ...(cleaned?.kind === 'removed' ? [cleaned.path] : []),
  ];
}

/**
 * Files that only this transfer has use for: a pasted picture or one that a script sent, a converted one or a cleaned copy on its way up, on the way down a part, and the list
 * of what goes into a ZIP file.
 */
export function ownFiles(record: TransferRecord): readonly string[] {
  if (record.direction === 'download')
    return [record.partPath, record.zip?.list ?? null].filter((path) => path !== null);
  if (record.direction === 'pack') return [record.zip.list];
  if (record.direction === 'copy') return [];
  const isOwn = record.origin === 'pasted' || (record.origin === 'script' && record.deleteWhenDone);
  return isOwn ? [record.localPath, ...madeFiles(record)] : madeFiles(record);
}

/** Those that are of no more use once an object has arrived. */
export async function removeSources(record: TransferRecord): Promise<void> {
  if (record.direction === 'pack') await removeQuietly(record.zip.list);
  if (record.direction !== 'upload') return;
  if (record.deleteWhenDone) await removeQuietly(record.localPath);
  for (const path of madeFiles(record)) await removeQuietly(path);
}

/** The names of all local files that a transfer of the journal still needs. */
export function namesInUse(record: TransferRecord): readonly string[] {
  return [record.localPath, ...ownFiles(record)].map((path) => basename(path));
}

/** Where the app's own files lie. */
export interface OwnFolders extends Pick<TransfersDeps, 'handedOver'> {
  /** Of what is pasted, and of what is made of files on their way. */
  readonly staged: string;
  readonly zipLists: string;
}

/**
 * A record whose own files are looked for where the app has them today. It names them by the path of the day it was written, and
 * since then a home may have been renamed, a drive have got another letter, or a backup been restored.
 */
export function withOwnFilesIn(folders: OwnFolders, record: TransferRecord): TransferRecord {
  if (record.direction === 'copy') return record;
  if (record.direction === 'upload') return withSourcesIn(folders, record);
  const { zip } = record;
  return zip === null ? record : { ...record, zip: { ...zip, list: within(folders.zipLists, zip.list) } };
}

function withSourcesIn(folders: OwnFolders, record: UploadRecord): UploadRecord {
  const { converted, cleaned, localPath } = record;
  const folder = ownFolderOf(folders, record);
  return {
    ...record,
    localPath: folder === null ? localPath : within(folder, localPath),
    converted: converted?.kind === 'made' ? { ...converted, path: within(folders.staged, converted.path) } : converted,
    cleaned: cleaned?.kind === 'removed' ? { ...cleaned, path: within(folders.staged, cleaned.path) } : cleaned,
  };
}

/** Where the app lays files of this origin; null for those that are a person's own. */
function ownFolderOf({ staged, handedOver }: OwnFolders, { origin, deleteWhenDone }: UploadRecord): string | null {
  if (origin === 'pasted') return staged;
  return deleteWhenDone && (origin === 'script' || origin === 'generated') ? handedOver[origin] : null;
}

function within(folder: string, path: string): string {
  return join(folder, basename(path));
}
