import { open, rm, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { renameSoon } from '../../rename-soon';
import { encodeLine, header } from './journal-file';
import { linesOf, type JournalState } from './journal-state';

/** A journal that is written and forced to the disk, beside the one whose place it is to take. */
export interface FreshFile {
  readonly path: string;
  readonly handle: FileHandle;
  readonly end: number;
}

/** The whole state in a new file beside `path`; nothing is left of one that cannot be written. */
export async function writeFresh(path: string, state: JournalState): Promise<FreshFile> {
  const fresh = `${path}.new`;
  await rm(fresh, { force: true });
  const handle = await open(fresh, 'wx+', 0o600);
  try {
    let end = 0;
    for (const text of chunks(state)) {
      const bytes = Buffer.from(text);
      await writeAll(handle, bytes, end);
      end += bytes.length;
    }
    await handle.sync();
    return { path: fresh, handle, end };
  } catch (error) {
    await discard({ path: fresh, handle });
    throw error;
  }
}

/** Gives a fresh file its name, in one step, once the one of that name is let go of; else nothing is left of it. */
export async function putInPlace(fresh: FreshFile, path: string, letGo: () => Promise<void>): Promise<void> {
  try {
    await letGo();
    await renameSoon(fresh.path, path);
  } catch (error) {
    await discard(fresh);
    throw error;
  }
}

/** Has the name of a file outlive a power cut; Windows opens no folders, and needs none of it. */
export async function makeNameLast(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(dirname(path), 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Writes all of it, in as many goes as that takes. */
export async function writeAll(handle: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  let written = 0;
  while (written < bytes.length) {
    written += (await handle.write(bytes, written, bytes.length - written, position + written)).bytesWritten;
  }
}

/** The whole file in pieces of a size that is good to write. */
function* chunks(state: JournalState): Generator<string> {
  let text = header();
  for (const line of linesOf(state)) {
    text += encodeLine(line);
    if (text.length < 1024 * 1024) continue;
    yield text;
    text = '';
  }
  yield text;
}

/** On a full disk it would take the last room. */
async function discard({ path, handle }: Pick<FreshFile, 'path' | 'handle'>): Promise<void> {
  await handle.close();
  await rm(path, { force: true }).catch(() => undefined);
}
