import { lstat, readdir, realpath, stat } from 'node:fs/promises';
import type { Stats } from 'node:fs';
import { basename, join } from 'node:path';
import { failure, FailureError, type Failure } from '../../../../shared/failure';
import { reading } from '../file-failure';
import { SYSTEM_FILES, SYSTEM_FOLDERS } from './system-names';

export type Found =
  /** `relative`: with `/`, beginning with the name of what was given; a whole drive has none. */
  | { readonly kind: 'file'; readonly path: string; readonly relative: string; readonly size: number }
  | { readonly kind: 'left-out'; readonly path: string; readonly failure: Failure }
  | { readonly kind: 'hidden'; readonly path: string };

/** How many files of a folder are looked at together. */
const ABREAST = 32;

export interface WalkOptions {
  /** Names with a dot in front, inside of folders; the system's own leftovers stay out either way. */
  readonly hiddenFiles: boolean;
}

/** All files below the given paths. Links to files and folders are followed, but never in a circle. */
export async function* walk(paths: readonly string[], options: WalkOptions): AsyncGenerator<Found> {
  for (const path of paths) {
    const name = basename(path);
    if (isOfSystem(name)) yield { kind: 'hidden', path };
    else yield* visit({ path, relative: name, above: [], ...options });
  }
}

/** How many files `walk` finds; rejects with an AbortError when the signal fires. */
export async function countFiles(paths: readonly string[], options: WalkOptions, signal: AbortSignal): Promise<number> {
  let files = 0;
  for await (const { kind } of walk(paths, options)) {
    signal.throwIfAborted();
    if (kind === 'file') files += 1;
  }
  return files;
}

interface Place extends WalkOptions {
  readonly path: string;
  readonly relative: string;
  /** The real paths of the folders that led here. */
  readonly above: readonly string[];
}

type Look = { readonly ok: true; readonly stats: Stats } | { readonly ok: false; readonly failure: Failure };

async function* visit(place: Place): AsyncGenerator<Found> {
  yield* sort(place, await look(place.path));
}

async function* sort(place: Place, seen: Look): AsyncGenerator<Found> {
  const { path, relative } = place;
  if (!seen.ok) yield { kind: 'left-out', path, failure: seen.failure };
  else if (seen.stats.isFile()) yield { kind: 'file', path, relative, size: seen.stats.size };
  else if (seen.stats.isDirectory()) yield* visitFolder(place);
  else yield { kind: 'left-out', path, failure: notRegular(path) };
}

async function* visitFolder(place: Place): AsyncGenerator<Found> {
  const listed = await list(place);
  if (!listed.ok) {
    yield { kind: 'left-out', path: place.path, failure: listed.failure };
    return;
  }
  const above = [...place.above, listed.real];
  for (let start = 0; start < listed.names.length; start += ABREAST) {
    const places = listed.names
      .slice(start, start + ABREAST)
      .map((name) => ({ ...place, path: join(place.path, name), relative: below(place.relative, name), above }));
    const looks = await Promise.all(places.map((inside) => (isHidden(inside) ? null : look(inside.path))));
    for (const [index, inside] of places.entries()) {
      const seen = looks[index];
      if (seen === null || seen === undefined) yield { kind: 'hidden', path: inside.path };
      else yield* sort(inside, seen);
    }
  }
}

type Listing =
  | { readonly ok: true; readonly real: string; readonly names: readonly string[] }
  | { readonly ok: false; readonly failure: Failure };

async function list(place: Place): Promise<Listing> {
  return expected(async () => {
    const real = await reading(place.path, () => realpath(place.path));
    if (place.above.includes(real)) throw new FailureError(circle(place.path));
    const names = await reading(place.path, () => readdir(place.path));
    return { ok: true as const, real, names: names.sort() };
  });
}

function look(path: string): Promise<Look> {
  return expected(async () => {
    const stats = await reading(path, () => lstat(path));
    return { ok: true as const, stats: stats.isSymbolicLink() ? await reading(path, () => stat(path)) : stats };
  });
}

async function expected<T>(work: () => Promise<T>): Promise<T | { readonly ok: false; readonly failure: Failure }> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof FailureError) return { ok: false, failure: error.failure };
    throw error;
  }
}

/** Inside a folder, names with a dot in front; a file that a person picked by itself is meant. */
function isHidden({ path, hiddenFiles }: Place): boolean {
  const name = basename(path);
  return (name.startsWith('.') && !hiddenFiles) || isOfSystem(name);
}

/** At any depth: what is given may hold whole drives, mounted or copied. */
function isOfSystem(name: string): boolean {
  return SYSTEM_FILES.has(name.toLowerCase()) || SYSTEM_FOLDERS.has(name.toLowerCase());
}

/** A slash in front would stand for a folder without a name, which no key may have. */
function below(relative: string, name: string): string {
  return relative === '' ? name : `${relative}/${name}`;
}

function notRegular(path: string): Failure {
  return failure('file-unreadable', { name: basename(path) }, 'not a regular file');
}

function circle(path: string): Failure {
  return failure('file-unreadable', { name: basename(path) }, 'a link to a folder that it lies in');
}
