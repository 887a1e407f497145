import { decodedText, type Texts } from './texts';

/** Tags that hold texts (Exif 2.32, 4.6.4 and 4.6.5; XPComment is Windows'). */
export const TAGS = {
  description: 0x010e,
  make: 0x010f,
  model: 0x0110,
  software: 0x0131,
  xpComment: 0x9c9c,
  exif: 0x8769,
  userComment: 0x9286,
} as const;

/** Bytes of one value, by its type (TIFF 6.0, section 2). */
const TYPE_BYTES = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8] as const;
const MAX_FIELDS = 1000;

/** A TIFF structure whose numbers can be read. */
export class TiffBlock {
  readonly bytes: Buffer;
  readonly isLittle: boolean;

  private constructor(bytes: Buffer, isLittle: boolean) {
    this.bytes = bytes;
    this.isLittle = isLittle;
  }

  /** null where the bytes are none. */
  static of(bytes: Buffer): TiffBlock | null {
    const head = bytes.toString('latin1', 0, 4);
    if (bytes.length < 8 || (head !== 'II*\0' && head !== 'MM\0*')) return null;
    return new TiffBlock(bytes, head.startsWith('I'));
  }

  u16(at: number): number {
    return this.isLittle ? this.bytes.readUInt16LE(at) : this.bytes.readUInt16BE(at);
  }

  u32(at: number): number {
    return this.isLittle ? this.bytes.readUInt32LE(at) : this.bytes.readUInt32BE(at);
  }

  /** The rows of the directory at an offset, 12 bytes each; as many as are there. */
  rows(at: number): readonly Buffer[] {
    if (at < 8 || at + 2 > this.bytes.length) return [];
    const count = Math.min(this.u16(at), MAX_FIELDS, Math.floor((this.bytes.length - at - 2) / 12));
    return Array.from({ length: count }, (_, row) => this.bytes.subarray(at + 2 + row * 12, at + 14 + row * 12));
  }

  tagOf(row: Buffer): number {
    return this.isLittle ? row.readUInt16LE() : row.readUInt16BE();
  }

  /** A field's value, as far as it lies within. */
  valueOf(row: Buffer): Buffer {
    const [type, count] = this.isLittle
      ? [row.readUInt16LE(2), row.readUInt32LE(4)]
      : [row.readUInt16BE(2), row.readUInt32BE(4)];
    const length = (TYPE_BYTES[type] ?? 0) * count;
    if (length <= 4) return row.subarray(8, 8 + length);
    const at = this.pointerIn(row);
    return this.bytes.subarray(at, at + length);
  }

  pointerIn(row: Buffer): number {
    return this.isLittle ? row.readUInt32LE(8) : row.readUInt32BE(8);
  }
}

/** Reads the texts of an Exif block, with or without the head that it has in a JPEG. */
export function exifTexts(block: Buffer, found: Texts): void {
  const bare = block.toString('latin1', 0, 6) === 'Exif\0\0' ? block.subarray(6) : block;
  const tiff = TiffBlock.of(bare);
  if (tiff === null) return;
  const main = tiff.rows(tiff.u32(4));
  const pointer = main.find((row) => tiff.tagOf(row) === TAGS.exif);
  const own = pointer === undefined ? [] : tiff.rows(tiff.pointerIn(pointer));
  for (const row of [...own, ...main]) readField(tiff, row, found);
}

function readField(tiff: TiffBlock, row: Buffer, found: Texts): void {
  switch (tiff.tagOf(row)) {
    case TAGS.userComment:
      return found.add('exif:UserComment', commentOf(tiff.valueOf(row), tiff.isLittle));
    case TAGS.description:
      return found.add('exif:ImageDescription', decodedText(tiff.valueOf(row)));
    case TAGS.make:
      return found.add('exif:Make', decodedText(tiff.valueOf(row)));
    case TAGS.model:
      return found.add('exif:Model', decodedText(tiff.valueOf(row)));
    case TAGS.software:
      return found.add('exif:Software', decodedText(tiff.valueOf(row)));
    case TAGS.xpComment:
      return found.add('exif:XPComment', wideText(tiff.valueOf(row), true));
  }
}

/** A UserComment: eight bytes that name its letters, then the text. */
function commentOf(value: Buffer, isLittle: boolean): string {
  const text = value.subarray(8);
  switch (value.toString('latin1', 0, 8)) {
    case 'UNICODE\0':
      return wideText(text, isLittle);
    case 'JIS\0\0\0\0\0':
      return new TextDecoder('iso-2022-jp').decode(text);
    case 'ASCII\0\0\0':
    case '\0\0\0\0\0\0\0\0':
      return decodedText(text);
    default:
      return decodedText(value);
  }
}

/**
 * UTF-16. The standard has it in the byte order of its block; writers do as they like (piexif, and so A1111: always big-endian),
 * so the zeros beside the plain letters tell. `isLittle` where nothing does.
 */
function wideText(bytes: Buffer, isLittle: boolean): string {
  const even = Buffer.from(bytes.subarray(0, bytes.length - (bytes.length % 2)));
  let [high, low] = [0, 0];
  for (let at = 0; at < even.length; at += 2) {
    if (even[at] === 0) high += 1;
    if (even[at + 1] === 0) low += 1;
  }
  const mark = even.length >= 2 ? even.readUInt16BE() : 0;
  const little = mark === 0xfffe || (mark !== 0xfeff && (high === low ? isLittle : low > high));
  const text = (little ? even : even.swap16()).toString('utf16le');
  return text.replace(/^\uFEFF/, '');
}
