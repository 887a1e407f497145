import { removeQuietly } from '../download/part-file';
import type { TransferRecord, UploadRecord } from '../journal/records';

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

/** All local files that a transfer of the journal still needs. */
export function filesInUse(record: TransferRecord): readonly string[] {
  return [record.localPath, ...ownFiles(record)];
}
