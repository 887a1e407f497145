import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { renameSoonSync } from '../rename-soon';

/**
 * The form of what lies in the data folder. It grows with a change that an older build would misread or harm; a file that only
 * gets more in it keeps the number. See docs/decisions/0027-data-version.md.
 */
export const DATA_VERSION = 1;

const FILE = 'data-version.json';

const LONGEST_APP = 40;

interface Mark {
  readonly version: number;
  readonly app: string;
}

/**
 * The version of the newer build whose data lies in a folder; null where this build may use it. Changes nothing there. A mark
 * that is missing or cannot be read stops nobody.
 */
export function newerBuildOf(root: string): string | null {
  const found = readMark(path.join(root, FILE));
  return found !== null && found.version > DATA_VERSION ? found.app : null;
}

/** Says in the folder which build has used it last, before anything else is written there. */
export function markData(root: string, app: string): void {
  const file = path.join(root, FILE);
  const found = readMark(file);
  if (found?.version === DATA_VERSION && found.app === app) return;
  mkdirSync(root, { recursive: true, mode: 0o700 });
  const written = `${file}.new`;
  writeFileSync(written, `${JSON.stringify({ version: DATA_VERSION, app })}\n`);
  renameSoonSync(written, file);
}

/** Why nothing can be written into a folder, in the system's word (`EACCES`, `ENOSPC`); null where it can. Makes the folder. */
export function closedBy(root: string): string | null {
  const trial = path.join(root, `.trial-${process.pid}`);
  try {
    mkdirSync(root, { recursive: true, mode: 0o700 });
    writeFileSync(trial, 'x');
    return null;
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : String(error);
  } finally {
    removeQuietly(trial);
  }
}

/** Where none could be made, there is none to remove. */
function removeQuietly(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {
    // A word of it has been said by then.
  }
}

function readMark(file: string): Mark | null {
  try {
    const found: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return isMark(found) ? found : null;
  } catch {
    return null;
  }
}

/** By hand: read before there is a window, for which a library of schemas would have to be loaded first. */
function isMark(found: unknown): found is Mark {
  if (typeof found !== 'object' || found === null || !('version' in found) || !('app' in found)) return false;
  const { version, app } = found;
  return Number.isSafeInteger(version) && Number(version) >= 0 && typeof app === 'string' && app.length <= LONGEST_APP;
}
