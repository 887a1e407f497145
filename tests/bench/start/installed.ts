import { spawnSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { getRawHeader } from '@electron/asar';
import { electronDist } from '../../../build/electron-path.mjs';

const ROOT = path.resolve(import.meta.dirname, '../../..');
const UNPACKED = { linux: 'linux-unpacked', win32: 'win-unpacked', darwin: 'mac' } as const;

/** What the package puts on a disk, bytes. */
export interface Installed {
  readonly all: number;
  /** Electron as it is downloaded, with the words of all its languages. */
  readonly electron: number;
  /** The app's own code, by the folders of what is built. */
  readonly parts: Readonly<Record<string, number>>;
}

/** Builds the package for this system, unpacked, and measures it. */
export function installedSize(): Installed {
  const command = [path.join(ROOT, 'build/package.mjs'), '--for-tests'];
  const built = spawnSync(process.execPath, command, { cwd: ROOT, encoding: 'utf8' });
  if (built.status !== 0) throw new Error(`The package could not be built: ${built.stderr}`);
  const folder = path.join(ROOT, 'release', UNPACKED[process.platform as keyof typeof UNPACKED]);
  return {
    all: sizeOf(folder),
    electron: sizeOf(electronDist()),
    parts: partsOf(path.join(folder, 'resources/app.asar')),
  };
}

function sizeOf(folder: string): number {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files.reduce((sum, { parentPath, name }) => sum + statSync(path.join(parentPath, name)).size, 0);
}

interface AsarEntry {
  readonly size?: number;
  readonly files?: Readonly<Record<string, AsarEntry>>;
}

function partsOf(asar: string): Readonly<Record<string, number>> {
  const { header } = getRawHeader(asar) as unknown as { header: AsarEntry };
  const built = header.files?.['dist']?.files ?? {};
  return Object.fromEntries(Object.entries(built).map(([name, entry]) => [name, bytesIn(entry)]));
}

function bytesIn({ size = 0, files = {} }: AsarEntry): number {
  return Object.values(files).reduce((sum, entry) => sum + bytesIn(entry), size);
}
