import { randomBytes } from 'node:crypto';
import { open, rm } from 'node:fs/promises';
import { FailureError } from '../../../shared/failure';
import { renameSoon } from '../rename-soon';
import { failureOfFile } from '../store/file-errors';

/** Writes a file that only this user may read (0600), whole or not at all, in place of what is there. */
export async function writePrivateFile(file: string, text: string): Promise<void> {
  const draft = `${file}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    const handle = await open(draft, 'wx', 0o600);
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await renameSoon(draft, file);
  } catch (error) {
    await rm(draft, { force: true }).catch(() => undefined);
    const cause = failureOfFile(error, 'write', file);
    throw cause === null ? error : new FailureError(cause);
  }
}
