import { fail } from '../../shared/failure';
import { connectionOfSelection } from '../../shared/library';
import { downloadsOf, prefixOf, zipNameOf } from '../core/library/download-selection';
import { safeLocalPath } from '../core/transfers/download/local-path';
import type { House } from './house';
import type { ObjectCommand } from './object-handlers';
import type { HandlersOf } from './router';

type LibraryHandlers = Omit<HandlersOf<'library'>, ObjectCommand>;

/** The library: what is in a bucket, looked at, changed, and brought to this machine. */
export function libraryHandlers(house: House): LibraryHandlers {
  return {
    ...browsing(house),
    ...reading(house),
    ...lookingAtAssets(house),
    ...changing(house),
    ...downloading(house),
  };
}

function browsing({ library }: House) {
  return {
    'library.summary': ({ view }) => library.summary(view),
    'library.rows': ({ view, start, count }) => library.rows(view, start, count),
    'library.position': ({ view, assetId }) => library.position(view, assetId),
    'library.seek': ({ view, text, from }) => library.seek(view, text, from),
    'library.namesakes': ({ connectionId, assetId }) => library.namesakes(connectionId, assetId),
    'library.measure': ({ selection, besides }) => library.measure(selection, besides),
    'library.gone': ({ selection }) => library.gone(selection),
    'library.exists': async ({ connectionId, key }) => (await library.existing(connectionId, [key])).length > 0,
    'library.folders': ({ connectionId, prefix }) => library.folders(connectionId, prefix),
  } satisfies Partial<LibraryHandlers>;
}

function reading({ library }: House) {
  return {
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
  } satisfies Partial<LibraryHandlers>;
}

function lookingAtAssets({ library, thumbnails, sharedThumbnails, pageText }: House) {
  return {
    'library.details': ({ connectionId, assetId }) => library.details(connectionId, assetId),
    'library.provenance': ({ connectionId, assetId }) => library.provenance(connectionId, assetId),
    'library.readText': ({ connectionId, assetId }) => library.readText(connectionId, assetId),
    'library.pages': ({ assetId }) => thumbnails.pages(assetId),
    'library.pageText': ({ assetId, page }) => pageText(assetId, page),
    'library.forgetThumbnails': ({ assetIds }) => {
      thumbnails.forget(assetIds);
      return null;
    },
    'library.removeSharedThumbnails': ({ connectionId }) =>
      sharedThumbnails.removeAll(connectionId, new AbortController().signal),
  } satisfies Partial<LibraryHandlers>;
}

function changing({ library, transfers, moves }: House) {
  return {
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
    'library.copyTo': async ({ selection, target, besides }) => {
      const objects = await library.copyPlan(selection, target, false, besides);
      return transfers.addCopies({
        from: connectionOfSelection(selection),
        to: target.connectionId,
        move: false,
        objects,
      });
    },
    'library.moveTo': async ({ selection, target, besides }) => {
      const objects = await library.copyPlan(selection, target, true, besides);
      return moves.move({ from: connectionOfSelection(selection), to: target.connectionId, objects });
    },
    'library.undoMove': ({ undoId }) => moves.undo(undoId),
    'library.rename': async ({ connectionId, what, newName }) => {
      const objects = await library.renamePlan(connectionId, what, newName);
      if (objects.length === 0) return null;
      return moves.move({ from: connectionId, to: connectionId, objects });
    },
  } satisfies Partial<LibraryHandlers>;
}

function downloading({ library, transfers, dialogs, connections }: House) {
  return {
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
  } satisfies Partial<LibraryHandlers>;
}
