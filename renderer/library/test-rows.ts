import type { AssetRow, FolderRow, LibraryRow, LibraryView } from '../../shared/library';
import { NO_FILTERS } from '../../shared/view-filters';

/** Rows and views for the tests of this folder. */
export function assetRow(name: string, more: Partial<AssetRow> = {}): AssetRow {
  return {
    kind: 'asset',
    assetId: `id-${name}`,
    key: name,
    name,
    size: 1_000,
    modified: 1_790_000_000_000,
    media: 'image',
    version: 'v1',
    width: null,
    height: null,
    durationMs: null,
    blur: null,
    generated: null,
    transfer: null,
    ...more,
  };
}

export function folderRow(prefix: string, count = 3): FolderRow {
  return { kind: 'folder', prefix, name: prefix.slice(0, -1), count };
}

export function numberedRows(from: number, count: number): LibraryRow[] {
  return Array.from({ length: count }, (_, i) => assetRow(`${from + i}.png`));
}

export const TOP_VIEW: LibraryView = {
  connectionId: 'c1',
  scope: { kind: 'folder', prefix: '' },
  search: '',
  kinds: [],
  filters: NO_FILTERS,
  flat: false,
  sort: { field: 'name', direction: 'asc' },
};
