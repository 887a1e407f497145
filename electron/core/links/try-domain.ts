import { failure } from '../../../shared/failure';
import type { DomainTrial } from '../../../shared/link';
import { publicUrl } from '../../../shared/links';
import type { ObjectStore } from '../store/object-store';
import { isOtherContent, probe, type ProbeOptions } from './probe';
import { LOOKED_AT, sampleOf } from './sample';

/** Opens an object of the bucket on a public domain, as anyone would. Throws what keeps the bucket from being listed. */
export async function tryDomain(
  store: ObjectStore,
  base: string,
  options: ProbeOptions,
  signal: AbortSignal,
): Promise<DomainTrial> {
  const page = await store.list({ prefix: '', delimiter: '', continuationToken: null, maxKeys: LOOKED_AT }, signal);
  const object = sampleOf(page.objects);
  if (object === undefined) return { kind: 'empty' };
  const { key } = object;
  const result = await probe(publicUrl(base, key), { kind: 'exists' }, options, signal);
  if (!result.opens) return { kind: 'fails', key, failure: result.failure };
  if (!isOtherContent(result.head, object)) return { kind: 'opens', key };
  const { host } = new URL(base);
  return { kind: 'fails', key, failure: failure('not-public', { host }, 'The domain answers with something else') };
}
