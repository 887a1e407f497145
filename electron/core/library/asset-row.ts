import type { AssetRow } from '../../../shared/library';
import type { TransferItem } from '../../../shared/transfer';
import type { Probe } from './asset-memory';
import type { AssetSource } from './asset-source';
import type { ResolvedObject } from './library';
import type { IndexedAsset } from './library-index';

const UNSEEN = { width: null, height: null, durationMs: null };

/** An asset as the page sees it. `latest` is the state of its transfer, if the queue still has one for it. */
export function assetRow(asset: IndexedAsset, probe: Probe | null, latest: TransferItem | null): AssetRow {
  const { assetId, key, name, size, modified, media, version, facts, pending } = asset;
  const { width, height, durationMs } = probe?.kind === 'seen' ? probe : UNSEEN;
  const generated = facts === null ? null : { provider: facts.provider, model: facts.model };
  const transfer = pending === null ? null : latest?.id === pending.item.id ? latest : pending.item;
  return {
    ...{ kind: 'asset', assetId, key, name, size, modified, media, version },
    ...{ width, height, durationMs, generated, transfer },
  };
}

/** Where the bytes of an asset are: in the bucket, else in the file on its way there. */
export function assetSource(connectionId: string, { remote, pending }: IndexedAsset): AssetSource | null {
  if (remote !== null) {
    const { key, size, etag, version, contentType } = remote;
    return { kind: 'remote', connectionId, key, size, etag, version, contentType };
  }
  if (pending === null) return null;
  const { localPath, size, contentType } = pending.item;
  return { kind: 'local', path: localPath, size, version: pending.version, contentType };
}

/** Those of some assets that are in the bucket. */
export function inBucket(assets: readonly IndexedAsset[]): ResolvedObject[] {
  return assets.flatMap(({ assetId, remote }) =>
    remote === null
      ? []
      : [{ assetId, key: remote.key, size: remote.size, etag: remote.etag, modified: remote.modified }],
  );
}
