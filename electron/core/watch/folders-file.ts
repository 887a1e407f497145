import { z } from 'zod';
import type { WatchedFolder } from '../../../shared/watch';
import { watchedFolder } from '../../../shared/watch-schemas';
import type { WatchDeps } from './watch';

const VERSION = 1;

const document = z.object({ version: z.number().max(VERSION), folders: z.array(z.unknown()) });

/** The list of watched folders as it is kept; one that cannot be read costs no other. */
export function readFolders(storage: WatchDeps['storage']): readonly WatchedFolder[] {
  const read = document.safeParse(storage.read());
  return (read.data?.folders ?? []).flatMap((saved) => watchedFolder.safeParse(saved).data ?? []);
}

export function writeFolders(storage: WatchDeps['storage'], folders: readonly WatchedFolder[]): void {
  storage.write({ version: VERSION, folders });
}
