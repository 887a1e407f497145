import { randomUUID } from 'node:crypto';
import { LocalApi } from '../core/local-api/local-api';
import { systemClock } from '../core/transfers/clock';
import { desktop } from '../shell/desktop';
import type { Rooms } from './rooms';

/** The door for scripts on this computer. */
export function buildLocalApi(rooms: Rooms): LocalApi {
  const { paths, document, settings, log } = rooms.base;
  const { connections } = rooms.connections;
  return new LocalApi({
    storage: document('local-api'),
    vault: rooms.secrets.vault,
    uploads: rooms.transfers.transfers,
    uploadSettings: () => settings.current.uploads,
    links: rooms.links.links,
    generation: rooms.generation.generation,
    onGeneration: rooms.generation.onChange,
    incoming: paths.incoming,
    ownFolder: paths.root,
    clipboardPicture: () => desktop.clipboardPicture(),
    activeConnection: () => connections.state().activeId,
    clock: systemClock,
    randomId: randomUUID,
    publish: (slice) => rooms.publisher.publish('localApi', slice),
    report: (error) => log.error('local API', error),
  });
}
