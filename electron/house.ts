import { setImmediate as pause } from 'node:timers/promises';
import { buildBase } from './house/base';
import { commandsOf } from './house/commands';
import { buildConnections } from './house/connections';
import { buildGeneration } from './house/generation';
import { buildLibrary } from './house/library';
import { buildLinks } from './house/links';
import { buildLocalApi } from './house/local-api';
import { buildNetwork } from './house/network';
import { buildPictures } from './house/pictures';
import { buildPublisher } from './house/publisher';
import type { HouseOptions, Rooms } from './house/rooms';
import { start, stop } from './house/running';
import { buildSecrets } from './house/secrets';
import { buildTransfers } from './house/transfers';
import { buildTray } from './house/tray';
import { buildUpdates } from './house/updates';
import type { House } from './ipc/house';
import type { MediaDeps } from './shell/media-protocol';
import type { QuitQuestionDeps } from './shell/quit-question';
import type { AppTray } from './shell/tray';

/** The running services, as the window and the protocols need them. */
export interface RunningHouse {
  readonly commands: House;
  readonly media: MediaDeps;
  readonly quitting: Omit<QuitQuestionDeps, 'window'>;
  readonly tray: Pick<AppTray, 'isShown'>;
  /** Takes up what the last run left, and opens the bucket that was open. */
  start(): Promise<void>;
  windowClosed(): void;
  stop(): Promise<void>;
}

/**
 * Builds all services and wires them to each other. The one place where they meet. With pauses: the window's page comes up meanwhile,
 * and Chromium needs main's thread for it (docs/decisions/0019-start.md).
 */
export async function buildHouse(options: HouseOptions): Promise<RunningHouse> {
  const rooms = await buildRooms(options);
  rooms.publisher.publish('generation', rooms.generation.generation.slice());
  return {
    commands: commandsOf(rooms, options),
    media: mediaOf(rooms),
    quitting: quittingOf(rooms),
    tray: rooms.tray,
    start: () => start(rooms),
    stop: () => stop(rooms),
    windowClosed() {
      rooms.publisher.attach(null);
      rooms.pictures.decoder.close();
    },
  };
}

/** In the order in which they are built: each may use those before it at once, and the others once all stand. */
async function buildRooms(options: HouseOptions): Promise<Rooms> {
  const rooms = {} as { -readonly [Name in keyof Rooms]: Rooms[Name] };
  await pause();
  rooms.base = buildBase(rooms, options);
  rooms.secrets = buildSecrets(rooms);
  rooms.network = buildNetwork(rooms);
  rooms.connections = buildConnections(rooms);
  // The last one: of what comes now some begins at once (the index is read), and what it tells goes to all the others.
  await pause();
  rooms.library = buildLibrary(rooms);
  rooms.links = buildLinks(rooms);
  rooms.tray = buildTray(rooms, options.showWindow);
  rooms.transfers = buildTransfers(rooms);
  rooms.generation = buildGeneration(rooms);
  rooms.localApi = buildLocalApi(rooms);
  rooms.pictures = buildPictures(rooms);
  rooms.updates = buildUpdates(rooms, options.quitWith);
  rooms.publisher = buildPublisher(rooms);
  return rooms;
}

function mediaOf({ connections, library: { library }, pictures, generation: { generation } }: Rooms): MediaDeps {
  return {
    storeOf: connections.storeOf,
    passing: (source) => library.passing(source),
    assetOf: (assetId) => library.assetOf(assetId),
    recheck: (assetId) => library.recheck(assetId),
    thumbnails: pictures.thumbnails,
    taskFile: (taskId) => generation.taskFile(taskId),
    taskPreview: (taskId) => generation.taskPreview(taskId),
    taskAsset: (taskId) => generation.taskAsset(taskId),
  };
}

function quittingOf({ base: { settings }, transfers: { workWatch } }: Rooms): RunningHouse['quitting'] {
  return {
    underWay: () => workWatch.underWay,
    settings: () => settings.current,
    dontAskAgain: () => {
      settings.update({ work: { ...settings.current.work, askBeforeQuit: false } });
    },
  };
}
