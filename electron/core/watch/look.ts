import type { Dirent } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { FailureError, type Failure } from '../../../shared/failure';
import { errnoOf, reading } from '../transfers/file-failure';

/** A regular file as it is now. */
export interface SeenFile {
  /** Below the watched folder, with `/`. */
  readonly relative: string;
  /** Bytes. */
  readonly size: number;
  readonly mtimeMs: number;
  /** 0 where the file system has none. */
  readonly ino: number;
}

export interface Look {
  readonly files: readonly SeenFile[];
  /** What was looked into: '' for the watched folder itself. */
  readonly folders: readonly string[];
  /** What could not be looked into. */
  readonly closed: readonly ClosedFolder[];
}

export interface ClosedFolder {
  /** As in `Look.folders`. */
  readonly relative: string;
  readonly failure: Failure;
}

export interface LookOptions {
  readonly root: string;
  /** Whether a subfolder is looked into. */
  enters(relative: string): boolean;
  /** Whether a file is of interest at all; the others are not asked for their size. */
  wants(relative: string): boolean;
}

/** How many files of a folder are asked for their size together. */
const ABREAST = 32;
/** A tree that is deeper is not one that people keep pictures in. */
const MAX_DEPTH = 40;

/**
 * What lies in `from` ('' for all) and below. Symbolic links are left out, files and folders alike: so there are no circles, and
 * nothing that lies elsewhere is uploaded because a link to it appeared. Rejects with an AbortError.
 */
export async function lookAround(from: string, options: LookOptions, signal: AbortSignal): Promise<Look> {
  const files: SeenFile[] = [];
  const folders: string[] = [];
  const closed: ClosedFolder[] = [];
  const waiting = [from];
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    signal.throwIfAborted();
    const listed = await list(join(options.root, folder));
    if (!listed.ok) {
      closed.push({ relative: folder, failure: listed.failure });
      continue;
    }
    folders.push(folder);
    const named = listed.entries.map((entry) => ({ entry, relative: below(folder, entry.name) }));
    const wanted = named.filter(({ entry, relative }) => isMaybeFile(entry) && options.wants(relative));
    for await (const file of seen(wanted, options)) files.push(file);
    const further = named.filter(
      ({ entry, relative }) => !entry.isFile() && !isDeep(relative) && options.enters(relative),
    );
    for (const { entry, relative } of further) {
      if (await isFolder(entry, join(options.root, relative))) waiting.push(relative);
    }
  }
  return { files, folders, closed };
}

/** A file as it is now; null when there is no regular file of that name. Throws a `FailureError` where that cannot be told. */
export async function seeFile(root: string, relative: string): Promise<SeenFile | null> {
  const path = join(root, relative);
  return reading(path, async () => {
    try {
      const stats = await lstat(path);
      return stats.isFile() ? { relative, size: stats.size, mtimeMs: stats.mtimeMs, ino: stats.ino } : null;
    } catch (error) {
      if (errnoOf(error) === 'ENOENT' || errnoOf(error) === 'ENOTDIR') return null;
      throw error;
    }
  });
}

export function isUnchanged(a: Omit<SeenFile, 'relative' | 'ino'>, b: Omit<SeenFile, 'relative' | 'ino'>): boolean {
  return a.size === b.size && a.mtimeMs === b.mtimeMs;
}

async function* seen(
  named: readonly { readonly relative: string }[],
  { root }: LookOptions,
): AsyncGenerator<SeenFile, void, undefined> {
  for (let start = 0; start < named.length; start += ABREAST) {
    const some = named.slice(start, start + ABREAST);
    // One that went, or was closed, between the two questions is found out about when its turn comes.
    const looks = await Promise.all(some.map(({ relative }) => seeFile(root, relative).catch(nullIfExpected)));
    for (const file of looks) if (file !== null) yield file;
  }
}

/**
 * What a folder's list calls a link need not be one: Windows' does so with all that a driver has a hand in, which is every file and
 * every folder that OneDrive keeps. lstat tells them apart, and is asked of each file anyway.
 */
function isMaybeFile(entry: Dirent): boolean {
  return entry.isFile() || entry.isSymbolicLink();
}

async function isFolder(entry: Dirent, path: string): Promise<boolean> {
  if (!entry.isSymbolicLink()) return entry.isDirectory();
  const stats = await reading(path, () => lstat(path)).catch(nullIfExpected);
  return stats?.isDirectory() ?? false;
}

function isDeep(relative: string): boolean {
  return relative.split('/').length > MAX_DEPTH;
}

function nullIfExpected(error: unknown): null {
  if (error instanceof FailureError) return null;
  throw error;
}

type Listing =
  { readonly ok: true; readonly entries: readonly Dirent[] } | { readonly ok: false; readonly failure: Failure };

async function list(path: string): Promise<Listing> {
  try {
    return { ok: true, entries: await reading(path, () => readdir(path, { withFileTypes: true })) };
  } catch (error) {
    if (error instanceof FailureError) return { ok: false, failure: error.failure };
    throw error;
  }
}

function below(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}
