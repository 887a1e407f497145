import { mkdir, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { errnoOf } from '../transfers/file-failure';
import type { TaskRecord } from './records';

/** Where programs of this computer leave their results, a folder a run. */
export function programFolderOf(root: string): string {
  return path.join(root, 'programs');
}

/** Clears away what programs have left, but for results that a task has not brought to the outbox yet. What cannot be removed is left. */
export async function clearPrograms(folder: string, tasks: readonly TaskRecord[]): Promise<void> {
  const needed = tasks.flatMap(({ work }) =>
    work.kind === 'places' ? work.places.flatMap((place) => (place.kind === 'file' ? [place.path] : [])) : [],
  );
  await mkdir(folder, { recursive: true });
  for (const name of await readdir(folder)) {
    const run = path.join(folder, name);
    if (!needed.some((file) => file.startsWith(`${run}${path.sep}`))) await removeIfFree(run);
  }
}

/** Windows keeps the folder that a program runs in, were it one that should have ended long ago. A later start removes it. */
async function removeIfFree(run: string): Promise<void> {
  try {
    await rm(run, { recursive: true, force: true });
  } catch (error) {
    if (errnoOf(error) === null) throw error;
  }
}
