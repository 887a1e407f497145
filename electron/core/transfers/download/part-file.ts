import type { Stats } from 'node:fs';
import { link, lstat, open, unlink, type FileHandle } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { renameSoon } from '../../rename-soon';
import { errnoOf, reading, writing } from '../file-failure';
import { LocalFolders } from './local-folders';
import { numberedName } from './local-path';
import { md5OfSpan, type FileSpan } from '../md5/md5-thread';
import type { Fingerprint } from '../journal/records';
import { fingerprintOf } from '../source-file';

const READ_BYTES = 1024 * 1024;

const folders = new LocalFolders();

/** The n-th name to try for a path: `photo.png`, `photo (2).png` … */
export function numberedPath(path: string, n: number): string {
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

  /** Makes a new one for `target`: `<name>.part` or, where that is taken, the next free name beside it. */
  static async create(folder: string, target: string): Promise<PartFile> {
    const inside = dirname(target);
    const known = folders.isKnown(folder, inside);
    try {
      if (!known) await folders.make(folder, inside);
      return await PartFile.#begin(target);
    } catch (error) {
      if (!known) throw error;
      // Removed a moment ago, or put elsewhere.
      await folders.make(folder, inside);
      return PartFile.#begin(target);
    }
  }

  static async #begin(target: string): Promise<PartFile> {
    for (let n = 1; ; n++) {
      const path = numberedPath(`${target}.part`, n);
      const handle = await openNew(path);
      if (handle !== null) return new PartFile(path, handle, 0);
    }
  }

  /** Opens the one that an earlier try has begun, or makes it anew should it be gone. */
  static async reopen(folder: string, path: string): Promise<PartFile> {
    await folders.make(folder, dirname(path));
    return writing(path, async () => {
      const handle = (await openNew(path)) ?? (await open(path, 'r+'));
      return new PartFile(path, handle, (await handle.stat()).size);
    });
  }

  get length(): number {
    return this.#length;
  }

  append(bytes: Uint8Array): Promise<void> {
    return this.writeAt(bytes, this.#length);
  }

  /** What lies between the end and a place beyond it is a gap. */
  writeAt(bytes: Uint8Array, position: number): Promise<void> {
    return writing(this.path, async () => {
      let written = 0;
      while (written < bytes.length) {
        const place = position + written;
        const done = await this.#handle.write(bytes, written, bytes.length - written, place);
        written += done.bytesWritten;
        this.#length = Math.max(this.#length, place + done.bytesWritten);
      }
    });
  }

  /** What was written by now outlives a power cut. */
  flush(): Promise<void> {
    return writing(this.path, () => this.#handle.datasync());
  }

  empty(): Promise<void> {
    return writing(this.path, async () => {
      await this.#handle.truncate(0);
      this.#length = 0;
    });
  }

  /** Gives out `start` to `end` (exclusive) in order. The bytes are good until the next are given. */
  async *read(start: number, end: number): AsyncGenerator<Uint8Array, void, undefined> {
    const buffer = Buffer.from(new SharedArrayBuffer(Math.min(READ_BYTES, Math.max(1, end - start))));
    for (let at = start; at < end;) {
      const wanted = Math.min(buffer.length, end - at);
      const { bytesRead } = await writing(this.path, () => this.#handle.read(buffer, 0, wanted, at));
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
      at += bytesRead;
    }
  }

  /** Of what lies there; null when the file ends before. */
  md5(span: Omit<FileSpan, 'fd'>): Promise<Uint8Array | null> {
    return reading(this.path, () => md5OfSpan({ fd: this.#handle.fd, ...span }));
  }

  /** Nothing more is written; `lasting`: a power cut takes nothing of it once it resolves. Answers what tells this file from others. */
  seal({ lasting }: { readonly lasting: boolean }): Promise<Fingerprint> {
    return writing(this.path, async () => {
      if (lasting) await this.#handle.datasync();
      const stats = await this.#handle.stat();
      await this.#handle.close();
      return fingerprintOf(stats);
    });
  }

  /**
   * Gives it its name in one step. What has that name already is replaced only if so told; else answers false, decided by the
   * file system without a race.
   */
  async giveName(target: string, replaces: boolean): Promise<boolean> {
    return writing(target, async () => {
      if (!replaces) return moveBeside(this.path, target);
      await renameSoon(this.path, target);
      return true;
    });
  }

  /** Quiet when `seal` has closed it. */
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
    await unlink(path);
  } catch (error) {
    if (errnoOf(error) === null) throw error;
  }
}

/** Gives a file another name, never that of another file: false when the name is taken. */
export async function moveBeside(path: string, target: string): Promise<boolean> {
  try {
    await link(path, target);
  } catch (error) {
    if (errnoOf(error) === null) throw error;
    return errnoOf(error) === 'EEXIST' ? false : renameOverHolder(path, target);
  }
  await removeQuietly(path);
  return true;
}

/** For file systems without hard links: an empty file holds the name, and the rename over it is atomic. */
async function renameOverHolder(path: string, target: string): Promise<boolean> {
  const holder = await openNew(target);
  if (holder === null) return false;
  await holder.close();
  try {
    await renameSoon(path, target);
    return true;
  } catch (error) {
    await removeQuietly(target);
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

/** What lies under a path, a link being itself; null when nothing does, or its folder is not there. */
export function lookAt(path: string): Promise<Stats | null> {
  return writing(path, async () => {
    try {
      return await lstat(path);
    } catch (error) {
      if (errnoOf(error) === 'ENOENT') return null;
      throw error;
    }
  });
}
