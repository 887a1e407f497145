import { connectionOfSelection } from '../../shared/library';
import { PAGES } from '../../shared/r2';
import { fail } from '../../shared/failure';
import type { PageText } from '../../shared/page-text';
import type { AppFacts } from '../../shared/state';
import type { CloudflareAccount } from '../core/connections/cloudflare-account';
import { exportFileName } from '../core/connections/export-config';
import { writePrivateFile } from '../core/connections/private-file';
import type { SecretClipboard } from '../core/connections/secret-clipboard';
import type { SecretKeeping } from '../core/vault/secret-keeping';
import type { Connections } from '../core/connections/connections';
import { RunningCheck } from '../core/connections/running-check';
import type { DragFiles } from '../core/library/drag-files';
import { readEnvironment, readPaste } from '../core/connections/paste/paste';
import type { Generation } from '../core/generation/generation';
import type { Library } from '../core/library/library';
import type { ThumbnailFiles } from '../core/library/thumbnail-files';
import type { SharedThumbnails } from '../core/library/shared-thumbnails';
import type { UndoMoves } from '../core/library/undo-moves';
import type { Thumbnails } from '../core/library/thumbnails';
import { downloadsOf, prefixOf, zipNameOf } from '../core/library/download-selection';
import type { CorsDeps } from '../core/links/cors';
import type { Links } from '../core/links/links';
import type { ProbeOptions } from '../core/links/probe';
import type { LocalApi } from '../core/local-api/local-api';
import { safeLocalPath } from '../core/transfers/local-path';
import type { Transfers } from '../core/transfers/transfers-api';
import type { Updates } from '../core/updates/updates';
import type { Usage } from '../core/usage/usage';
import type { WatchedFolders } from '../core/watch/watch';
import type { SettingsService } from '../shell/settings';
import type { Desktop } from '../shell/desktop';
import type { Dialogs } from '../shell/dialogs';
import type { Publisher } from './publisher';
import { cloudflareHandlers } from './cloudflare-handlers';
import { generationHandlers } from './generation-handlers';
import { linkHandlers } from './link-handlers';
import { localApiHandlers } from './local-api-handlers';
import { objectHandlers, type ObjectCommand } from './object-handlers';
import { secretHandlers } from './secret-handlers';
import { updateHandlers } from './update-handlers';
import { watchHandlers } from './watch-handlers';
import type { CommandHandlers } from './router';

/** The services that the commands speak to, and what only Electron can do. */
export interface House {
  readonly facts: AppFacts;
  readonly publisher: Publisher;
  readonly settings: SettingsService;
  readonly connections: Connections;
  /** What of the process's environment could configure a connection. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly cloudflare: CloudflareAccount;
  readonly secretKeeping: SecretKeeping;
  readonly secretClipboard: SecretClipboard;
  readonly library: Library;
  readonly thumbnails: Pick<Thumbnails, 'pages' | 'forget'>;
  readonly cache: Pick<ThumbnailFiles, 'size' | 'clear'>;
  readonly sharedThumbnails: Pick<SharedThumbnails, 'removeAll'>;
  readonly transfers: Transfers;
  readonly moves: UndoMoves;
  readonly drags: DragFiles;
  /** Hands files to the system to be dragged. */
  readonly dragOut: (files: readonly string[]) => Promise<void>;
  readonly links: Links;
  /** What else the commands about links need. */
  readonly linking: {
    readonly probe: ProbeOptions;
    readonly cors: CorsDeps;
    /** What the first link of a new connection leads to. */
    readonly testPicture: (signal: AbortSignal) => Promise<Uint8Array>;
    readonly randomId: () => string;
    /** ms since 1970. */
    readonly now: () => number;
  };
  readonly generation: Generation;
  readonly usage: Usage;
  readonly watch: WatchedFolders;
  readonly localApi: LocalApi;
  readonly updates: Pick<Updates, 'check' | 'install'>;
  readonly dialogs: Dialogs;
  readonly desktop: Desktop;
  /** The text of a page of a PDF. */
  readonly pageText: (assetId: string, page: number) => Promise<PageText>;
  /** Chromium's own “Copy image”: the page's process decodes it, never this one. */
  readonly copyPictureAt: (point: { readonly x: number; readonly y: number }) => void;
  /** Whose work is in the app, and under which licences. */
  readonly notices: () => Promise<string>;
  /** A text for whoever helps, without a secret in it. */
  readonly diagnostics: () => Promise<string>;
  /** The page has painted its first real screen. */
  readonly painted: () => void;
  /** Starts the sandbox bucket, puts the samples into it the first time, and opens it. */
  readonly openSandbox: CommandHandlers['connections.openSandbox'];
  readonly saveConnection: CommandHandlers['connections.save'];
  readonly replaceKeys: Connections['replaceKeys'];
  /** Ends and forgets all that belongs to it: transfers, tasks, index, secret. The bucket is not touched. */
  readonly removeConnection: (connectionId: string) => Promise<void>;
}

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
