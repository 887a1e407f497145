import { removeQuietly } from './part-file';
import type { TransferRecord, UploadRecord } from './records';

/** What is read for an upload: the file itself, or what it was converted into. */
export function sourcePathOf({ converted, localPath }: UploadRecord): string {
  return converted?.kind === 'made' ? converted.path : localPath;
}

/**
 * Files that only this transfer has use for: a pasted or a converted picture on its way up, on the way down a part, and the list
 * of what goes into a ZIP file.
 */
export function ownFiles(record: TransferRecord): readonly string[] {
  if (record.direction === 'download')
    return [record.partPath, record.zip?.list ?? null].filter((path) => path !== null);
  if (record.direction === 'copy') return [];
  const converted = record.converted?.kind === 'made' ? [record.converted.path] : [];
  return record.origin === 'pasted' ? [record.localPath, ...converted] : converted;
}

/** Those that are of no more use once an upload has arrived. */
export async function removeSources(record: TransferRecord): Promise<void> {
  if (record.direction !== 'upload') return;
  if (record.deleteWhenDone) await removeQuietly(record.localPath);
  if (record.converted?.kind === 'made') await removeQuietly(record.converted.path);
}

/** All local files that a transfer of the journal still needs. */
export function filesInUse(record: TransferRecord): readonly string[] {
  return [record.localPath, ...ownFiles(record)];
}
