import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compositeEtag, md5FromDigest } from './md5/md5';
import { openMd5 } from './md5/md5-thread';
import { likelyPartSizes, partCountOf, proofOf } from './proof';

function etagOfParts(bytes: Uint8Array, partSize: number): string {
  const parts: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += partSize) parts.push(bytes.subarray(at, at + partSize));
  return compositeEtag(parts.map((part) => md5FromDigest(createHash('md5').update(part).digest())));
}

/** `hashed`: how much the hash is told to expect, which decides where it is made. */
async function fed(etag: string, partSizes: readonly number[], bytes: Uint8Array, chunk: number, hashed = 0) {
  const proof = proofOf(etag, partSizes, () => openMd5(hashed));
  for (let at = 0; at < bytes.length; at += chunk) await proof.update(bytes.subarray(at, at + chunk));
  return proof.verdict();
}

describe('a proof', () => {
  it('of a single MD5 holds for the very bytes alone', async () => {
    const bytes = Buffer.from('flow');
    const etag = createHash('md5').update(bytes).digest('hex');
    expect(await fed(etag, [], bytes, 2)).toBe('proven');
    expect(await fed(etag, [], Buffer.from('flew'), 2)).toBe('refuted');
  });

  it('of a multipart ETag holds however the bytes come, with one of the part sizes right', async () => {
    const sizes = { size: fc.integer({ min: 1, max: 400 }), part: fc.integer({ min: 1, max: 90 }) };
    await fc.assert(
      fc.asyncProperty(
        sizes.size,
        sizes.part,
        sizes.part,
        fc.integer({ min: 1, max: 100 }),
        async (size, part, other, chunk) => {
          const bytes = Buffer.from(Array.from({ length: size }, (_, index) => (index * 7) % 251));
          expect(await fed(etagOfParts(bytes, part), [other, part], bytes, chunk)).toBe('proven');
        },
      ),
    );
  });

  it('holds as well where the bytes are hashed on a thread of their own', async () => {
    const bytes = Buffer.from(Array.from({ length: 100 }, (_, index) => index));
    const large = 2 ** 30;
    expect(await fed(createHash('md5').update(bytes).digest('hex'), [], bytes, 7, large)).toBe('proven');
    expect(await fed(etagOfParts(bytes, 30), [25, 30], bytes, 7, large)).toBe('proven');
    expect(await fed(createHash('md5').update('other').digest('hex'), [], bytes, 7, large)).toBe('refuted');
  });

  it('refutes nothing where the ETag is no digest of the bytes, or of parts of an unknown size', async () => {
    const bytes = Buffer.alloc(100, 'flow');
    expect(await fed(etagOfParts(bytes, 30), [25], bytes, 7)).toBe('unknown');
    expect(await fed('an-opaque-etag', [], bytes, 7)).toBe('unknown');
  });
});

describe('the parts of an object', () => {
  it('are counted by its ETag', () => {
    expect(partCountOf(`${'0'.repeat(32)}-12`)).toBe(12);
    expect(partCountOf('0'.repeat(32))).toBeNull();
  });

  it('are of sizes that give this count, this app’s own first', () => {
    const MIB = 1024 * 1024;
    expect(likelyPartSizes(40 * MIB, 3)[0]).toBe(16 * MIB);
    expect(likelyPartSizes(40 * MIB, 8)).toContain(5 * MIB);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 40 }), fc.integer({ min: 1, max: 10_000 }), (size, count) => {
        for (const partSize of likelyPartSizes(size, count)) expect(Math.ceil(size / partSize)).toBe(count);
      }),
    );
  });
});
