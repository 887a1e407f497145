import type { LibrarySelection } from '../../../shared/library';
import { HEADERS_READ, type SeenHeaders } from '../../../shared/header-edit';
import type { ObjectHead, ObjectStore } from '../store/object-store';
import { headOrNull } from '../transfers/store-questions';
import { firstKeys } from './first-keys';
import type { Library } from './library';

const ABREAST = 8;
const VALUES_TOLD = 20;

/** What the files of a selection are served with, asked of the bucket: of all of them, or of the first 50. */
export async function seenHeaders(
  library: Pick<Library, 'objectsIn'>,
  store: ObjectStore,
  selections: readonly LibrarySelection[],
  signal: AbortSignal,
): Promise<SeenHeaders> {
  const keys = await firstKeys(library, selections, HEADERS_READ + 1, signal);
  const heads = await headsOf(store, keys.slice(0, HEADERS_READ), signal);
  const names = [...new Set(heads.flatMap(({ metadata }) => Object.keys(metadata)))].sort();
  return {
    read: heads.length,
    more: keys.length > HEADERS_READ,
    contentType: distinct(heads.map((head) => head.contentType)),
    cacheControl: distinct(heads.map((head) => head.cacheControl ?? '')),
    metadata: names.map((name) => ({ name, values: distinct(heads.map(({ metadata }) => metadata[name] ?? '')) })),
  };
}

function distinct(values: readonly string[]): readonly string[] {
  return [...new Set(values)].slice(0, VALUES_TOLD);
}

/** What has gone since it was listed is passed over. */
async function headsOf(
  store: ObjectStore,
  keys: readonly string[],
  signal: AbortSignal,
): Promise<readonly ObjectHead[]> {
  const heads: (ObjectHead | null)[] = [];
  for (let start = 0; start < keys.length; start += ABREAST) {
    const some = keys.slice(start, start + ABREAST);
    heads.push(...(await Promise.all(some.map((key) => headOrNull(store, key, signal)))));
  }
  return heads.filter((head) => head !== null);
}
