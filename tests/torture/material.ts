import { createCipheriv, createHash } from 'node:crypto';
import { mkdir, open } from 'node:fs/promises';
import path from 'node:path';
import type { Dice } from './dice';

const KIB = 1024;
const MIB = 1024 * KIB;
const ZEROS = Buffer.alloc(MIB);

/** A file that was made for a run, and what must arrive of it. */
export interface Material {
  readonly path: string;
  /** Below the folder it was made in, with `/`. */
  readonly relative: string;
  readonly size: number;
  readonly sha256: string;
}

/** Writes a file of bytes that no compression makes smaller, other ones for each seed. */
export async function makeFile(folder: string, relative: string, size: number, seed: number): Promise<Material> {
  const file = path.join(folder, relative);
  await mkdir(path.dirname(file), { recursive: true });
  const key = createHash('md5').update(`${seed} ${relative}`).digest();
  const cipher = createCipheriv('aes-128-ctr', key, Buffer.alloc(16));
  const hash = createHash('sha256');
  const handle = await open(file, 'w');
  try {
    for (let left = size; left > 0; left -= MIB) {
      const bytes = cipher.update(ZEROS.subarray(0, Math.min(left, MIB)));
      hash.update(bytes);
      await handle.writeFile(bytes);
    }
  } finally {
    await handle.close();
  }
  return { path: file, relative, size, sha256: hash.digest('hex') };
}

/** A folder of so many files in a few subfolders, with sizes as chance and the boundaries of the part planner have them. */
export async function makeFolder(folder: string, count: number, dice: Dice, largest: number): Promise<Material[]> {
  const made: Material[] = [];
  for (let n = 0; n < count; n++) {
    const relative = `${['inbox', 'trip/day 1', 'trip/day 2', 'r+d & ä'][n % 4]}/file ${n}.${n % 3 === 0 ? 'png' : 'bin'}`;
    made.push(await makeFile(folder, relative, Math.min(sizeOf(n, dice), largest), n));
  }
  return made;
}

const BOUNDARIES = [0, 1, 5 * MIB, 16 * MIB - 1, 16 * MIB, 16 * MIB + 1, 32 * MIB, 40 * MIB];

function sizeOf(n: number, dice: Dice): number {
  const boundary = BOUNDARIES[n];
  if (boundary !== undefined) return boundary;
  const [from, to] = dice.pick([
    [2, [0, 0] as const],
    [50, [1, 16 * KIB] as const],
    [43, [16 * KIB, 256 * KIB] as const],
    [4, [1 * MIB, 8 * MIB] as const],
    [1, [16 * MIB, 40 * MIB] as const],
  ]);
  return dice.whole(from, to);
}
