import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { app } from 'electron';
import type { AppFacts } from '../../shared/state';
import { collectGarbage } from '../core/collect-garbage';
import { testPicture } from '../core/samples/test-picture';
import { Usage } from '../core/usage/usage';
import type { House } from '../ipc/house';
import { cloudflareApi } from '../shell/cloudflare-api';
import { desktop } from '../shell/desktop';
import { diagnostics } from '../shell/diagnostics';
import { dragOut } from '../shell/drag-out';
import { builtFile } from '../shell/paths';
import { changesOfConnections } from './changing-connections';
import type { HouseOptions, Rooms } from './rooms';
import { giveMemoryBack } from '../shell/page-memory';
import { sandboxOpener } from './sandbox';
import { buildSecretKeeping } from './secrets';

/** The services as the commands of the page need them. */
export function commandsOf(rooms: Rooms, { environment, painted }: HouseOptions): House {
  const { base, publisher, localApi, updates } = rooms;
  const { log, settings, dialogs, window } = base;
  const { transfers, moves, watch } = rooms.transfers;
  return {
    facts: appFacts(),
    environment,
    publisher,
    settings,
    dialogs,
    desktop,
    transfers,
    moves,
    watch,
    localApi,
    updates,
    ...servicesOfConnections(rooms),
    ...servicesOfLibrary(rooms),
    generation: rooms.generation.generation,
    async dragOut(files) {
      const contents = window()?.webContents;
      if (contents !== undefined) await dragOut(contents, files);
    },
    async giveMemoryBack() {
      const contents = window()?.webContents;
      if (contents !== undefined) await giveMemoryBack(contents);
      if (rooms.transfers.workWatch.underWay === 0) await collectGarbage();
    },
    // `-0` is an integer to the contract and none to Chromium; found by `npm run torture -- fuzz-contract`.
    copyPictureAt: ({ x, y }) => window()?.webContents.copyImageAt(x + 0, y + 0),
    editText: (command) => window()?.webContents[command === 'select-all' ? 'selectAll' : command](),
    diagnostics: () => diagnostics({ log, transfers, slices: () => publisher.slices }),
    notices: () => readFile(builtFile('THIRD-PARTY-NOTICES.txt'), 'utf8'),
    painted: () => {
      reportReady();
      painted();
    },
  };
}

type OfConnections =
  | ('connections' | 'cloudflare' | 'secretKeeping' | 'secretClipboard' | 'usage')
  | ('openSandbox' | 'saveConnection' | 'replaceKeys' | 'removeConnection');

function servicesOfConnections(rooms: Rooms): Pick<House, OfConnections> {
  const { connections, cloudflare, apiTokenOf } = rooms.connections;
  const { meter, webFetch } = rooms.network;
  return {
    connections,
    cloudflare,
    secretKeeping: buildSecretKeeping(rooms),
    secretClipboard: rooms.secrets.clipboard,
    usage: new Usage({
      meter,
      profileOf: (id) => connections.profileOf(id),
      cloudflare: { fetch: webFetch, base: cloudflareApi(), tokenFor: apiTokenOf },
      now: rooms.base.now,
    }),
    openSandbox: sandboxOpener(rooms),
    ...changesOfConnections(rooms),
  };
}

type OfLibrary = 'library' | 'drags' | 'thumbnails' | 'pageText' | 'cache' | 'sharedThumbnails' | 'links' | 'linking';

function servicesOfLibrary(rooms: Rooms): Pick<House, OfLibrary> {
  const { thumbnails, files, shared, pageText } = rooms.pictures;
  const { connections, cloudflare, storeOf } = rooms.connections;
  return {
    library: rooms.library.library,
    drags: rooms.library.drags,
    thumbnails,
    pageText,
    cache: files,
    sharedThumbnails: shared,
    links: rooms.links.links,
    linking: {
      probe: rooms.network.probe,
      now: rooms.base.now,
      randomId: randomUUID,
      testPicture,
      cors: { storeOf, apiOf: (id) => cloudflare.apiOf(connections.profileOf(id)) },
    },
  };
}

function appFacts(): AppFacts {
  const { platform } = process;
  return {
    version: app.getVersion(),
    platform: platform === 'darwin' || platform === 'win32' || platform === 'linux' ? platform : 'other',
    electron: process.versions.electron,
    systemLocale: app.getLocale(),
  };
}

/** For the start bench and the packaging test, which wait for this line. */
function reportReady(): void {
  if (process.env['FLOW_MEDIA_REPORT_READY'] === '1')
    process.stdout.write(`flow-media:ready ${Math.round(performance.now())}\n`);
}
