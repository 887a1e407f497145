import { stat } from 'node:fs/promises';
import { errnoOf } from './file-failure';
import type { Fingerprint } from './journal/records';
import { SourceFile } from './source-file';

/** What tells this state of the file from another. */
export async function fingerprintNow(path: string): Promise<Fingerprint> {
  const source = await SourceFile.open(path);
  await source.close();
  return source.fingerprint;
}

/** Whether a file of this path lies on the disk. */
export async function isThere(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile();
  } catch (error) {
    if (errnoOf(error) === null) throw error;
    return false;
  }
}
