/** Codes of the DC coefficients' lengths, as ITU-T T.81 Annex K.3 gives them for luminance. */
const DC_LENGTHS = [0, 1, 5, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0];
const DC_CODES = ['00', '010', '011', '100', '101', '110', '1110', '11110', '111110', '1111110', '11111110'];
/** The only AC code: the block ends. */
const END_OF_BLOCK = '0';

/** A segment with its length. */
export function segment(marker: number, ...payload: readonly (Uint8Array | readonly number[])[]): Buffer {
  const body = Buffer.concat(payload.map((part) => Uint8Array.from(part)));
  const length = body.length + 2;
  return Buffer.concat([Uint8Array.of(0xff, marker, length >> 8, length & 255), body]);
}

/**
 * A baseline JPEG in shades of grey, each of its 8 × 8 blocks of one shade: dark to the left, bright to the right. `segments`
 * come first, as a camera's metadata do. Width and height: multiples of 8.
 */
export function jpeg(width: number, height: number, segments: readonly Uint8Array[] = []): Buffer {
  const columns = width / 8;
  let bits = '';
  let last = 0;
  for (let block = 0; block < columns * (height / 8); block += 1) {
    const shade = block % columns < columns / 2 ? -100 : 100;
    bits += dcBits(shade - last) + END_OF_BLOCK;
    last = shade;
  }
  const quantizers = Array.from({ length: 64 }, () => 8);
  return Buffer.concat([
    Uint8Array.of(0xff, 0xd8),
    ...segments,
    segment(0xdb, [0], quantizers),
    segment(0xc0, [8, height >> 8, height & 255, width >> 8, width & 255, 1, 1, 0x11, 0]),
    segment(0xc4, [0], DC_LENGTHS, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]),
    segment(0xc4, [0x10], [1, ...Array.from({ length: 15 }, () => 0)], [0]),
    segment(0xda, [1, 1, 0x00, 0, 63, 0]),
    entropyCoded(bits),
    Uint8Array.of(0xff, 0xd9),
  ]);
}

function dcBits(difference: number): string {
  const size = difference === 0 ? 0 : Math.floor(Math.log2(Math.abs(difference))) + 1;
  const value = difference < 0 ? difference + 2 ** size - 1 : difference;
  return (DC_CODES[size] ?? '') + (size === 0 ? '' : value.toString(2).padStart(size, '0'));
}

function entropyCoded(bits: string): Uint8Array {
  const padded = bits.padEnd(Math.ceil(bits.length / 8) * 8, '1');
  const bytes: number[] = [];
  for (let at = 0; at < padded.length; at += 8) {
    const byte = Number.parseInt(padded.slice(at, at + 8), 2);
    bytes.push(byte, ...(byte === 0xff ? [0] : []));
  }
  return Uint8Array.from(bytes);
}
