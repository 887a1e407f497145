import type { House } from './house';
import type { HandlersOf } from './router';

export function transferHandlers({ transfers, dialogs }: House): HandlersOf<'transfers'> {
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
    'transfers.question': ({ transferId }) => transfers.question(transferId),
    'transfers.decide': ({ transferId, decision, forAll }) => {
      transfers.decide(transferId, decision, forAll);
      return null;
    },
  };
}
