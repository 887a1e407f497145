import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fail, FailureError } from '../../../shared/failure';
import { MOVED_FOLDER, type AfterUpload } from '../../../shared/watch';
import { writing } from '../transfers/file-failure';
import { moveBeside, numberedPath } from '../transfers/download/part-file';
import type { FileRecord } from './file-record';
import { isUnchanged, seeFile } from './look';

/**
 * Moves or removes a file whose object is verified. Answers false, and does nothing, where it is not the file any more that was
 * sent; one that is gone needs nothing. Throws a `FailureError` when the system refuses.
 */
export async function tidy(
  root: string,
  file: FileRecord,
  after: Exclude<AfterUpload, 'keep'>,
  trash: (path: string) => Promise<void>,
): Promise<boolean> {
  const now = await seeFile(root, file.relative);
  if (now === null) return true;
  if (!isUnchanged(now, file)) return false;
  const path = join(root, file.relative);
  if (after === 'trash') await intoTrash(path, trash);
  else await intoMoved(path, join(root, MOVED_FOLDER, file.relative));
  return true;
}

async function intoTrash(path: string, trash: (path: string) => Promise<void>): Promise<void> {
  try {
    await trash(path);
  } catch (error) {
    if (error instanceof FailureError) throw error;
    fail('trash-refused', {}, error instanceof Error ? error.message : String(error));
  }
}

/** Never over another file: a taken name gets a number. */
async function intoMoved(path: string, target: string): Promise<void> {
  await writing(dirname(target), () => mkdir(dirname(target), { recursive: true }));
  for (let n = 1; ; n++) {
    if (await writing(target, () => moveBeside(path, numberedPath(target, n)))) return;
  }
}
