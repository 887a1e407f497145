import type { LibrarySelection } from '../../../shared/library';
import { fail } from '../../../shared/failure';
import { assertNever } from '../../../shared/assert';
import type { KeysBelow, LibraryIndex } from './library-index';

/** What a selection means. A view means its assets; the folders in it are only meant when they are named themselves. */
export function selected(index: LibraryIndex, selection: LibrarySelection): KeysBelow {
  switch (selection.kind) {
    case 'assets': {
      const found = [...new Set(selection.assetIds)].map((assetId) => index.find(assetId));
      return { assets: found.filter((asset) => asset !== null), markers: [] };
    }
    case 'folders':
      return belowAll(index, selection.prefixes);
    case 'view': {
      const except = new Set(selection.except);
      return { assets: index.assetsOf(selection.view).filter(({ assetId }) => !except.has(assetId)), markers: [] };
    }
    default:
      return assertNever(selection);
  }
}

function belowAll(index: LibraryIndex, prefixes: readonly string[]): KeysBelow {
  // Without its slash `a` would mean `ab.png` as well, and '' the whole bucket.
  if (!prefixes.every((prefix) => prefix.endsWith('/'))) fail('invalid-input');
  const below = prefixes.map((prefix) => index.below(prefix));
  return {
    assets: [...new Set(below.flatMap(({ assets }) => assets))],
    markers: [...new Set(below.flatMap(({ markers }) => markers))],
  };
}
