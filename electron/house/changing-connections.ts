import { isDeepStrictEqual } from 'node:util';
import type { House } from '../ipc/house';
import type { Rooms } from './rooms';

type Changes = Pick<House, 'saveConnection' | 'replaceKeys' | 'removeConnection'>;

/** What a change of a connection means to all the rest of the house. */
export function changesOfConnections(rooms: Rooms): Changes {
  const { connections } = rooms.connections;
  const { library } = rooms.library;
  const { transfers } = rooms.transfers;
  return {
    async saveConnection(input) {
      const before = input.replaces === null ? null : connections.profileOf(input.replaces);
      const profile = await connections.save(input);
      if (before !== null) {
        const sameBucket = before.bucket === profile.bucket && isDeepStrictEqual(before.address, profile.address);
        if (sameBucket) library.forgetLinks(profile.id);
        else await leaveBucket(rooms, profile.id);
        transfers.release(profile.id);
        // It is the active one once it is saved, unless a person has gone to another meanwhile.
        if (connections.state().activeId === profile.id) await library.reopen(profile.id);
      }
      return profile;
    },
    async replaceKeys(keys, show, signal) {
      const either = AbortSignal.any([signal, rooms.base.stopping.signal]);
      const replaced = await connections.replaceKeys(keys, show, either);
      if (!replaced) return false;
      const { connectionId } = keys;
      // First: its transfers do not depend on whether its bucket can be opened.
      transfers.release(connectionId);
      // Its reading may have failed with the old ones; of a bucket that is not open, none goes on.
      if (connections.state().activeId === connectionId) {
        library.forgetLinks(connectionId);
        await library.reopen(connectionId);
      }
      return true;
    },
    removeConnection: (connectionId) => removeConnection(rooms, connectionId),
  };
}

async function removeConnection(rooms: Rooms, connectionId: string): Promise<void> {
  const { transfers, watch } = rooms.transfers;
  const { connections, leaving } = rooms.connections;
  leaving.add(connectionId);
  try {
    watch.connectionsChanged();
    await transfers.cancelConnection(connectionId);
    await rooms.generation.generation.forgetConnection(connectionId);
    await forgetBucket(rooms, connectionId);
    connections.remove(connectionId);
    rooms.links.recentUploads.forget(connectionId);
  } finally {
    leaving.delete(connectionId);
  }
  await rooms.library.drags.clear();
}

/** What was known of the bucket that stood behind a connection goes. */
async function leaveBucket(rooms: Rooms, connectionId: string): Promise<void> {
  // First, and at once: the menu of the tray would make links to the new bucket, to nothing or to a stranger of the same name.
  rooms.links.recentUploads.forget(connectionId);
  await forgetBucket(rooms, connectionId);
}

async function forgetBucket({ library, pictures }: Rooms, connectionId: string): Promise<void> {
  await library.library.forget(connectionId);
  await pictures.files.removeAllOf(connectionId);
}
