import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { encode } from 'fast-png';

/** Bytes that no compression makes smaller, the same for the same seed. */
export function noise(length: number, seed = 1): Buffer {
  const bytes = Buffer.allocUnsafe(length);
  let state = seed * 2_654_435_761;
  for (let at = 0; at < length; at += 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    bytes[at] = state >>> 24;
  }
  return bytes;
}

/** A PNG whose colours are the seed's own. */
export function picture(seed = 1, width = 64, height = 48): Buffer {
  const data = new Uint8Array(width * height * 3);
  for (let pixel = 0; pixel < width * height; pixel += 1) {
    data[pixel * 3] = (pixel + seed * 53) % 256;
    data[pixel * 3 + 1] = (Math.floor(pixel / width) * 5 + seed * 31) % 256;
    data[pixel * 3 + 2] = (seed * 97) % 256;
  }
  return Buffer.from(encode({ width, height, data, channels: 3, depth: 8 }));
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Writes files below a folder by their relative paths; answers their full paths in the same order. */
export async function writeFiles(
  folder: string,
  files: Readonly<Record<string, Uint8Array>>,
): Promise<readonly string[]> {
  const paths: string[] = [];
  for (const [relative, bytes] of Object.entries(files)) {
    const file = path.join(folder, relative);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, bytes);
    paths.push(file);
  }
  return paths;
}
