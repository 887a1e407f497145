import { nameOfKey, prefixOfKey } from '../../../shared/keys';
import type { LibrarySelection } from '../../../shared/library';
import type { DownloadObject, ListedObjects } from '../transfers/transfers-api';
import type { Library } from './library';
import { relativePathIn } from './relative-path';
import { connectionOfSelections } from './selected-connection';

/** What selections of one connection mean to the transfers: their objects, each with its place below the folder they go to. */
export function downloadsOf(
  library: Pick<Library, 'objectsIn'>,
  selections: readonly LibrarySelection[],
): { readonly connectionId: string; readonly objects: ListedObjects } {
  const connectionId = connectionOfSelections(selections);
  return { connectionId, objects: (signal) => objectsOf(library, selections, signal) };
}

async function* objectsOf(
  library: Pick<Library, 'objectsIn'>,
  selections: readonly LibrarySelection[],
  signal: AbortSignal,
): AsyncGenerator<readonly DownloadObject[], void, undefined> {
  for (const selection of selections) {
    for await (const batch of library.objectsIn(selection, signal)) {
      yield batch.map(({ key, size, etag, modified }) => {
        return { key, size, etag, modified, relativePath: relativePathIn(selection, key) };
      });
    }
  }
}

/** What a ZIP file of selections is called, without its extension: as their one folder, else as the bucket. */
export function zipNameOf(selections: readonly LibrarySelection[], bucket: string): string {
  const prefix = prefixOf(selections);
  return prefix === '' ? bucket : nameOfKey(prefix);
}

/** The folder that selections lie in, or are, with its slash; '' where there is no one. */
export function prefixOf(selections: readonly LibrarySelection[]): string {
  for (const selection of selections) {
    if (selection.kind === 'view' && selection.view.scope.kind === 'folder') return selection.view.scope.prefix;
    if (selection.kind !== 'folders') continue;
    const [only = '', ...others] = selection.prefixes;
    return selections.length === 1 && others.length === 0 ? only : prefixOfKey(only.slice(0, -1));
  }
  return '';
}
