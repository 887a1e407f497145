import type { AssetRow } from '../../../shared/library';
import { TOOL_NAMES } from '../../../shared/provenance';
import type { TransferItem } from '../../../shared/transfer';
import type { AssetSource } from './asset-source';
import type { IndexedAsset } from './index/indexed-asset';

const UNSEEN = { width: null, height: null, durationMs: null, blur: null };

/** An asset as the page sees it. `latest` is the state of its transfer, if the queue still has one for it. */
export function assetRow(asset: IndexedAsset, latest: TransferItem | null): AssetRow {
  const { assetId, key, name, size, modified, media, version, pending, probe } = asset;
  const { width, height, durationMs, blur = null } = probe?.kind === 'seen' ? probe : UNSEEN;
  const generated = generatedBy(asset);
  const transfer = pending === null ? null : latest?.id === pending.item.id ? latest : pending.item;
  return {
    kind: 'asset',
    assetId,
    key,
    name,
    size,
    modified,
    media,
    version,
    width,
    height,
    durationMs,
    blur,
    generated,
    transfer,
  };
}

/** As the app itself knows, else as the file says. */
function generatedBy({ facts, found }: IndexedAsset): AssetRow['generated'] {
  if (facts !== null) return { provider: facts.provider, model: facts.model };
  const provenance = found?.provenance ?? null;
  return provenance === null
    ? null
    : { provider: provenance.tool, model: provenance.model ?? TOOL_NAMES[provenance.tool] };
}

/**
 * Where the bytes of an asset are: in the bucket, else in the file on its way there. `wanted`: where both are, the file is meant when
 * its version or its transfer is named.
 */
export function assetSource(
  connectionId: string,
  { remote, pending }: Pick<IndexedAsset, 'remote' | 'pending'>,
  wanted: string | null,
): AssetSource | null {
  const isFile = pending !== null && (wanted === pending.version || wanted === pending.item.id);
  if (remote !== null && !isFile) {
    const { key, size, etag, version, contentType } = remote;
    return { kind: 'remote', connectionId, key, size, etag, version, contentType };
  }
  // Another's version: what it named has gone.
  if (pending === null || (wanted !== null && !isFile)) return null;
  const { localPath, size, contentType } = pending.item;
  return { kind: 'local', connectionId, path: localPath, size, version: pending.version, contentType };
}
