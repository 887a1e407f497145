const COMMENT = 0xfe;
const APPLICATION = 0xff;
const XMP = 'XMP DataXMP';

/** A GIF without its remarks and its XMP; pictures and their times are not touched. null where it is damaged. */
export function gifWithoutComments(bytes: Buffer): Buffer | null {
  if (bytes.toString('latin1', 0, 4) !== 'GIF8' || bytes.length < 13) return null;
  let at = 13 + tableBytes(bytes[10]);
  const kept = [bytes.subarray(0, at)];
  while (at < bytes.length) {
    const kind = bytes[at];
    // What follows its end is not the picture's.
    if (kind === 0x3b) return Buffer.concat([...kept, bytes.subarray(at, at + 1)]);
    const end = kind === 0x2c ? behindPicture(bytes, at) : kind === 0x21 ? behindBlocks(bytes, at + 2) : null;
    if (end === null) return null;
    if (kind === 0x2c || !isTelling(bytes, at)) kept.push(bytes.subarray(at, end));
    at = end;
  }
  return null;
}

function isTelling(bytes: Buffer, at: number): boolean {
  const label = bytes[at + 1];
  return label === COMMENT || (label === APPLICATION && bytes.toString('latin1', at + 3, at + 3 + XMP.length) === XMP);
}

function tableBytes(flags = 0): number {
  return (flags & 0x80) === 0 ? 0 : 3 * 2 ** ((flags & 7) + 1);
}

function behindPicture(bytes: Buffer, at: number): number | null {
  return behindBlocks(bytes, at + 11 + tableBytes(bytes[at + 9]));
}

/** null where they have no end. */
function behindBlocks(bytes: Buffer, from: number): number | null {
  for (let at = from; at < bytes.length;) {
    const length = bytes[at] ?? 0;
    at += 1 + length;
    if (length === 0) return at;
  }
  return null;
}
