import { PAGES } from '../../shared/r2';
import { fail } from '../../shared/failure';
import { cloudflareHandlers } from './cloudflare-handlers';
import { connectionHandlers } from './connection-handlers';
import { generationHandlers } from './generation-handlers';
import { libraryHandlers } from './library-handlers';
import { linkHandlers } from './link-handlers';
import { localApiHandlers } from './local-api-handlers';
import { objectHandlers } from './object-handlers';
import { secretHandlers } from './secret-handlers';
import { transferHandlers } from './transfer-handlers';
import { updateHandlers } from './update-handlers';
import { watchHandlers } from './watch-handlers';
import type { CommandHandlers, HandlersOf } from './router';
import type { House } from './house';

/** All commands, wired to the services. Thin on purpose: what a command does stands in its service. */
export function createHandlers(house: House): CommandHandlers {
  return {
    ...appHandlers(house),
    ...connectionHandlers(house),
    ...cloudflareHandlers(house.cloudflare),
    ...secretHandlers(house.secretKeeping),
    ...libraryHandlers(house),
    ...objectHandlers(house),
    ...transferHandlers(house),
    ...linkHandlers(house),
    ...generationHandlers(house),
    ...usageHandlers(house),
    ...watchHandlers(house.watch, house.dialogs),
    ...updateHandlers(house.updates),
    ...localApiHandlers(house.localApi, house.secretClipboard),
    'settings.update': (change) => house.settings.update(change),
  };
}

function appHandlers({
  facts,
  publisher,
  desktop,
  transfers,
  painted,
  giveMemoryBack,
  library,
  copyPictureAt,
  editText,
  cache,
  notices,
  diagnostics,
}: House): HandlersOf<'app'> {
  return {
    'app.snapshot': () => ({ sequence: publisher.sequence, app: facts, slices: publisher.slices }),
    'app.painted': () => {
      painted();
      return null;
    },
    'app.rest': async () => {
      await giveMemoryBack();
      return null;
    },
    'app.wake': () => {
      library.wake();
      return null;
    },
    'app.openPage': async ({ page }) => {
      await desktop.openExternal(PAGES[page]);
      return null;
    },
    'app.revealTransfer': ({ transferId }) => {
      const item = transfers.item(transferId) ?? fail('not-found');
      desktop.revealFile(item.localPath);
      return null;
    },
    'app.cacheSize': () => cache.size(),
    'app.clearCache': async () => {
      await cache.clear();
      return null;
    },
    'app.notices': () => notices(),
    'app.copyDiagnostics': async () => {
      await desktop.copyText(await diagnostics());
      return null;
    },
    'app.copyPicture': (point) => {
      copyPictureAt(point);
      return null;
    },
    'app.editText': ({ command }) => {
      editText(command);
      return null;
    },
  };
}

function usageHandlers({ usage, dialogs }: House): HandlersOf<'usage'> {
  return {
    'usage.days': ({ first, last }) => usage.days(first, last),
    'usage.export': async ({ first, last, connectionId }) => {
      const path = await dialogs.saveCsv(`flow-media-usage-${first}-${last}.csv`);
      if (path === null) return false;
      await usage.writeCsv(path, { first, last, connectionId });
      return true;
    },
    'usage.cloudflare': ({ connectionId, month }) => usage.byCloudflare(connectionId, month),
  };
}
