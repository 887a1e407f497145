import { accessSync, constants, mkdirSync } from 'node:fs';

/** The first of these folders that can be made and written into; the last where none can. */
export function writableFolder(folders) {
  return folders.find(isWritable) ?? folders.at(-1);
}

function isWritable(folder) {
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK | constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
