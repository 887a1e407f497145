import type { AssetRow, LibraryRow } from '../../shared/library';

/** Names a row for as long as it exists, wherever it stands: the asset's id, or the folder's prefix. */
export type RowId = `asset:${string}` | `folder:${string}`;

export function rowId(row: LibraryRow): RowId {
  return row.kind === 'folder' ? `folder:${row.prefix}` : `asset:${row.assetId}`;
}

/** The asset that an id names; null for a folder. */
export function assetIdIn(id: RowId): string | null {
  return id.startsWith('asset:') ? id.slice('asset:'.length) : null;
}

/** Narrows a row to an asset's; null for a folder, or for none. */
export function assetOf(row: LibraryRow | null): AssetRow | null {
  return row !== null && row.kind === 'asset' ? row : null;
}
