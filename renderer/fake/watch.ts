import { failure } from '../../shared/failure';
import { NEW_WATCH, type WatchedFolderInfo, type WatchStateSlice } from '../../shared/watch';
import type { Commands } from './commands';
import { FAKE_CONNECTION_ID } from './connections';
import type { FakeState } from './state';

function makeFolder(id: string, path: string, changes: Partial<WatchedFolderInfo>): WatchedFolderInfo {
  return {
    ...NEW_WATCH,
    id,
    path,
    connectionId: FAKE_CONNECTION_ID,
    addedAt: 0,
    paused: false,
    state: { kind: 'watching' },
    problem: null,
    growing: 0,
    underWay: 0,
    arrived: 0,
    ...changes,
  };
}

/** One folder of each state in the full scene; two elsewhere. */
export function makeWatch(scene: string, now: number): WatchStateSlice {
  if (scene === 'quiet' || scene === 'wizard') return { folders: [], news: null };
  const gone = failure('folder-missing', { name: 'DCIM' });
  const folders = [
    makeFolder('w1', '/home/ada/ComfyUI/output', { prefix: 'renders/', arrived: 1284, growing: 1, underWay: 3 }),
    makeFolder('w2', '/media/ada/CAMERA/DCIM', { arrived: 96, state: { kind: 'waiting', failure: gone } }),
    makeFolder('w3', '/home/ada/Exports', { paused: true, state: { kind: 'paused' } }),
    makeFolder('w4', '/home/ada/Old', { connectionId: 'gone', state: { kind: 'stopped' } }),
    makeFolder('w5', '/home/ada/Scans', {
      arrived: 7,
      problem: failure('trash-refused', {}, 'no trash on this drive'),
    }),
  ];
  return { folders: scene === 'full' ? folders : folders.slice(0, 2), news: { folderId: 'w1', count: 3, at: now } };
}

export function watchCommands({ state }: { readonly state: FakeState }): Commands<'watch'> {
  const keep = (folders: readonly WatchedFolderInfo[]): null => {
    state.set('watch', { ...state.slices.watch, folders });
    return null;
  };
  const change = (id: string, part: Partial<WatchedFolderInfo>): null =>
    keep(state.slices.watch.folders.map((folder) => (folder.id === id ? { ...folder, ...part } : folder)));
  return {
    'watch.pickFolder': () => '/home/ada/ComfyUI/output/night',
    'watch.add': ({ settings }) =>
      keep([...state.slices.watch.folders, makeFolder(`w${Date.now()}`, settings.path, settings)]),
    'watch.change': ({ folderId, settings }) => change(folderId, settings),
    'watch.setPaused': ({ folderId, paused }) =>
      change(folderId, { paused, state: { kind: paused ? 'paused' : 'watching' } }),
    'watch.remove': ({ folderId }) => keep(state.slices.watch.folders.filter(({ id }) => id !== folderId)),
    'watch.look': () => null,
  };
}
