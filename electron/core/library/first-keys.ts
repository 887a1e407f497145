import type { LibrarySelection } from '../../../shared/library';
import type { Library } from './library';

/** The keys of the first files of selections; the markers of folders are none. */
export async function firstKeys(
  library: Pick<Library, 'objectsIn'>,
  selections: readonly LibrarySelection[],
  count: number,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const keys = new Set<string>();
  for (const selection of selections) {
    for await (const batch of library.objectsIn(selection, signal)) {
      for (const { key } of batch) if (!key.endsWith('/')) keys.add(key);
      if (keys.size >= count) return [...keys].slice(0, count);
    }
  }
  return [...keys];
}
