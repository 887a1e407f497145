import { z } from 'zod';
import type { WatchedFolder } from '../../../shared/watch';
import { watchedFolder } from '../../../shared/watch-schemas';
import type { WatchDeps } from './watch';

const VERSION = 1;

const document = z.object({ version: z.number().max(VERSION), folders: z.array(z.unknown()) });

/** The list of watched folders as it is kept; one that cannot be read costs no other, and a list with such is put aside first. */
export function readFolders(storage: WatchDeps['storage']): readonly WatchedFolder[] {
  const content = storage.read();
  if (content === null || content === undefined) return [];
  const saved = document.safeParse(content).data?.folders ?? null;
  const folders = (saved ?? []).flatMap((one) => watchedFolder.safeParse(one).data ?? []);
  if (saved === null || folders.length < saved.length) {
    storage.setAside();
    writeFolders(storage, folders);
  }
  return folders;
}

export function writeFolders(storage: WatchDeps['storage'], folders: readonly WatchedFolder[]): void {
  storage.write({ version: VERSION, folders });
}
