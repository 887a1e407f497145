import { createHash } from 'node:crypto';
import type { GenerationFacts } from '../../../shared/generation';
import type { TransferItem } from '../../../shared/transfer';
import type { TransferHooks } from '../transfers/hooks';
import { assetIdOf } from './asset-id';
import type { IndexCalls } from './index/index-client';
import type { IndexedAsset, PendingUpload, RemoteObject } from './index/indexed-asset';
import type { KeptIndex } from './kept-index';

/** Names the content of a local file, not of what it is converted into, for as long as its upload is the same one. */
export function localVersion(item: Pick<TransferItem, 'id' | 'localPath' | 'size' | 'conversion'>): string {
  const size = item.conversion?.kind === 'made' ? item.conversion.fromSize : item.size;
  return createHash('sha256').update(`${item.id}\0${size}\0${item.localPath}`).digest('hex').slice(0, 24);
}

/**
 * Enters uploads into the indexes: a tile from the moment of queueing, an object when it has arrived. The object keeps the
 * name that its picture has in caches and addresses, so that nothing is decoded or loaded twice. `isElsewhere`: an item is of another
 * bucket than its connection stands for by now, in which it has arrived all the same.
 */
export function uploadHooks(
  indexOf: (connectionId: string) => KeptIndex,
  factsOf: (connectionId: string, key: string) => GenerationFacts | null,
  isElsewhere: (item: TransferItem) => boolean,
): TransferHooks {
  const pendingOf = (item: TransferItem): PendingUpload => {
    return { item, version: localVersion(item), facts: factsOf(item.connectionId, item.key) };
  };
  return {
    uploadsQueued(items) {
      const uploads = items.filter((item) => item.direction === 'upload');
      for (const connectionId of new Set(uploads.map((item) => item.connectionId))) {
        const group = uploads.filter((item) => item.connectionId === connectionId);
        indexOf(connectionId).enterUploads(group.map(pendingOf));
      }
    },
    uploadDone(item, object) {
      if (isElsewhere(item)) return;
      const index = indexOf(item.connectionId);
      // A converted picture may have another size than its file, and says nothing of how that was made.
      const version = item.conversion?.kind === 'made' ? object.etag : localVersion(item);
      const entered = { key: item.key, ...object, version };
      index.endUpload(item);
      index.tell((calls) => calls.enterObject(entered, factsOf(item.connectionId, item.key), item.id));
    },
    uploadGone(item) {
      const index = indexOf(item.connectionId);
      index.endUpload(item);
      index.tell((calls) => calls.dropUpload(item.assetId, item.id));
    },
    copyDone(item, { etag, size, modified, contentType }) {
      const { copy } = item;
      if (copy === null) return;
      const object = { key: item.key, size, etag, modified, contentType, version: etag };
      const facts = factsOf(copy.connectionId, copy.key);
      const source = indexOf(copy.connectionId);
      const copied = { sourceId: assetIdOf(copy.connectionId, copy.key), assetId: item.assetId, object, facts };
      const isEdit = copied.sourceId === copied.assetId;
      const enter = (calls: IndexCalls): Promise<void> =>
        isEdit ? enterEdit(calls, copied) : enterCopy(source.calls, calls, copied);
      if (!isElsewhere(item)) indexOf(item.connectionId).tell(enter);
      if (copy.move) source.tell((calls) => calls.dropKeys([copy.key]));
    },
    packDone(item, { etag, size, modified, contentType }) {
      if (isElsewhere(item)) return;
      const object = { key: item.key, size, etag, modified, contentType, version: etag };
      indexOf(item.connectionId).tell((calls) => calls.enterObject(object, null, null));
    },
    uploadFailed(item) {
      const index = indexOf(item.connectionId);
      if (index.uploadOf(item.assetId)?.item.id === item.id) index.enterUploads([pendingOf(item)]);
    },
  };
}

interface Copied {
  readonly sourceId: string;
  readonly assetId: string;
  readonly object: RemoteObject;
  readonly facts: GenerationFacts | null;
}

/** Enters an object that was copied. What was found out about its source holds for it, where both have the same content. */
async function enterCopy(source: IndexCalls, target: IndexCalls, copied: Copied): Promise<void> {
  const { sourceId, assetId, object, facts } = copied;
  // Asked before anything changes: calls are answered in their order.
  const finding = source.find(sourceId);
  const entered = target.enterObject(object, facts, null);
  const original = ofSameContent(await finding, object);
  await entered;
  await takeFindings(target, assetId, original, object.version);
}

/** Enters an object whose headers were edited: it has its content still, and with it the name of its picture. */
async function enterEdit(calls: IndexCalls, { assetId, object, facts }: Copied): Promise<void> {
  const found = await calls.find(assetId);
  const original = ofSameContent(found, object);
  const version = original?.version ?? object.version;
  await calls.enterObject({ ...object, ...classOf(found), version }, facts, null);
  await takeFindings(calls, assetId, original, version);
}

function ofSameContent(found: IndexedAsset | null, { etag }: RemoteObject): IndexedAsset | null {
  return found?.remote?.etag === etag ? found : null;
}

async function takeFindings(
  calls: IndexCalls,
  assetId: string,
  original: IndexedAsset | null,
  version: string,
): Promise<void> {
  if (original === null) return;
  if (original.probe !== null) await calls.enterProbe(assetId, version, original.probe);
  if (original.found !== null) await calls.enterFound(assetId, { ...original.found, version });
}

/** An edit leaves an object in its class, also one that makes its ETag another, as of what was uploaded in parts. */
function classOf(found: IndexedAsset | null): Pick<RemoteObject, 'isInfrequent'> {
  const isInfrequent = found?.remote?.isInfrequent;
  return isInfrequent === undefined ? {} : { isInfrequent };
}
