import { readFileSync } from 'node:fs';
import path from 'node:path';

/** Written by build/setup.mjs: { wanted, version, executable }. */
export const recordFile = path.resolve(import.meta.dirname, '../.setup/electron.json');

const NAME = { win32: 'electron.exe', darwin: 'Electron.app/Contents/MacOS/Electron' }[process.platform] ?? 'electron';

/** The Electron that this checkout runs, tests and packages with. */
export function electronPath() {
  const dist = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (dist) return path.join(dist, NAME);
  return electronRecord().executable;
}

/** The folder an Electron distribution is, as electron-builder's electronDist wants it. */
export function electronDist() {
  const executable = electronPath();
  return executable.slice(0, -NAME.length - 1);
}

/** { wanted, version, executable }; `version` differs from `wanted` where the official download could not be reached. */
export function electronRecord() {
  try {
    return JSON.parse(readFileSync(recordFile, 'utf8'));
  } catch {
    throw new Error('No Electron has been set up yet. Run: node build/setup.mjs');
  }
}
