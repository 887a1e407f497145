import { connectionOfSelection } from '../../shared/library';
import { PAGES } from '../../shared/r2';
import { fail } from '../../shared/failure';
import { exportFileName } from '../core/connections/export-config';
import { writePrivateFile } from '../core/connections/private-file';
import { RunningCheck } from '../core/connections/running-check';
import { readEnvironment, readPaste } from '../core/connections/paste/paste';
import { downloadsOf, prefixOf, zipNameOf } from '../core/library/download-selection';
import { safeLocalPath } from '../core/transfers/local-path';
import { cloudflareHandlers } from './cloudflare-handlers';
import { generationHandlers } from './generation-handlers';
import { linkHandlers } from './link-handlers';
import { localApiHandlers } from './local-api-handlers';
import { objectHandlers, type ObjectCommand } from './object-handlers';
import { secretHandlers } from './secret-handlers';
import { updateHandlers } from './update-handlers';
import { watchHandlers } from './watch-handlers';
import type { CommandHandlers } from './router';
import type { House } from './house';

type HandlersOf<Topic extends string> = Pick<
  CommandHandlers,
  Exclude<Extract<keyof CommandHandlers, `${Topic}.${string}`>, ObjectCommand>
>;

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
  copyPictureAt,
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
  };
}

function connectionHandlers(house: House): HandlersOf<'connections'> {
  const { connections, dialogs, desktop, publisher, openSandbox, saveConnection, replaceKeys, removeConnection } =
    house;
  const checks = new RunningCheck((check) => publisher.publish('check', check));
  return {
    'connections.check': async (wanted) => {
      await checks.run(wanted.checkId, (show, signal) => connections.check(wanted, show, signal));
      return null;
    },
    'connections.stopCheck': async ({ checkId }) => {
      checks.stop(checkId);
      return null;
    },
    'connections.save': ({ draft, replaces }) => saveConnection({ draft, replaces }),
    'connections.setDomains': ({ connectionId, domains }) => {
      const before = connections.profileOf(connectionId).publicDomains;
      const profile = connections.setDomains(connectionId, domains);
      const isKept = (base: string): boolean => profile.publicDomains.some((one) => one.base === base);
      // Links may have been seen to open on one that is gone.
      if (!before.every(({ base }) => isKept(base))) house.library.forgetLinks(connectionId);
      return profile;
    },
    'connections.select': ({ connectionId }) => {
      connections.select(connectionId);
      return null;
    },
    'connections.remove': async ({ connectionId }) => {
      await removeConnection(connectionId);
      return null;
    },
    'connections.replaceKeys': async (keys) =>
      (await checks.run(keys.checkId, (show, signal) => replaceKeys(keys, show, signal))) ?? false,
    'connections.putOffReminder': ({ connectionId }) => {
      connections.putOffReminder(connectionId);
      return null;
    },
    'connections.acceptReach': ({ connectionId }) => {
      connections.acceptReach(connectionId);
      return null;
    },
    'connections.exportToFile': async ({ connectionId, format }) => {
      const path = await dialogs.saveConfiguration(exportFileName(format));
      if (path === null) return false;
      await writePrivateFile(path, await connections.exportText(connectionId, format));
      return true;
    },
    'connections.exportToClipboard': async ({ connectionId, format }) => {
      await house.secretClipboard.copy(await connections.exportText(connectionId, format));
      return null;
    },
    'connections.openSandbox': openSandbox,
    'connections.readImport': ({ text }) => connections.holdImport(readPaste(text)),
    'connections.readImportEnvironment': () => connections.holdImport(readEnvironment(house.environment)),
    'connections.readImportFile': async () => {
      const path = await dialogs.pickEnvFile();
      return path === null ? null : connections.holdImport(readPaste(await desktop.readTextFile(path)));
    },
  };
}

