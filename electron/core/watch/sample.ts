import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { reading } from '../transfers/file-failure';

const PIECE = 64 * 1024;

/**
 * SHA-256 of beginning, middle and end of a file: with size and time of change it tells a file that got another name from
 * another file. Proves, on the way, that the file can be opened. Throws a `FailureError`.
 */
export async function sampleOf(path: string, size: number): Promise<string> {
  return reading(path, async () => {
    const handle = await open(path, 'r');
    try {
      const hash = createHash('sha256');
      const buffer = Buffer.alloc(PIECE);
      for (const at of new Set([0, Math.max(0, Math.floor(size / 2)), Math.max(0, size - PIECE)])) {
        const { bytesRead } = await handle.read(buffer, 0, PIECE, at);
        hash.update(buffer.subarray(0, bytesRead));
      }
      return hash.digest('hex').slice(0, 32);
    } finally {
      await handle.close();
    }
  });
}
