import { createHash } from 'node:crypto';
import type { BufferPool } from '../buffer-pool';
import { SourceFile } from '../source-file';

const CHUNK_BYTES = 1024 * 1024;
/** Enough to tell a library's files from each other, and short in a link. */
const DIGITS = 16;

/** The first 16 hex digits of the SHA-256 of a file, read piece by piece so that nothing else waits for it. */
export async function contentHash(path: string, buffers: BufferPool, signal: AbortSignal): Promise<string> {
  const source = await SourceFile.open(path);
  try {
    const hash = createHash('sha256');
    for (let offset = 0; offset < source.size; offset += CHUNK_BYTES) {
      const lease = await buffers.take(Math.min(CHUNK_BYTES, source.size - offset), signal);
      try {
        await source.read(lease.bytes, offset);
        hash.update(lease.bytes);
      } finally {
        lease.giveBack(true);
      }
    }
    await source.ensureUnchanged();
    return hash.digest('hex').slice(0, DIGITS);
  } finally {
    await source.close();
  }
}
