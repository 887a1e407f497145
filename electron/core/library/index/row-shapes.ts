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
  const { key, etag, isInfrequent } = stored;
  return { key, etag, ...shownObject(stored), isInfrequent };
}

/**
 * A listing tells no content type: it is what the name promises, unless nothing but its class is another than before. The same
 * content keeps the name that its picture has in caches.
 */
export function listedObject(entry: ListedEntry, was: StoredObject | null): RemoteObject {
  const { key, size, etag, modified, storageClass } = entry;
  const known = was !== null && isSameContent(was, entry) ? shownObject(was) : null;
  const isUntouched = known !== null && isSameTime(known, entry);
  const contentType = isUntouched ? known.contentType : contentTypeOfName(key);
  const isInfrequent = storageClass === 'infrequent';
  return { key, size, etag, modified, contentType, version: known?.version ?? etag, isInfrequent };
}

export function shownName(key: string): string {
  return nameOfKey(key) || key;
}

/** Whether two objects hold the same bytes, as far as is known without reading them. */
export function isSameContent(a: Pick<StoredObject, 'etag' | 'size'>, b: Pick<StoredObject, 'etag' | 'size'>): boolean {
  return a.etag === b.etag && a.size === b.size;
}

/** A rule of the bucket may change the class alone. */
export function isSameObject(a: StoredObject, b: ListedEntry): boolean {
  const isSameClass = a.isInfrequent === (b.storageClass === 'infrequent');
  return isSameClass && isSameContent(a, b) && isSameTime(a, b);
}

/** HeadObject tells the time in whole seconds, a listing in milliseconds. */
function isSameTime(a: Pick<StoredObject, 'modified'>, b: Pick<StoredObject, 'modified'>): boolean {
  return Math.trunc(a.modified / 1000) === Math.trunc(b.modified / 1000);
}
