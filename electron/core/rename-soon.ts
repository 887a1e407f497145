import { renameSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';

/** ms between the tries. A virus scanner or a sync tool lets go of a file within a second or so. */
const PAUSES: readonly number[] = [20, 40, 80, 160, 320, 640];

/** What Windows answers while another program holds one of the two files. */
const HELD: ReadonlySet<unknown> = new Set(['EPERM', 'EACCES', 'EBUSY']);

/** Renames a file. On Windows it tries again for a while where another program holds it; elsewhere nothing that is held is refused. */
export async function renameSoon(from: string, to: string, platform = process.platform): Promise<void> {
  for (const pause of pausesOn(platform)) {
    try {
      return await rename(from, to);
    } catch (error) {
      if (!isHeld(error)) throw error;
    }
    await wait(pause);
  }
  await rename(from, to);
}

/** The same for whoever cannot wait otherwise: nothing else runs on its thread meanwhile. */
export function renameSoonSync(from: string, to: string, platform = process.platform): void {
  for (const pause of pausesOn(platform)) {
    try {
      return renameSync(from, to);
    } catch (error) {
      if (!isHeld(error)) throw error;
    }
    standStill(pause);
  }
  renameSync(from, to);
}

function pausesOn(platform: NodeJS.Platform): readonly number[] {
  return platform === 'win32' ? PAUSES : [];
}

function isHeld(error: unknown): boolean {
  return error instanceof Error && 'code' in error && HELD.has(error.code);
}

/** Nobody ever wakes it before its time. */
function standStill(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)), 0, 0, ms);
}
