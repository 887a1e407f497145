import { nameOfKey } from '../../../../shared/keys';
import { contentTypeOfName } from '../../../../shared/media';
import type { ListedEntry, PendingUpload, RemoteObject } from './indexed-asset';
import type { StoredObject } from './stored-object';

/** What a row shows: the object while there is one, else the file on its way. */
export type Shown = Pick<RemoteObject, 'size' | 'modified' | 'version' | 'contentType'>;

export function shownUpload({ item, version }: PendingUpload): Shown {
  return { size: item.size, modified: item.addedAt, version, contentType: item.contentType };
}

export function shownObject({ key, size, modified, etag, version, contentType }: StoredObject): Shown {
  return { size, modified, version: version ?? etag, contentType: contentType ?? contentTypeOfName(key) };
}

export function remoteObject(stored: StoredObject): RemoteObject {
  const { key, etag } = stored;
  return { key, etag, ...shownObject(stored) };
}

/** A listing tells no content type: it is what the name promises. */
export function listedObject({ key, size, etag, modified, storageClass }: ListedEntry): RemoteObject {
  const isInfrequent = storageClass === 'infrequent';
  return { key, size, etag, modified, contentType: contentTypeOfName(key), version: etag, isInfrequent };
}

export function shownName(key: string): string {
  return nameOfKey(key) || key;
}

/** The same bytes, as far as is known without reading them. */
export function isSameContent(a: Pick<StoredObject, 'etag' | 'size'>, b: Pick<StoredObject, 'etag' | 'size'>): boolean {
  return a.etag === b.etag && a.size === b.size;
}

/** HeadObject tells the time in whole seconds, a listing in milliseconds. A rule of the bucket may change the class alone. */
export function isSameObject(a: StoredObject, b: ListedEntry): boolean {
  const isSameClass = a.isInfrequent === (b.storageClass === 'infrequent');
  return isSameClass && isSameContent(a, b) && Math.trunc(a.modified / 1000) === Math.trunc(b.modified / 1000);
}
