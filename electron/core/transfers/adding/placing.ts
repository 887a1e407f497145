import { fail } from '../../../../shared/failure';
import type { Listings } from './listings';
import { LocalPaths } from '../download/local-path';
import type { DownloadObject, ListedObjects } from '../transfers-api';
import type { ZipEntry, ZipLists } from '../zip/zip-lists';
import { packedBytes } from '../zip/zip-size';

/** How many objects go on together. */
const BATCH = 1000;

/** Gives each object a path of its own below the folder; what is listed twice counts once, and a folder's marker is no file. */
export async function* placed(
  listings: Listings,
  objects: readonly DownloadObject[] | ListedObjects,
  signal: AbortSignal,
): AsyncGenerator<readonly ZipEntry[], { readonly stopped: boolean }, undefined> {
  const paths = new LocalPaths();
  const seen = new Set<string>();
  const batches = listings.follow(typeof objects === 'function' ? objects : () => chunks(objects), signal);
  for (;;) {
    const next = await batches.next();
    if (next.done === true) return next.value;
    const fresh = next.value.filter(({ key, relativePath }) => !relativePath.endsWith('/') && !seen.has(key));
    for (const { key } of fresh) seen.add(key);
    const entries = fresh.map(({ relativePath, key, size, etag, modified }) => {
      return { key, size, etag, modified, path: paths.claim(relativePath) };
    });
    if (entries.length > 0) yield entries;
  }
}

async function* chunks(objects: readonly DownloadObject[]): AsyncGenerator<readonly DownloadObject[], void, undefined> {
  for (let start = 0; start < objects.length; start += BATCH) yield objects.slice(start, start + BATCH);
}

/** What goes into a ZIP file, written down. */
export interface KeptList {
  /** The file of it. */
  readonly list: string;
  readonly count: number;
  /** Bytes of all objects. */
  readonly size: number;
  /** What the ZIP file may come to, bytes. */
  readonly packed: number;
}

/** Writes down what goes into a ZIP file; null when the listing was broken off. */
export async function keepList(
  { lists, listings }: { readonly lists: ZipLists; readonly listings: Listings },
  id: string,
  objects: readonly DownloadObject[] | ListedObjects,
  signal: AbortSignal,
): Promise<KeptList | null> {
  const sum = { count: 0, size: 0, packed: 0, stopped: false };
  const list = await lists.keep(id, summed(placed(listings, objects, signal), sum));
  // What was stopped half-way is no whole: the list is swept away with the next start.
  if (sum.stopped) return null;
  if (sum.count === 0) fail('nothing-to-add');
  return { list, count: sum.count, size: sum.size, packed: sum.packed };
}

interface Sum {
  count: number;
  size: number;
  packed: number;
  stopped: boolean;
}

async function* summed(
  batches: AsyncGenerator<readonly ZipEntry[], { readonly stopped: boolean }, undefined>,
  sum: Sum,
): AsyncGenerator<readonly ZipEntry[], void, undefined> {
  for (;;) {
    const next = await batches.next();
    if (next.done === true) {
      sum.stopped = next.value.stopped;
      return;
    }
    for (const entry of next.value) {
      sum.size += entry.size;
      sum.packed += packedBytes(entry);
    }
    sum.count += next.value.length;
    yield next.value;
  }
}