function libraryHandlers(house: House): HandlersOf<'library'> {
  const { library, transfers, moves, dialogs, connections, thumbnails, sharedThumbnails } = house;
  return {
    'library.summary': ({ view }) => library.summary(view),
    'library.rows': ({ view, start, count }) => library.rows(view, start, count),
    'library.position': ({ view, assetId }) => library.position(view, assetId),
    'library.seek': ({ view, text, from }) => library.seek(view, text, from),
    'library.namesakes': ({ connectionId, assetId }) => library.namesakes(connectionId, assetId),
    'library.refresh': async ({ connectionId }) => {
      await library.refresh(connectionId);
      return null;
    },
    'library.look': async ({ view, isAsked }) => {
      await library.look(view, isAsked);
      return null;
    },
    'library.stopScan': async ({ connectionId }) => {
      await library.stopScan(connectionId);
      return null;
    },
    'library.details': ({ connectionId, assetId }) => library.details(connectionId, assetId),
    'library.provenance': ({ connectionId, assetId }) => library.provenance(connectionId, assetId),
    'library.measure': ({ selection }) => library.measure(selection),
    'library.delete': async ({ selection }) => {
      const uploads = await library.uploadsIn(selection);
      if (uploads.length > 0) transfers.cancel(uploads);
      const answer = await library.delete(selection);
      return { ...answer, deleted: answer.deleted + uploads.length };
    },
    'library.stopDelete': ({ deletionId }) => {
      library.stopDelete(deletionId);
      return null;
    },
    'library.copyTo': async ({ selection, target }) => {
      const objects = await library.copyPlan(selection, target, false);
      return transfers.addCopies({
        from: connectionOfSelection(selection),
        to: target.connectionId,
        move: false,
        objects,
      });
    },
    'library.moveTo': async ({ selection, target }) => {
      const objects = await library.copyPlan(selection, target, true);
      return moves.move({ from: connectionOfSelection(selection), to: target.connectionId, objects });
    },
    'library.undoMove': ({ undoId }) => moves.undo(undoId),
    'library.rename': async ({ connectionId, what, newName }) => {
      const objects = await library.renamePlan(connectionId, what, newName);
      if (objects.length === 0) return null;
      return moves.move({ from: connectionId, to: connectionId, objects });
    },
    'library.gone': ({ selection }) => library.gone(selection),
    'library.exists': async ({ connectionId, key }) => (await library.existing(connectionId, [key])).length > 0,
    'library.folders': ({ connectionId, prefix }) => library.folders(connectionId, prefix),
    'library.download': async ({ selections }) => {
      const folder = await dialogs.pickTargetFolder();
      if (folder === null) return null;
      return transfers.addDownloads({ ...downloadsOf(library, selections), folder });
    },
    'library.zip': async ({ selections }) => {
      const { connectionId, objects } = downloadsOf(library, selections);
      const bucket =
        connections.state().profiles.find(({ id }) => id === connectionId)?.bucket ?? fail('no-connection');
      const path = await dialogs.saveZip(safeLocalPath(`${zipNameOf(selections, bucket)}.zip`));
      return path === null ? null : transfers.addZip({ connectionId, objects, path, prefix: prefixOf(selections) });
    },
    'library.zipInBucket': ({ selections, key }) => {
      return transfers.addPack({ ...downloadsOf(library, selections), key });
    },
    'library.pages': ({ assetId }) => thumbnails.pages(assetId),
    'library.pageText': ({ assetId, page }) => house.pageText(assetId, page),
    'library.removeSharedThumbnails': ({ connectionId }) =>
      sharedThumbnails.removeAll(connectionId, new AbortController().signal),
    'library.forgetThumbnails': ({ assetIds }) => {
      thumbnails.forget(assetIds);
      return null;
    },
    'library.readText': ({ connectionId, assetId }) => library.readText(connectionId, assetId),
  };
}

function transferHandlers({ transfers, dialogs }: House): HandlersOf<'transfers'> {
  return {
    'transfers.addPaths': (input) => transfers.addPaths(input),
    'transfers.addPasted': (input) => transfers.addBytes(input),
    'transfers.preview': (input) => transfers.preview(input),
    'transfers.pickPaths': ({ what }) => (what === 'files' ? dialogs.pickFiles() : dialogs.pickFolders()),
    'transfers.rows': ({ start, count, filter }) => transfers.rows(start, count, filter),
    'transfers.reorder': ({ which, to }) => {
      transfers.reorder(which, to);
      return null;
    },
    'transfers.pause': ({ which }) => {
      transfers.pause(which);
      return null;
    },
    'transfers.resume': ({ which }) => {
      transfers.resume(which);
      return null;
    },
    'transfers.retry': ({ which }) => {
      transfers.retry(which);
      return null;
    },
    'transfers.cancel': ({ which }) => {
      transfers.cancel(which);
      return null;
    },
    'transfers.release': ({ connectionId }) => {
      transfers.release(connectionId);
      return null;
    },
    'transfers.relocate': async ({ which }) => {
      const folder = await dialogs.pickTargetFolder();
      if (folder !== null) transfers.relocate(which, folder);
      return folder !== null;
    },
    'transfers.stopListing': ({ listingId }) => {
      transfers.stopListing(listingId);
      return null;
    },
    'transfers.clearFinished': () => {
      transfers.clearFinished();
      return null;
    },
    'transfers.unfinished': ({ connectionId }) => transfers.unfinished(connectionId),
    'transfers.abortUnfinished': ({ connectionId, uploads }) => transfers.abortUnfinished(connectionId, uploads),
    'transfers.decide': ({ transferId, decision, forAll }) => {
      transfers.decide(transferId, decision, forAll);
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
