import { expect, it } from 'vitest';
import type { NewKeys } from '../../shared/connection';
import { changesOfConnections } from './changing-connections';
import type { Rooms } from './rooms';

const KEYS: NewKeys = { connectionId: 'c1', checkId: 'k', accessKeyId: 'id', secret: 'secret', rights: 'write' };

/** What a replacement of the keys of `c1` is followed by, while `activeId` is open. */
async function afterReplacing(activeId: string | null, replaced: boolean): Promise<readonly string[]> {
  const told: string[] = [];
  const says = (what: string) => (connectionId: string) => void told.push(`${what} ${connectionId}`);
  const rooms = {
    base: { stopping: new AbortController() },
    connections: { connections: { replaceKeys: async () => replaced, state: () => ({ activeId }) } },
    library: { library: { forgetLinks: says('forget links'), reopen: async (id: string) => says('reopen')(id) } },
    transfers: { transfers: { release: says('release') } },
  } as unknown as Rooms;
  const answer = await changesOfConnections(rooms).replaceKeys(KEYS, () => undefined, new AbortController().signal);
  expect(answer).toBe(replaced);
  return told;
}

it('new keys of the bucket that is open have it read again, and its transfers go on', async () => {
  expect(await afterReplacing('c1', true)).toEqual(['forget links c1', 'reopen c1', 'release c1']);
});

it('new keys of another bucket do not open it, and its transfers go on', async () => {
  expect(await afterReplacing('c2', true)).toEqual(['release c1']);
  expect(await afterReplacing(null, true)).toEqual(['release c1']);
});

it('keys that stay change nothing', async () => {
  expect(await afterReplacing('c1', false)).toEqual([]);
});
