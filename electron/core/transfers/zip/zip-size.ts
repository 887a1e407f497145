import { Buffer } from 'node:buffer';
import { R2_LIMITS } from '../../../../shared/r2';
import type { ZipEntry } from './zip-lists';

const MIB = 1024 * 1024;
/** Headers, descriptor and directory of an entry in a 64-bit ZIP file, without its name (PKWARE APPNOTE 4.3). */
const ENTRY_BYTES = 256;
/** What is compressed comes out 0.03 % larger at worst (deflate's stored blocks), and what has changed since it was listed. */
const HEADROOM = 1.02;
const SMALLEST_PART = 16 * MIB;
/** Parts in memory beside those under way: the one that is gathered, and its copy. Each under way is there once more to be hashed. */
const GATHERED = 2;
const MOST_ABREAST = 2;
/** Of the memory for bytes on their way up, what one ZIP file may have. */
const MEMORY_BYTES = 256 * MIB;
const LARGEST_PART = memoryLimit(1);

/** What one ZIP file may come to in the bucket: 10,000 parts of the largest that fit into memory. */
export const MAX_PACKED_BYTES = LARGEST_PART * R2_LIMITS.maxParts;

export interface StreamPlan {
  readonly partSize: number;
  readonly partsAbreast: number;
  /** What sending so takes of memory. */
  readonly memoryBytes: number;
}

/** How large the ZIP file of an object gets with it, at most. */
export function packedBytes({ size, path }: Pick<ZipEntry, 'size' | 'path'>): number {
  return size + ENTRY_BYTES + 2 * Buffer.byteLength(path);
}

/** Equal parts of which 10,000 suffice for about so many bytes. */
export function planStream(bytes: number): StreamPlan {
  const needed = Math.ceil((bytes * HEADROOM) / R2_LIMITS.maxParts / MIB) * MIB;
  const partSize = Math.min(Math.max(SMALLEST_PART, needed), LARGEST_PART);
  const partsAbreast = partSize <= memoryLimit(MOST_ABREAST) ? MOST_ABREAST : 1;
  return { partSize, partsAbreast, memoryBytes: partSize * (2 * partsAbreast + GATHERED) };
}

/** The largest part of which so many may be under way. */
function memoryLimit(partsAbreast: number): number {
  return Math.floor(MEMORY_BYTES / (2 * partsAbreast + GATHERED) / MIB) * MIB;
}
