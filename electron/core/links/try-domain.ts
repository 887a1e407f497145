import { failure } from '../../../shared/failure';
import type { DomainTrial } from '../../../shared/link';
import { publicUrl } from '../../../shared/links';
import type { ObjectStore } from '../store/object-store';
import { isOtherContent, probe, type ProbeOptions } from './probe';

/** At most this many objects are looked at for one to try a domain with. */
const LOOKED_AT = 20;

/** Opens an object of the bucket on a public domain, as anyone would. Throws what keeps the bucket from being listed. */
export async function tryDomain(
  store: ObjectStore,
  base: string,
  options: ProbeOptions,
  signal: AbortSignal,
): Promise<DomainTrial> {
  const page = await store.list({ prefix: '', delimiter: '', continuationToken: null, maxKeys: LOOKED_AT }, signal);
  // A folder's marker has no content by which it could be told from an empty page.
  const object = page.objects.find(({ key, size }) => size > 0 && !key.endsWith('/'));
  if (object === undefined) return { kind: 'empty' };
  const { key } = object;
  const result = await probe(publicUrl(base, key), { kind: 'exists' }, options, signal);
  if (!result.opens) return { kind: 'fails', key, failure: result.failure };
  if (!isOtherContent(result.head, object)) return { kind: 'opens', key };
  const { host } = new URL(base);
  return { kind: 'fails', key, failure: failure('not-public', { host }, 'The domain answers with something else') };
}
