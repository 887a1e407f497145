import { TAGS, TiffBlock } from './exif-texts';

const LONG = 4;
const UNDEFINED = 7;

/**
 * An Exif block with this text as its UserComment, in UTF-16 as A1111 has it: the block as it was with new directories behind it, so
 * that nothing in it moves. Without a block, or with one that is none, a new one.
 */
export function withUserComment(block: Buffer | null, text: string): Buffer {
  const before = (block === null ? null : TiffBlock.of(block)) ?? emptyBlock();
  const { bytes } = before;
  const main = before.rows(before.u32(4)).filter((row) => before.tagOf(row) !== TAGS.exif);
  const pointer = before.rows(before.u32(4)).find((row) => before.tagOf(row) === TAGS.exif);
  const own = pointer === undefined ? [] : before.rows(before.pointerIn(pointer));
  const next = nextOf(before);
  const write = new Writer(before.isLittle);
  const comment = Buffer.concat([Buffer.from('UNICODE\0'), write.text(text)]);
  const commentAt = bytes.length + (bytes.length % 2);
  const exifAt = commentAt + comment.length;
  const kept = own.filter((row) => before.tagOf(row) !== TAGS.userComment);
  const exif = write.directory([...kept, write.row(TAGS.userComment, UNDEFINED, comment.length, commentAt)], 0);
  const mainAt = exifAt + exif.length;
  const pointing = write.row(TAGS.exif, LONG, 1, exifAt);
  const out = [
    bytes,
    Buffer.alloc(commentAt - bytes.length),
    comment,
    exif,
    write.directory([...main, pointing], next),
  ];
  const whole = Buffer.concat(out);
  write.u32(mainAt).copy(whole, 4);
  return whole;
}

function emptyBlock(): TiffBlock {
  const made = TiffBlock.of(Buffer.from('MM\0*\0\0\0\0', 'latin1'));
  if (made === null) throw new Error('This is a TIFF head.');
  return made;
}

/** Where the directory of the thumbnail is; 0 for none. */
function nextOf(block: TiffBlock): number {
  const at = block.u32(4);
  if (at < 8 || at + 2 > block.bytes.length) return 0;
  const end = at + 2 + block.u16(at) * 12;
  return end + 4 <= block.bytes.length ? block.u32(end) : 0;
}

/** Numbers in the byte order of a block. */
class Writer {
  readonly #isLittle: boolean;

  constructor(isLittle: boolean) {
    this.#isLittle = isLittle;
  }

  u16(value: number): Buffer {
    return this.#ordered(value, 2);
  }

  u32(value: number): Buffer {
    return this.#ordered(value, 4);
  }

  text(text: string): Buffer {
    const little = Buffer.from(text, 'utf16le');
    return this.#isLittle ? little : little.swap16();
  }

  row(tag: number, type: number, count: number, value: number): Buffer {
    return Buffer.concat([this.u16(tag), this.u16(type), this.u32(count), this.u32(value)]);
  }

  /** Rows stand in the order of their tags (TIFF 6.0, section 2). */
  directory(rows: readonly Buffer[], next: number): Buffer {
    const tagOf = (row: Buffer): number => (this.#isLittle ? row.readUInt16LE() : row.readUInt16BE());
    const sorted = rows.toSorted((a, b) => tagOf(a) - tagOf(b));
    return Buffer.concat([this.u16(rows.length), ...sorted, this.u32(next)]);
  }

  #ordered(value: number, size: 2 | 4): Buffer {
    const bytes = Buffer.alloc(size);
    bytes.writeUIntBE(value, 0, size);
    return this.#isLittle ? bytes.reverse() : bytes;
  }
}
