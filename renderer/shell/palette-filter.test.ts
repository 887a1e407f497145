import { describe, expect, it } from 'vitest';
import { fitting } from './palette-filter';

const GROUPS = [
  {
    group: 'Actions',
    actions: [
      { id: 'update', label: 'Check for updates', keywords: 'version' },
      { id: 'add', label: 'Add', description: 'Folder or bucket' },
    ],
  },
  {
    group: 'Settings',
    actions: [
      { id: 'uploads', label: 'Uploads', keywords: ['names', 'folder'] },
      { id: 'watched', label: 'Watched folders' },
    ],
  },
];

function found(query: string): readonly string[] {
  return fitting(query, GROUPS).flatMap(({ actions }) => actions.map(({ id }) => id));
}

describe('the filter of the palette', () => {
  it('finds by letters of the name, of the description and of the keywords', () => {
    expect(found(' CHECK ')).toEqual(['update']);
    expect(found('bucket')).toEqual(['add']);
    expect(found('version')).toEqual(['update']);
    expect(found('names')).toEqual(['uploads']);
  });

  it('has what is called so first, its group too', () => {
    expect(found('folder')).toEqual(['watched', 'uploads', 'add']);
  });

  it('leaves out groups of which nothing fits', () => {
    expect(fitting('version', GROUPS).map(({ group }) => group)).toEqual(['Actions']);
    expect(fitting('zebra', GROUPS)).toEqual([]);
  });
});
