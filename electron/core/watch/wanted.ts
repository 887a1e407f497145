import { nameOfKey } from '../../../shared/keys';
import { mediaKindOfName } from '../../../shared/media';
import { MOVED_FOLDER, type WatchedFolderSettings } from '../../../shared/watch';
import { SYSTEM_FILES, SYSTEM_FOLDERS } from '../transfers/adding/system-names';
import type { ClosedFolder } from './look';

/** Of browsers, editors and download programs: what they write to before a file gets its name. */
const UNFINISHED = /\.(?:part|partial|crdownload|download|opdownload|aria2|filepart|tmp|temp|swp|lock)$|~$|^~\$/i;
/**
 * Folders that a Mac shows as one file, with thousands of a program's own in them. macOS refuses to list that of Photos to whoever has
 * no leave for the pictures, even to its own person (EPERM).
 */
const LIBRARY = /\.(?:photoslibrary|photolibrary|aplibrary|migratedphotolibrary)$/i;

type Choice = Pick<WatchedFolderSettings, 'kinds' | 'hiddenFiles'>;

/** Whether a file is to be uploaded, by its path below the watched folder (with `/`). */
export function isWanted(relative: string, { kinds, hiddenFiles }: Choice): boolean {
  const name = nameOfKey(relative);
  if (SYSTEM_FILES.has(name.toLowerCase())) return false;
  if (!hiddenFiles && (name.startsWith('.') || UNFINISHED.test(name))) return false;
  const kind = mediaKindOfName(name);
  return kinds === 'all' || kind === 'image' || kind === 'video';
}

/** Whether a folder is a library of a Mac's program, which is never looked into. */
export function isLibrary(relative: string): boolean {
  return LIBRARY.test(nameOfKey(relative));
}

/** Whether a subfolder is looked into; `relative` as above. */
export function isLookedInto(relative: string, { hiddenFiles }: Pick<Choice, 'hiddenFiles'>): boolean {
  if (relative === MOVED_FOLDER || SYSTEM_FOLDERS.has(relative.toLowerCase()) || isLibrary(relative)) return false;
  return hiddenFiles || !nameOfKey(relative).startsWith('.');
}

/** Whether what could not be looked into hides files that go up once it can be; not what vanished while it was looked for. */
export function hidesFiles(
  { relative, failure }: ClosedFolder,
  settings: Pick<WatchedFolderSettings, 'subfolders' | 'hiddenFiles'>,
): boolean {
  const isGone = failure.code === 'file-missing' || failure.code === 'folder-missing';
  return isReached(relative, settings) && (relative === '' || !isGone);
}

/** Whether a folder is read at all, by its path below the watched one; '' for that itself. */
export function isReached(
  relative: string,
  settings: Pick<WatchedFolderSettings, 'subfolders' | 'hiddenFiles'>,
): boolean {
  if (relative === '') return true;
  const names = relative.split('/');
  return settings.subfolders && names.every((_, at) => isLookedInto(names.slice(0, at + 1).join('/'), settings));
}
