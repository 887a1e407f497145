import { normalizeKey } from '../../shared/keys';

/** What a person types for a folder of a bucket, as its prefix: ` a/b ` → `a/b/`, '' for the top. */
export function asPrefix(written: string): string {
  const bare = normalizeKey(written.trim().replace(/^\/+|\/+$/g, ''));
  return bare === '' ? '' : `${bare}/`;
}
