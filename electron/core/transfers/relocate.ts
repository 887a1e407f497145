import { join, relative } from 'node:path';
import { removeQuietly } from './download/part-file';
import type { Queue } from './queue/queue';
import type { DownloadRecord } from './journal/records';
import type { TransferBook } from './transfer-book';
import type { Entry } from './entry';

/**
 * Failed downloads begin anew in another folder, each at its place below it: the chosen ones, and with them all that failed
 * since the same folder is closed. What lies half-finished in the old folder is removed where that can be reached.
 */
export async function relocate(
  { book, queue }: { readonly book: TransferBook; readonly queue: Queue },
  which: readonly string[],
  folder: string,
): Promise<void> {
  const chosen = new Set(which);
  const closed = new Set(
    failedDownloads(book).flatMap(({ entry, record }) => (chosen.has(entry.record.id) ? record.folder : [])),
  );
  const moving = failedDownloads(book).filter(({ entry, record }) => {
    return chosen.has(entry.record.id) || (closed.has(record.folder) && isClosed(entry));
  });
  const parts = moving.flatMap(({ record }) => record.partPath ?? []);
  for (const { entry, record } of moving) {
    const localPath = join(folder, relative(record.folder, record.localPath));
    // What may be replaced was said of the other folder.
    const decision = record.zip === null ? null : 'keep-both';
    book.patch(entry, { ...record, folder, localPath, decision, partPath: null, arrived: null, whole: null });
    entry.failedTries = 0;
    book.enter(entry, { kind: 'queued' });
  }
  queue.offer(moving.map(({ entry }) => entry));
  for (const path of parts) await removeQuietly(path);
}

function isClosed({ item }: Entry): boolean {
  return item.state.kind === 'failed' && item.state.failure.code === 'folder-unwritable';
}

function failedDownloads(book: TransferBook): readonly { readonly entry: Entry; readonly record: DownloadRecord }[] {
  return book.list.all().flatMap((entry) => {
    const { record } = entry;
    return record.direction === 'download' && entry.item.state.kind === 'failed' ? [{ entry, record }] : [];
  });
}
