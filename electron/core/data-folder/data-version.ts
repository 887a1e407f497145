import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

/**
 * The form of what lies in the data folder. It grows with a change that an older build would misread or harm; a file that only
 * gets more in it keeps the number. See docs/decisions/0027-data-version.md.
 */
export const DATA_VERSION = 1;

const FILE = 'data-version.json';

const mark = z.object({ version: z.int().min(0), app: z.string().max(40) });

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
  mkdirSync(root, { recursive: true });
  const written = `${file}.new`;
  writeFileSync(written, `${JSON.stringify({ version: DATA_VERSION, app })}\n`);
  renameSync(written, file);
}

function readMark(file: string): z.infer<typeof mark> | null {
  try {
    return mark.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return null;
  }
}
