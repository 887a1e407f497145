import type { PublicDomain } from '../../shared/connection';
import { ask } from '../bridge';
import { notify } from '../ui/notify';

/** Keeps the public domains of a connection, the preferred one first; true when they are kept. */
export async function keepDomains(
  connectionId: string,
  domains: readonly Pick<PublicDomain, 'base' | 'transformations'>[],
): Promise<boolean> {
  const wanted = domains.map(({ base, transformations }) => ({ base, transformations }));
  const result = await ask('connections.setDomains', { connectionId, domains: wanted });
  if (!result.ok) notify.failure(result.failure);
  return result.ok;
}
