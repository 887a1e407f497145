import { scrypt } from 'node:crypto';
import { z } from 'zod';
import { KEY_BYTES } from './sealed-bytes';

/** How a key is made from a passphrase; kept as data, so that a later version can ask for more. */
export interface KeyDerivation {
  readonly name: 'scrypt';
  /** N, a power of two. */
  readonly cost: number;
  /** r. */
  readonly blockSize: number;
  /** p. */
  readonly parallelization: number;
}

/** 128 MiB and about half a second a try: OWASP's first choice for scrypt (Password Storage Cheat Sheet). */
export const STRONG_DERIVATION: KeyDerivation = { name: 'scrypt', cost: 2 ** 17, blockSize: 8, parallelization: 1 };

const MAX_COST = 2 ** 20;

/** What a file may ask for: a changed one must not take all memory, nor make a key that is cheap to guess. */
export const keyDerivation = z.object({
  name: z.literal('scrypt'),
  cost: z
    .int()
    .min(2 ** 14)
    .max(MAX_COST)
    .refine((cost) => Number.isInteger(Math.log2(cost))),
  blockSize: z.int().min(8).max(8),
  parallelization: z.int().min(1).max(4),
});

/** The caller zeroes the key when it is done with it. */
export async function keyFromPassphrase(passphrase: string, salt: Uint8Array, how: KeyDerivation): Promise<Buffer> {
  // The same letters give the same bytes, whichever keyboard composed them.
  const bytes = Buffer.from(passphrase.normalize('NFKC'));
  const { cost, blockSize, parallelization } = how;
  const maxmem = 128 * blockSize * (cost + parallelization + 2) + 1024 * 1024;
  try {
    return await new Promise((resolve, reject) => {
      scrypt(bytes, salt, KEY_BYTES, { cost, blockSize, parallelization, maxmem }, (error, key) => {
        if (error === null) resolve(key);
        else reject(error);
      });
    });
  } finally {
    bytes.fill(0);
  }
}
