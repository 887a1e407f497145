import { randomUUID } from 'node:crypto';
import path from 'node:path';
import type { LibraryState } from '../../shared/library';
import { hostOfAddress } from '../../shared/usage';
import { createLibrary } from '../core/library/create-library';
import { DragFiles } from '../core/library/drag-files';
import { indexThread } from '../core/library/index/index-thread';
import type { Library } from '../core/library/library';
import { systemClock } from '../core/transfers/clock';
import { leadsTo } from '../core/transfers/place';
import { builtFile } from '../shell/paths';
import type { LibraryRoom, Rooms } from './rooms';

export function buildLibrary(rooms: Rooms): LibraryRoom {
  const { paths, log } = rooms.base;
  const { connections, profileOf, storeOf, leaving } = rooms.connections;
  const library: Library = createLibrary({
    storeOf,
    knows: (connectionId) => connections.has(connectionId) && !leaving.has(connectionId),
    isInItsBucket: (item) => leadsTo(profileOf(item.connectionId), item),
    publish: (slice) => {
      rooms.publisher.publish('library', slice);
      noteStored(rooms, slice);
    },
    factsOf: (connectionId, key) => rooms.generation.generation.factsOf(connectionId, key),
    transferOfAsset: (assetId) => rooms.transfers.transfers.itemOfAsset(assetId),
    clock: systemClock,
    cacheDir: paths.cache,
    startIndex: () => indexThread(builtFile('index', 'index-worker.cjs')),
    report: (error) => log.error('library', error),
  });
  const { activeId } = connections.state();
  // The page asks for it first of all, and a million objects take a while.
  if (activeId !== null) library.prepare(activeId);
  return {
    library,
    drags: new DragFiles({ dir: path.join(paths.cache, 'drags'), library, storeOf, randomId: randomUUID }),
    async showActive() {
      const { activeId } = connections.state();
      if (activeId === library.state().connectionId) return;
      if (activeId === null) await library.leave();
      else await library.open(activeId);
    },
  };
}

/** What a bucket is known to hold, once it is known. */
function noteStored({ connections, network }: Rooms, { connectionId, scan, totalBytes }: LibraryState): void {
  if (connectionId === null || scan.kind !== 'complete') return;
  const profile = connections.profileOf(connectionId);
  if (profile !== null) network.meter.stored(hostOfAddress(profile.address), profile.bucket, totalBytes);
}
