import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compositeEtag, md5FromDigest } from './md5';
import { likelyPartSizes, partCountOf, proofOf } from './proof';

function etagOfParts(bytes: Uint8Array, partSize: number): string {
  const parts: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += partSize) parts.push(bytes.subarray(at, at + partSize));
  return compositeEtag(parts.map((part) => md5FromDigest(createHash('md5').update(part).digest())));
}

function fed(etag: string, partSizes: readonly number[], bytes: Uint8Array, chunk: number) {
  const proof = proofOf(etag, partSizes);
  for (let at = 0; at < bytes.length; at += chunk) proof.update(bytes.subarray(at, at + chunk));
  return proof.verdict();
}

describe('a proof', () => {
  it('of a single MD5 holds for the very bytes alone', () => {
    const bytes = Buffer.from('flow');
    const etag = createHash('md5').update(bytes).digest('hex');
    expect(fed(etag, [], bytes, 2)).toBe('proven');
    expect(fed(etag, [], Buffer.from('flew'), 2)).toBe('refuted');
  });

  it('of a multipart ETag holds however the bytes come, with one of the part sizes right', () => {
    const sizes = { size: fc.integer({ min: 1, max: 400 }), part: fc.integer({ min: 1, max: 90 }) };
    fc.assert(
      fc.property(sizes.size, sizes.part, sizes.part, fc.integer({ min: 1, max: 100 }), (size, part, other, chunk) => {
        const bytes = Buffer.from(Array.from({ length: size }, (_, index) => (index * 7) % 251));
        expect(fed(etagOfParts(bytes, part), [other, part], bytes, chunk)).toBe('proven');
      }),
    );
  });

  it('refutes nothing where the ETag is no digest of the bytes, or of parts of an unknown size', () => {
    const bytes = Buffer.alloc(100, 'flow');
    expect(fed(etagOfParts(bytes, 30), [25], bytes, 7)).toBe('unknown');
    expect(fed('an-opaque-etag', [], bytes, 7)).toBe('unknown');
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
