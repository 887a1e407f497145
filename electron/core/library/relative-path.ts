import { assertNever } from '../../../shared/assert';
import { nameOfKey, prefixOfKey } from '../../../shared/keys';
import type { LibrarySelection } from '../../../shared/library';

/** Where an object of a selection lies below the folder that it is downloaded to: folders keep their trees, files their names. */
export function relativePathIn(selection: LibrarySelection, key: string): string {
  switch (selection.kind) {
    case 'assets':
      return nameOfKey(key);
    case 'folders': {
      const folder = selection.prefixes.find((prefix) => key.startsWith(prefix)) ?? '';
      return key.slice(prefixOfKey(folder.slice(0, -1)).length);
    }
    case 'view': {
      const { scope } = selection.view;
      return scope.kind === 'folder' && key.startsWith(scope.prefix) ? key.slice(scope.prefix.length) : key;
    }
    default:
      return assertNever(selection);
  }
}
