import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { drop } from '../../../shared/drop';

/** Thumbnails on the disk, one file each; a file's time is when it was last looked at. */
export class ThumbnailFiles {
  readonly #folder: string;
  #written = 0;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async read(name: string, now: number): Promise<Uint8Array | null> {
    const file = this.#fileOf(name);
    const bytes = await readFile(file).catch(() => null);
    if (bytes !== null) drop(utimes(file, now / 1000, now / 1000).catch(() => undefined));
    return bytes;
  }

  /** Whole or not at all. A cache that cannot be written is done without. */
  async write(name: string, bytes: Uint8Array): Promise<void> {
    const file = this.#fileOf(name);
    this.#written += 1;
    const fresh = `${file}.${process.pid}-${this.#written}`;
    try {
      await mkdir(path.dirname(file), { recursive: true });
      await writeFile(fresh, bytes);
      await rename(fresh, file);
    } catch {
      await rm(fresh, { force: true }).catch(() => undefined);
    }
  }

  /** Removes what was not looked at for longest until `maxBytes` hold the rest. */
  async prune(maxBytes: number): Promise<void> {
    const files = await this.#all();
    files.sort((a, b) => b.usedAt - a.usedAt);
    let kept = 0;
    for (const { file, size } of files) {
      kept += size;
      if (kept > maxBytes) await rm(file, { force: true }).catch(() => undefined);
    }
  }

  async #all(): Promise<{ file: string; size: number; usedAt: number }[]> {
    const names = await readdir(this.#folder, { recursive: true }).catch(() => []);
    const found: { file: string; size: number; usedAt: number }[] = [];
    for (const name of names) {
      const file = path.join(this.#folder, name);
      const facts = await stat(file).catch(() => null);
      if (facts?.isFile() === true) found.push({ file, size: facts.size, usedAt: facts.mtimeMs });
    }
    return found;
  }

  #fileOf(name: string): string {
    const hash = createHash('sha256').update(name).digest('hex').slice(0, 40);
    return path.join(this.#folder, hash.slice(0, 2), `${hash}.webp`);
  }
}
