import { createHash, type Hash } from 'node:crypto';
import { mkdir, open, realpath, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { basename, dirname, join, relative, isAbsolute, sep } from 'node:path';
import { failure, FailureError } from '../../../shared/failure';
import { errnoOf, writing } from './file-failure';
import { numberedName } from './local-path';

const READ_BYTES = 1024 * 1024;

/** The n-th name to try for a path: `photo.png`, `photo (2).png` … */
function numberedPath(path: string, n: number): string {
  return join(dirname(path), numberedName(basename(path), n));
}

/** A download on its way: `<name>.part`, until it is whole. All throws are `FailureError`. */
export class PartFile {
  readonly path: string;
  readonly #handle: FileHandle;
  #length: number;

  private constructor(path: string, handle: FileHandle, length: number) {
    this.path = path;
    this.#handle = handle;
    this.#length = length;
  }

  /** Makes a new one for `target` or, where that name is taken, for the next free one beside it. */
  static async create(folder: string, target: string): Promise<{ readonly part: PartFile; readonly target: string }> {
    await makeFolder(folder, dirname(target));
    for (let n = 1; ; n++) {
      const free = numberedPath(target, n);
      if (await isTaken(free)) continue;
      const handle = await openNew(`${free}.part`);
      if (handle !== null) return { part: new PartFile(`${free}.part`, handle, 0), target: free };
    }
  }

  /** Opens the one that an earlier try has begun, or makes it anew should it be gone. */
  static async reopen(folder: string, path: string): Promise<PartFile> {
    await makeFolder(folder, dirname(path));
    return writing(path, async () => {
      const handle = (await openNew(path)) ?? (await open(path, 'r+'));
      return new PartFile(path, handle, (await handle.stat()).size);
    });
  }

  get length(): number {
    return this.#length;
  }

  append(bytes: Uint8Array): Promise<void> {
    return writing(this.path, async () => {
      let written = 0;
      while (written < bytes.length) {
        const done = await this.#handle.write(bytes, written, bytes.length - written, this.#length);
        written += done.bytesWritten;
        this.#length += done.bytesWritten;
      }
    });
  }

  empty(): Promise<void> {
    return writing(this.path, async () => {
      await this.#handle.truncate(0);
      this.#length = 0;
    });
  }

  /** The MD5 of what is in it so far, to go on with. */
  hash(): Promise<Hash> {
    return writing(this.path, async () => {
      const hash = createHash('md5');
      const buffer = Buffer.allocUnsafe(READ_BYTES);
      for (let at = 0; at < this.#length;) {
        const { bytesRead } = await this.#handle.read(buffer, 0, Math.min(READ_BYTES, this.#length - at), at);
        if (bytesRead === 0) break;
        hash.update(buffer.subarray(0, bytesRead));
        at += bytesRead;
      }
      return hash;
    });
  }

  /** Gives it its name, or the next free one; nothing that is there is overwritten. Answers the path. */
  async finish(target: string): Promise<string> {
    await writing(this.path, async () => {
      await this.#handle.sync();
      await this.#handle.close();
    });
    for (let n = 1; ; n++) {
      const free = numberedPath(target, n);
      // The empty file holds the name; a rename over it is atomic on every file system, also without hard links.
      const holder = await openNew(free);
      if (holder === null) continue;
      await holder.close();
      await writing(free, () => renameOver(this.path, free));
      return free;
    }
  }

  /** Quiet when `finish` has closed it. */
  async close(): Promise<void> {
    try {
      await this.#handle.close();
    } catch (error) {
      if (errnoOf(error) !== 'EBADF') throw error;
    }
  }

  async discard(): Promise<void> {
    await this.close();
    await removeQuietly(this.path);
  }
}

/** Removes a file of ours; one that is gone, or out of reach, is no failure. */
export async function removeQuietly(path: string): Promise<void> {
  try {
    await rm(path, { force: true });
  } catch (error) {
    if (errnoOf(error) === null) throw error;
  }
}

async function renameOver(path: string, holder: string): Promise<void> {
  try {
    await rename(path, holder);
  } catch (error) {
    await removeQuietly(holder);
    throw error;
  }
}

/** Null when there is one already. */
async function openNew(path: string): Promise<FileHandle | null> {
  return writing(path, async () => {
    try {
      return await open(path, 'wx+');
    } catch (error) {
      if (errnoOf(error) === 'EEXIST') return null;
      throw error;
    }
  });
}

async function isTaken(path: string): Promise<boolean> {
  return writing(path, async () => {
    try {
      await stat(path);
      return true;
    } catch (error) {
      if (errnoOf(error) === 'ENOENT') return false;
      throw error;
    }
  });
}

/** The chosen folder itself must be there; what is below it is made, and must not lead out of it through a link. */
async function makeFolder(folder: string, inside: string): Promise<void> {
  await writing(folder, async () => {
    const root = await realpath(folder);
    await mkdir(inside, { recursive: true });
    const way = relative(root, await realpath(inside));
    if (way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way)) {
      throw new FailureError(
        failure('folder-unwritable', { name: basename(folder) }, 'a link leads out of the folder'),
      );
    }
  });
}
