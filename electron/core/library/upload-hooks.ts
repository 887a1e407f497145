import { createHash } from 'node:crypto';
import type { TransferItem } from '../../../shared/transfer';
import type { TransferHooks } from '../transfers/hooks';
import { assetIdOf } from './asset-id';
import type { AssetMemory } from './asset-memory';
import type { LibraryIndex, PendingUpload, RemoteObject } from './library-index';

/** Names the content of a local file for as long as its upload is the same one. */
export function localVersion(item: Pick<TransferItem, 'id' | 'localPath' | 'size'>): string {
  return createHash('sha256').update(`${item.id}\0${item.size}\0${item.localPath}`).digest('hex').slice(0, 24);
}

/**
 * Enters uploads into the indexes: a tile from the moment of queueing, an object when it has arrived. The object keeps the
 * name that its picture has in caches and addresses, so that nothing is decoded or loaded twice.
 */
export function uploadHooks(
  indexOf: (connectionId: string) => LibraryIndex,
  memory: AssetMemory,
  changed: () => void,
): TransferHooks {
  const pendingOf = (item: TransferItem): PendingUpload => ({ item, version: localVersion(item) });
  return {
    uploadsQueued(items) {
      const uploads = items.filter((item) => item.direction === 'upload');
      for (const connectionId of new Set(uploads.map((item) => item.connectionId))) {
        const group = uploads.filter((item) => item.connectionId === connectionId);
        indexOf(connectionId).enterUploads(group.map(pendingOf));
      }
      changed();
    },
    uploadDone(item, object) {
      const facts = { version: localVersion(item), contentType: object.contentType };
      memory.rememberUploaded(item.assetId, object.etag, facts);
      indexOf(item.connectionId).enterObject(item.assetId, { key: item.key, ...object, ...facts }, item.id);
      changed();
    },
    uploadGone(item) {
      indexOf(item.connectionId).dropUpload(item.assetId, item.id);
      changed();
    },
    copyDone(item, { etag, size, modified, contentType }) {
      const { copy } = item;
      if (copy === null) return;
      const index = indexOf(item.connectionId);
      // What was edited has its content still, and with it the name of its picture.
      const version = memory.uploaded(item.assetId, etag)?.version ?? etag;
      const object = { key: item.key, size, etag, modified, contentType, version };
      // What makes a folder is no asset.
      if (item.key.endsWith('/') && size === 0) index.enterPage([object], index.moment());
      else enterCopy(memory, index, item, object, assetIdOf(copy.connectionId, copy.key));
      if (copy.move) indexOf(copy.connectionId).dropKeys([copy.key]);
      changed();
    },
    uploadFailed(item) {
      const index = indexOf(item.connectionId);
      if (index.find(item.assetId)?.pending?.item.id === item.id) index.enterUploads([pendingOf(item)]);
      changed();
    },
  };
}

/** What was found out about the source holds for its copy. */
function enterCopy(
  memory: AssetMemory,
  index: LibraryIndex,
  item: TransferItem,
  object: RemoteObject,
  sourceId: string,
): void {
  memory.rememberUploaded(item.assetId, object.etag, { version: object.version, contentType: object.contentType });
  const probe = memory.probe(sourceId, object.version);
  if (probe !== null) memory.rememberProbe(item.assetId, object.version, probe);
  index.enterObject(item.assetId, object, null);
}
