import type { WatchedFolders } from '../core/watch/watch';
import type { Dialogs } from '../shell/dialogs';
import type { HandlersOf } from './router';

/** Folders whose files are uploaded by themselves. */
export function watchHandlers(watch: WatchedFolders, dialogs: Dialogs): HandlersOf<'watch'> {
  return {
    'watch.pickFolder': () => dialogs.pickWatchedFolder(),
    'watch.add': async ({ settings, existing }) => {
      await watch.add(settings, existing);
      return null;
    },
    'watch.change': async ({ folderId, settings }) => {
      await watch.change(folderId, settings);
      return null;
    },
    'watch.setPaused': ({ folderId, paused }) => {
      watch.setPaused(folderId, paused);
      return null;
    },
    'watch.remove': async ({ folderId }) => {
      await watch.remove(folderId);
      return null;
    },
    'watch.look': ({ folderId }) => {
      watch.lookNow(folderId);
      return null;
    },
  };
}
