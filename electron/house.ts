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

/** Builds all services and wires them to each other. The one place where they meet. */
export function buildHouse(options: HouseOptions): RunningHouse {
  const rooms = new BuiltRooms(options);
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
class BuiltRooms implements Rooms {
  readonly base: Rooms['base'];
  readonly secrets: Rooms['secrets'];
  readonly network: Rooms['network'];
  readonly connections: Rooms['connections'];
  readonly library: Rooms['library'];
  readonly links: Rooms['links'];
  readonly tray: Rooms['tray'];
  readonly transfers: Rooms['transfers'];
  readonly generation: Rooms['generation'];
  readonly localApi: Rooms['localApi'];
  readonly pictures: Rooms['pictures'];
  readonly updates: Rooms['updates'];
  readonly publisher: Rooms['publisher'];

  constructor(options: HouseOptions) {
    this.base = buildBase(this, options);
    this.secrets = buildSecrets(this);
    this.network = buildNetwork(this);
    this.connections = buildConnections(this);
    this.library = buildLibrary(this);
    this.links = buildLinks(this);
    this.tray = buildTray(this, options.showWindow);
    this.transfers = buildTransfers(this);
    this.generation = buildGeneration(this);
    this.localApi = buildLocalApi(this);
    this.pictures = buildPictures(this);
    this.updates = buildUpdates(this, options.quitWith);
    this.publisher = buildPublisher(this);
  }
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
