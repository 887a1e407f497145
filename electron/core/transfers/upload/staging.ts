import { constants, createReadStream, createWriteStream } from 'node:fs';
import { chmod, copyFile, mkdir, open, readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Edit } from '../../location/file-bytes';
import { renameSoon } from '../../rename-soon';
import { errnoOf, writing } from '../file-failure';
import { removeQuietly } from '../download/part-file';

/** Pasted and converted pictures on their way up: on disk as a whole before anything else happens to them. */
export class Staging {
  readonly folder: string;

  constructor(root: string) {
    this.folder = join(root, 'pasted');
  }

  /** Written, synced and named; answers the path. `name` is a plain file name. */
  async keep(name: string, bytes: Uint8Array): Promise<string> {
    const path = join(this.folder, name);
    await writing(path, async () => {
      await mkdir(this.folder, { recursive: true, mode: 0o700 });
      const handle = await open(`${path}.part`, 'w', 0o600);
      try {
        await handle.writeFile(bytes);
        await handle.sync();
      } finally {
        await handle.close();
      }
      await renameSoon(`${path}.part`, path);
    });
    return path;
  }

  /** A copy of a file with some of its bytes replaced, whole like all that is kept; answers the path. */
  async keepCopy(name: string, source: string, edits: readonly Edit[], signal: AbortSignal): Promise<string> {
    const path = join(this.folder, name);
    await writing(path, async () => {
      await mkdir(this.folder, { recursive: true, mode: 0o700 });
      try {
        await copy(source, `${path}.part`, signal);
        await apply(edits, `${path}.part`);
        await renameSoon(`${path}.part`, path);
      } catch (error) {
        await removeQuietly(`${path}.part`);
        throw error;
      }
    });
    return path;
  }

  /**
   * Removes what no transfer has use for any more, all but the names in use: left by a crash between writing and queueing. Where the journal could not be
   * read whole it goes to the folder `aside` instead: the transfer may be one that is lost, and a pasted picture is nowhere else.
   */
  async sweep(inUse: ReadonlySet<string>, aside: string | null): Promise<void> {
    await writing(this.folder, async () => {
      await mkdir(this.folder, { recursive: true, mode: 0o700 });
      for (const name of await readdir(this.folder)) {
        if (inUse.has(name)) continue;
        const path = join(this.folder, name);
        if (aside === null) await removeQuietly(path);
        else await moveInto(aside, path);
      }
    });
  }
}

/** Moves a file of ours into a folder, which is made where there is none. */
export async function moveInto(folder: string, path: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await renameSoon(path, join(folder, basename(path)));
}

/** Where the file system can share the blocks of two files, at once and without room; else byte by byte. */
async function copy(from: string, to: string, signal: AbortSignal): Promise<void> {
  await removeQuietly(to);
  try {
    await copyFile(from, to, constants.COPYFILE_FICLONE_FORCE);
    // It takes the source's mode along, which may let nobody write.
    return await chmod(to, 0o600);
  } catch (error) {
    if (errnoOf(error) === null) throw error;
  }
  await pipeline(createReadStream(from), createWriteStream(to, { mode: 0o600 }), { signal });
}

async function apply(edits: readonly Edit[], path: string): Promise<void> {
  const handle = await open(path, 'r+', 0o600);
  try {
    for (const { at, bytes } of edits) await handle.write(bytes, 0, bytes.byteLength, at);
    await handle.sync();
  } finally {
    await handle.close();
  }
}
