import { expect, it } from 'vitest';
import type { NewKeys } from '../../shared/connection';
import { changesOfConnections } from './changing-connections';
import type { Rooms } from './rooms';

type SavedInput = Parameters<ReturnType<typeof changesOfConnections>['saveConnection']>[0];

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
  expect(await afterReplacing('c1', true)).toEqual(['release c1', 'forget links c1', 'reopen c1']);
});

it('new keys of another bucket do not open it, and its transfers go on', async () => {
  expect(await afterReplacing('c2', true)).toEqual(['release c1']);
  expect(await afterReplacing(null, true)).toEqual(['release c1']);
});

it('keys that stay change nothing', async () => {
  expect(await afterReplacing('c1', false)).toEqual([]);
});

it('new keys let the transfers go on even where the bucket cannot be opened', async () => {
  const told: string[] = [];
  const rooms = {
    base: { stopping: new AbortController() },
    connections: { connections: { replaceKeys: async () => true, state: () => ({ activeId: 'c1' }) } },
    library: { library: { forgetLinks: () => undefined, reopen: () => Promise.reject(new Error('No index.')) } },
    transfers: { transfers: { release: (id: string) => void told.push(id) } },
  } as unknown as Rooms;
  const asked = changesOfConnections(rooms).replaceKeys(KEYS, () => undefined, new AbortController().signal);
  await expect(asked).rejects.toThrow('No index.');
  expect(told).toEqual(['c1']);
});

it('a connection that was changed is not opened over one that a person has gone to meanwhile', async () => {
  const told: string[] = [];
  let activeId = 'c1';
  const before = { id: 'c1', bucket: 'before', address: {} };
  const rooms = {
    connections: {
      connections: {
        profileOf: () => before,
        save: async () => ({ ...before, bucket: 'other' }),
        state: () => ({ activeId }),
      },
    },
    library: {
      library: {
        forget: async () => void (activeId = 'c2'),
        reopen: async (id: string) => void told.push(`reopen ${id}`),
      },
    },
    pictures: { files: { removeAllOf: async () => undefined } },
    links: { recentUploads: { forget: () => undefined } },
    transfers: { transfers: { release: (id: string) => void told.push(`release ${id}`) } },
  } as unknown as Rooms;
  await changesOfConnections(rooms).saveConnection({ replaces: 'c1' } as SavedInput);
  expect(told).toEqual(['release c1']);
});

/** The connections whose recent uploads are forgotten when `c1`, which leads to `media` of account `a`, is saved as this. */
async function forgottenBySaving(saved: { readonly bucket: string; readonly account: string }): Promise<unknown> {
  const forgotten: string[] = [];
  const before = { id: 'c1', bucket: 'media', address: { kind: 'r2', accountId: 'a', jurisdiction: 'default' } };
  const address = { ...before.address, accountId: saved.account };
  const save = async (): Promise<unknown> => ({ ...before, bucket: saved.bucket, address });
  const rooms = {
    connections: { connections: { profileOf: () => before, save, state: () => ({ activeId: null }) } },
    library: { library: { forgetLinks: () => undefined, forget: async () => undefined } },
    pictures: { files: { removeAllOf: async () => undefined } },
    links: { recentUploads: { forget: (id: string) => void forgotten.push(id) } },
    transfers: { transfers: { release: () => undefined } },
  } as unknown as Rooms;
  await changesOfConnections(rooms).saveConnection({ replaces: 'c1' } as SavedInput);
  return forgotten;
}

it('a connection that leads to another bucket offers no links to what was uploaded to the one before', async () => {
  expect(await forgottenBySaving({ bucket: 'other', account: 'a' })).toEqual(['c1']);
  expect(await forgottenBySaving({ bucket: 'media', account: 'b' })).toEqual(['c1']);
});

it('a connection that leads to the same bucket as before keeps the links to what was uploaded last', async () => {
  expect(await forgottenBySaving({ bucket: 'media', account: 'a' })).toEqual([]);
});
