import { withUserComment } from './exif-comment';

const EXIF_FLAG = 0x08;
const XMP_FLAG = 0x04;
const ALPHA_FLAG = 0x10;

interface Chunk {
  readonly type: string;
  readonly data: Buffer;
}

/** A WebP with this text as the UserComment of its Exif; pixels are not touched. null where it is damaged or of an unknown kind. */
export function webpWithComment(bytes: Buffer, text: string): Buffer | null {
  const chunks = extended(chunksOf(bytes));
  if (chunks === null) return null;
  const before = chunks.find(({ type }) => type === 'EXIF')?.data ?? null;
  const bare = before?.toString('latin1', 0, 6) === 'Exif\0\0' ? before.subarray(6) : before;
  const exif: Chunk = { type: 'EXIF', data: withUserComment(bare, text) };
  // EXIF stands behind the pixels and before XMP (RFC 9649, 2.7).
  const pixels = chunks.filter(({ type }) => type !== 'EXIF' && type !== 'XMP ');
  const xmp = chunks.filter(({ type }) => type === 'XMP ');
  return fileOf(flagged([...pixels, exif, ...xmp], EXIF_FLAG, 0));
}

/** A WebP without Exif and XMP. null where it is damaged. */
export function webpWithoutComments(bytes: Buffer): Buffer | null {
  const chunks = chunksOf(bytes);
  const kept = chunks?.filter(({ type }) => type !== 'EXIF' && type !== 'XMP ');
  return kept === undefined ? null : fileOf(flagged(kept, 0, EXIF_FLAG | XMP_FLAG));
}

function chunksOf(bytes: Buffer): readonly Chunk[] | null {
  if (bytes.toString('latin1', 0, 4) !== 'RIFF' || bytes.toString('latin1', 8, 12) !== 'WEBP') return null;
  const chunks: Chunk[] = [];
  for (let at = 12; at + 8 <= bytes.length;) {
    const length = bytes.readUInt32LE(at + 4);
    if (at + 8 + length > bytes.length) return null;
    chunks.push({ type: bytes.toString('latin1', at, at + 4), data: bytes.subarray(at + 8, at + 8 + length) });
    at += 8 + length + (length % 2);
  }
  return chunks.length === 0 ? null : chunks;
}

/** In the form that has room for more than pixels. */
function extended(chunks: readonly Chunk[] | null): readonly Chunk[] | null {
  const first = chunks?.[0];
  if (chunks === null || first === undefined) return null;
  if (first.type === 'VP8X') return chunks;
  const seen = first.type === 'VP8L' ? losslessSize(first.data) : first.type === 'VP8 ' ? lossySize(first.data) : null;
  if (seen === null) return null;
  const head = Buffer.alloc(10);
  head.writeUInt8(seen.hasAlpha ? ALPHA_FLAG : 0);
  head.writeUIntLE(seen.width - 1, 4, 3);
  head.writeUIntLE(seen.height - 1, 7, 3);
  return [{ type: 'VP8X', data: head }, ...chunks];
}

interface Seen {
  readonly width: number;
  readonly height: number;
  readonly hasAlpha: boolean;
}

/** RFC 9649, 3.4: a signature, then 14 bits each of width and height less one, then whether there is alpha. */
function losslessSize(data: Buffer): Seen | null {
  if (data.length < 5 || data[0] !== 0x2f) return null;
  const bits = data.readUInt32LE(1);
  return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1, hasAlpha: ((bits >>> 28) & 1) === 1 };
}

/** RFC 6386, 9.1: a key frame's start code, then 14 bits each of width and height. */
function lossySize(data: Buffer): Seen | null {
  if (data.length < 10 || data.readUIntBE(3, 3) !== 0x9d012a) return null;
  return { width: data.readUInt16LE(6) & 0x3fff, height: data.readUInt16LE(8) & 0x3fff, hasAlpha: false };
}

function flagged(chunks: readonly Chunk[], on: number, off: number): readonly Chunk[] {
  return chunks.map((chunk) => {
    if (chunk.type !== 'VP8X') return chunk;
    const data = Buffer.from(chunk.data);
    data.writeUInt8(((data[0] ?? 0) | on) & ~off & 0xff);
    return { ...chunk, data };
  });
}

function fileOf(chunks: readonly Chunk[]): Buffer {
  const parts = chunks.flatMap(({ type, data }) => {
    return [Buffer.from(type, 'latin1'), length(data.length), data, Buffer.alloc(data.length % 2)];
  });
  const body = Buffer.concat([Buffer.from('WEBP'), ...parts]);
  return Buffer.concat([Buffer.from('RIFF'), length(body.length), body]);
}

function length(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
