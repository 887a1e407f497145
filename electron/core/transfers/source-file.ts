import { constants, type Stats } from 'node:fs';
import { open, stat, type FileHandle } from 'node:fs/promises';
import { basename } from 'node:path';
import { failure, FailureError } from '../../../shared/failure';
import { errnoOf, reading } from './file-failure';
import { md5FromDigest, type Md5 } from './md5/md5';
import { md5OfSpan, type FileSpan } from './md5/md5-thread';
import type { Fingerprint } from './journal/records';

/** Opening a pipe would else wait for its other end; Windows knows neither. */
const READ_AT_ONCE = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/** A local file while it is uploaded: read by offset, and watched for changes. All throws are `FailureError`. */
export class SourceFile {
  readonly path: string;
  readonly fingerprint: Fingerprint;
  readonly #handle: FileHandle;

  private constructor(path: string, handle: FileHandle, fingerprint: Fingerprint) {
    this.path = path;
    this.#handle = handle;
    this.fingerprint = fingerprint;
  }

  static open(path: string): Promise<SourceFile> {
    return reading(path, async () => {
      const handle = await open(path, READ_AT_ONCE);
      try {
        const found = await handle.stat();
        if (!found.isFile()) throw notRegular(path);
        return new SourceFile(path, handle, fingerprintOf(found));
      } catch (error) {
        await handle.close();
        throw error;
      }
    });
  }

  get size(): number {
    return this.fingerprint.size;
  }

  /** Fills the buffer from `offset`; a file that has become too short for it has changed. */
  async read(into: Uint8Array, offset: number): Promise<void> {
    let filled = 0;
    while (filled < into.length) {
      const { bytesRead } = await reading(this.path, () =>
        this.#handle.read(into, filled, into.length - filled, offset + filled),
      );
      if (bytesRead === 0) throw this.#changed();
      filled += bytesRead;
    }
  }

  /** Of a stretch, which is not kept in memory; likewise. */
  async md5(span: Omit<FileSpan, 'fd'>): Promise<Md5> {
    const digest = await reading(this.path, () => md5OfSpan({ fd: this.#handle.fd, ...span }));
    if (digest === null) throw this.#changed();
    return md5FromDigest(Buffer.from(digest));
  }

  /** The first bytes, fewer when the file is shorter. */
  async head(bytes: number): Promise<Uint8Array> {
    const head = Buffer.alloc(Math.min(bytes, this.size));
    await this.read(head, 0);
    return head;
  }

  /** Throws `file-changed` when the open file, or the one that its path names by now, is not what was opened. */
  async ensureUnchanged(): Promise<void> {
    if (!isSame(fingerprintOf(await this.#look()), this.fingerprint)) throw this.#changed();
  }

  /** By its path; where that leads nowhere any more (deleted meanwhile), what is open is whole all the same. */
  async #look(): Promise<Stats> {
    try {
      return await stat(this.path);
    } catch (error) {
      if (errnoOf(error) === null) throw error;
      return reading(this.path, () => this.#handle.stat());
    }
  }

  close(): Promise<void> {
    return this.#handle.close();
  }

  #changed(): FailureError {
    return new FailureError(failure('file-changed', { name: basename(this.path) }));
  }
}

export function isSame(a: Fingerprint, b: Fingerprint): boolean {
  return a.size === b.size && a.mtimeMs === b.mtimeMs && a.ino === b.ino;
}

/** What tells this state of a file from another. */
export function fingerprintOf(stats: Fingerprint): Fingerprint {
  return { size: stats.size, mtimeMs: stats.mtimeMs, ino: stats.ino };
}

function notRegular(path: string): FailureError {
  return new FailureError(failure('file-unreadable', { name: basename(path) }, 'not a regular file'));
}
