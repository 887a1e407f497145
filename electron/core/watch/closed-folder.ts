import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { failure, FailureError, type Failure } from '../../../shared/failure';
import { errnoOf, reading } from '../transfers/file-failure';

/** Why a folder cannot be read now; null when it can. */
export async function whyClosed(path: string): Promise<Failure | null> {
  const missing = failure('folder-missing', { name: basename(path) });
  try {
    const isFolder = await reading(path, async () => {
      const stats = await stat(path);
      await access(path, constants.R_OK | constants.X_OK);
      return stats.isDirectory();
    });
    return isFolder ? null : missing;
  } catch (error) {
    if (!(error instanceof FailureError)) throw error;
    return error.failure.code === 'file-missing' || errnoOf(error.cause) === 'ENOTDIR' ? missing : error.failure;
  }
}
