import type { ConnectionProfile, PublicDomain } from '../../shared/connection';
import { ask } from '../bridge';
import { readSlice } from '../mirror';
import { notify } from '../ui/notify';
import { inTurn } from './in-turn';

type WantedDomain = Pick<PublicDomain, 'base' | 'transformations'>;

/** What is to become of a connection's public domains, out of what they are then; the preferred one stands first. */
type Change = (now: readonly WantedDomain[]) => readonly WantedDomain[];

interface Wish {
  readonly connectionId: string;
  readonly change: Change;
}

/** Main is told the list as a whole: one made of an older list would undo what was kept in between. */
const send = inTurn<readonly ConnectionProfile[], Wish>(async (before, { connectionId, change }) => {
  const profiles = before ?? readSlice('connections').profiles;
  const now = profiles.find(({ id }) => id === connectionId)?.publicDomains ?? [];
  const domains = change(now).map(({ base, transformations }) => ({ base, transformations }));
  const result = await ask('connections.setDomains', { connectionId, domains });
  if (result.ok) return profiles.map((one) => (one.id === connectionId ? result.value : one));
  notify.failure(result.failure);
  return null;
});

/** Changes the public domains of a connection; true when they are kept. */
export async function keepDomains(connectionId: string, change: Change): Promise<boolean> {
  return (await send({ connectionId, change })) !== null;
}

/** Takes one more domain, behind those that are there. */
export function addDomain(connectionId: string, base: string): Promise<boolean> {
  return keepDomains(connectionId, (now) =>
    now.some((one) => one.base === base) ? now : [...now, { base, transformations: false }],
  );
}
