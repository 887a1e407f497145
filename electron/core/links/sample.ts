import type { ListedObject } from '../store/object-store';

/** At most this many objects are looked at for one to try a domain with. */
export const LOOKED_AT = 20;

/** The object to try a domain with. A folder's marker has no content by which it could be told from an empty page. */
export function sampleOf(objects: readonly ListedObject[]): ListedObject | undefined {
  return objects.find(({ key, size }) => size > 0 && !key.endsWith('/'));
}
