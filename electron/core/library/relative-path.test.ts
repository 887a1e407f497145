import { expect, it } from 'vitest';
import type { LibrarySelection, LibraryView } from '../../../shared/library';
import { NO_FILTERS } from '../../../shared/view-filters';
import { relativePathIn } from './relative-path';

const view = (scope: LibraryView['scope']): LibrarySelection => ({
  kind: 'view',
  except: [],
  view: {
    connectionId: 'c',
    scope,
    search: '',
    kinds: [],
    filters: NO_FILTERS,
    flat: false,
    sort: { field: 'name', direction: 'asc' },
  },
});

it.each<[string, LibrarySelection, string, string]>([
  ['a file by its name', { kind: 'assets', connectionId: 'c', assetIds: ['1'] }, 'a/b/c.png', 'c.png'],
  [
    'a folder with its own name',
    { kind: 'folders', connectionId: 'c', prefixes: ['x/', 'a/b/'] },
    'a/b/c/d.png',
    'b/c/d.png',
  ],
  ['a folder at the top', { kind: 'folders', connectionId: 'c', prefixes: ['a/'] }, 'a/d.png', 'a/d.png'],
  ['all of a folder, below it', view({ kind: 'folder', prefix: 'a/b/' }), 'a/b/c/d.png', 'c/d.png'],
  ['all of a smart view, by the whole key', view({ kind: 'smart', view: 'images' }), 'a/b/c.png', 'a/b/c.png'],
])('downloads %s', (_what, selection, key, path) => {
  expect(relativePathIn(selection, key)).toBe(path);
});
