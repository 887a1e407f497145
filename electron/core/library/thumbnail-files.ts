import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { drop } from '../../../shared/drop';

interface Kept {
  readonly file: string;
  readonly size: number;
  readonly usedAt: number;
}

/** What is kept when the cap is reached, so that not each new file has all others counted. */
const KEPT_SHARE = 0.9;

/**
 * Thumbnails on the disk, one file each; a file's time is when it was last looked at. A name says whose it is by what stands before
 * its first NUL, and each of these has a folder of its own.
 */
export class ThumbnailFiles {
  readonly #folder: string;
  readonly #cap: () => number;
  #written = 0;
  /** What they take, bytes; null until they were counted. */
  #taken: number | null = null;
  /** All that was ever written here, bytes: tells what came while the others were counted. */
  #added = 0;
  #pruning: Promise<void> | null = null;

  /** `cap`: bytes that they may take together; what was not looked at for longest goes first. */
  constructor(folder: string, cap: () => number) {
    this.#folder = folder;
    this.#cap = cap;
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
      await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
      await writeFile(fresh, bytes);
      await rename(fresh, file);
      this.#added += bytes.byteLength;
      if (this.#taken !== null) this.#taken += bytes.byteLength;
      if (this.#taken !== null && this.#taken > this.#cap()) drop(this.prune());
    } catch {
      await rm(fresh, { force: true }).catch(() => undefined);
    }
  }

  /** Counts them all, and where they take more than their cap, removes what was not looked at for longest. */
  prune(): Promise<void> {
    this.#pruning ??= this.#prune().finally(() => (this.#pruning = null));
    return this.#pruning;
  }

  async #prune(): Promise<void> {
    const before = this.#added;
    const files = await this.#all();
    const total = files.reduce((sum, { size }) => sum + size, 0);
    const kept = total > this.#cap() ? await keepNewest(files, this.#cap() * KEPT_SHARE) : total;
    // What came meanwhile may be counted twice, and is never forgotten.
    this.#taken = kept + this.#added - before;
  }

  /** What they take together, bytes. */
  async size(): Promise<number> {
    return (await this.#all()).reduce((sum, { size }) => sum + size, 0);
  }

  /** Removes all of them; they are made again when they are looked at. */
  async clear(): Promise<void> {
    // One may be written meanwhile.
    await rm(this.#folder, { recursive: true, force: true, maxRetries: 10 });
    this.#taken = 0;
  }

  /** Removes all that belongs to one. */
  async removeAllOf(owner: string): Promise<void> {
    await rm(path.join(this.#folder, folderOf(owner)), { recursive: true, force: true, maxRetries: 10 });
    await this.prune();
  }

  async #all(): Promise<Kept[]> {
    const names = await readdir(this.#folder, { recursive: true }).catch(() => []);
    const found: Kept[] = [];
    for (const name of names) {
      const file = path.join(this.#folder, name);
      const facts = await stat(file).catch(() => null);
      if (facts?.isFile() === true) found.push({ file, size: facts.size, usedAt: facts.mtimeMs });
    }
    return found;
  }

  #fileOf(name: string): string {
    const hash = digestOf(name).slice(0, 40);
    return path.join(this.#folder, folderOf(name.split('\0', 1)[0] ?? ''), hash.slice(0, 2), `${hash}.webp`);
  }
}

const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex');

const folderOf = (owner: string): string => digestOf(owner).slice(0, 16);

/** Answers what the rest takes, bytes. */
async function keepNewest(files: readonly Kept[], maxBytes: number): Promise<number> {
  let kept = 0;
  for (const { file, size } of files.toSorted((a, b) => b.usedAt - a.usedAt)) {
    if (kept + size > maxBytes) await rm(file, { force: true }).catch(() => undefined);
    else kept += size;
  }
  return kept;
}
