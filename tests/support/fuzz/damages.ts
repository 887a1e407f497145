import fc from 'fast-check';

/** What a failing disk, or somebody, does to a file; `share` (0 to 1) says where. */
export const DAMAGES: Readonly<Record<string, (bytes: Buffer, share: number) => Buffer>> = {
  'one byte': (bytes, share) => over(bytes, share, Buffer.from([(bytes[placeIn(bytes, share)] ?? 0) ^ 0xa5])),
  zeros: (bytes, share) => over(bytes, share, Buffer.alloc(512)),
  'cut off': (bytes, share) => bytes.subarray(0, placeIn(bytes, share)),
  emptied: () => Buffer.alloc(0),
  'something else': (bytes) => Buffer.alloc(bytes.length, 'no such file '),
  'a piece twice': (bytes, share) => Buffer.concat([bytes.subarray(0, placeIn(bytes, share)), bytes]),
};

function placeIn(bytes: Buffer, share: number): number {
  return Math.floor(share * bytes.length);
}

function over(bytes: Buffer, share: number, what: Buffer): Buffer {
  const damaged = Buffer.from(bytes);
  what.copy(damaged, placeIn(bytes, share));
  return damaged;
}

/** The bytes of a file with up to three things wrong, or none. */
export function damaged(whole: Buffer): fc.Arbitrary<Buffer> {
  const way = fc.constantFrom(...Object.values(DAMAGES));
  const share = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
  return fc
    .array(fc.tuple(way, share), { maxLength: 3 })
    .map((all) => all.reduce((bytes, [damage, at]) => damage(bytes, at), whole));
}
