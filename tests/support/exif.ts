/** Berlin, as a camera writes it; found nowhere else in a file. */
export const LATITUDE = [52, 1, 31, 1, 12_345, 1000] as const;

type Field = readonly [tag: number, type: number, count: number, value: Uint8Array];

/** The Exif block of a photo taken on its side (orientation 6) at a place: a TIFF file of two directories. */
export function exif(order: 'II' | 'MM' = 'MM'): Buffer {
  const make = Buffer.from('Flow Camera\0');
  const gps = (at: number): Buffer =>
    directory(order, at, [
      [0, 1, 4, Uint8Array.of(2, 3, 0, 0)],
      [1, 2, 2, Buffer.from('N\0')],
      [2, 5, 3, numbers(order, LATITUDE)],
      [3, 2, 2, Buffer.from('E\0')],
      [4, 5, 3, numbers(order, [13, 1, 24, 1, 17_400, 1000])],
      [29, 2, 11, Buffer.from('2024:05:06\0')],
    ]);
  const main = (gpsAt: number): Buffer =>
    directory(order, 8, [
      [0x010f, 2, make.length, make],
      [0x0112, 3, 1, short(order, 6)],
      [0x8825, 4, 1, numbers(order, [gpsAt])],
      [0x9286, 7, 8, Buffer.from('a remark')],
    ]);
  const gpsAt = 8 + main(0).length;
  return Buffer.concat([Buffer.from(order), short(order, 42), numbers(order, [8]), main(gpsAt), gps(gpsAt)]);
}

/** An Exif block as a JPEG carries it. */
export function exifPayload(order?: 'II' | 'MM'): Buffer {
  return Buffer.concat([Buffer.from('Exif\0\0'), exif(order)]);
}

export function numbers(order: 'II' | 'MM', values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  for (const [index, value] of values.entries()) {
    if (order === 'II') bytes.writeUInt32LE(value, index * 4);
    else bytes.writeUInt32BE(value, index * 4);
  }
  return bytes;
}

function short(order: 'II' | 'MM', value: number): Buffer {
  const bytes = Buffer.alloc(2);
  if (order === 'II') bytes.writeUInt16LE(value);
  else bytes.writeUInt16BE(value);
  return bytes;
}

/** A directory that lies `at` bytes into its TIFF file, followed by what does not fit into its fields. */
function directory(order: 'II' | 'MM', at: number, fields: readonly Field[]): Buffer {
  let beyond = at + 2 + fields.length * 12 + 4;
  const rows: Buffer[] = [];
  const outside: Uint8Array[] = [];
  for (const [tag, type, count, value] of fields) {
    const isInside = value.length <= 4;
    const where = isInside ? Buffer.concat([value, Buffer.alloc(4 - value.length)]) : numbers(order, [beyond]);
    rows.push(Buffer.concat([short(order, tag), short(order, type), numbers(order, [count]), where]));
    if (isInside) continue;
    outside.push(value);
    beyond += value.length;
  }
  return Buffer.concat([short(order, fields.length), ...rows, numbers(order, [0]), ...outside]);
}
