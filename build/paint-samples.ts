import path from 'node:path';
import { paintPicture } from '../electron/core/generation/sketch/paint.ts';
import { PAINTED } from '../electron/core/samples/painted.ts';

/** Paints the sandbox bucket's pictures; by the names of their files. */
export async function paintSamples(): Promise<ReadonlyMap<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  for (const { key, ...order } of PAINTED)
    files.set(path.posix.basename(key), await paintPicture(order, () => undefined, new AbortController().signal));
  return files;
}
