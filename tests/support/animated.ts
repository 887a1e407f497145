import { encode } from 'fast-png';
import { pngChunk } from './made-files';

// Moving pictures of two frames, red and then blue, a fifth of a second each, over and over.

type Colour = readonly [red: number, green: number, blue: number];
const FRAMES: readonly Colour[] = [
  [220, 20, 20],
  [20, 20, 220],
];
const FRAME_MS = 200;

/** GIF89a, without compression worth the name: a clear code before every two pixels keeps all codes three bits long. */
export function animatedGif(width: number, height: number): Buffer {
  const head = Buffer.from('GIF89a\0\0\0\0\x80\0\0', 'latin1');
  head.writeUInt16LE(width, 6);
  head.writeUInt16LE(height, 8);
  const colours = Buffer.from(FRAMES.flat());
  const loop = Buffer.from('\x21\xff\x0bNETSCAPE2.0\x03\x01\0\0\0', 'latin1');
  const frames = FRAMES.map((_colour, index) => {
    const control = Buffer.from([0x21, 0xf9, 4, 0, FRAME_MS / 10, 0, 0, 0]);
    const place = Buffer.from([0x2c, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2]);
    place.writeUInt16LE(width, 5);
    place.writeUInt16LE(height, 7);
    return Buffer.concat([control, place, blocks(lzw(index, width * height)), Buffer.of(0)]);
  });
  return Buffer.concat([head, colours, loop, ...frames, Buffer.of(0x3b)]);
}

function lzw(pixel: number, count: number): Buffer {
  const codes = Array.from({ length: Math.ceil(count / 2) }, () => [4, pixel, pixel]).flat();
  return bitBytes([...codes, 5].map((code) => [code, 3] as const));
}

function blocks(bytes: Buffer): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += 255) {
    const part = bytes.subarray(at, at + 255);
    parts.push(Buffer.of(part.length), part);
  }
  return Buffer.concat(parts);
}

/** APNG 1.0. */
export function animatedPng(width: number, height: number): Buffer {
  const [first, second] = FRAMES.map((colour) => chunksOf(solidPng(width, height, colour)));
  const of = (chunks: Map<string, Buffer> | undefined, name: string) => chunks?.get(name) ?? Buffer.alloc(0);
  const count = (...numbers: readonly number[]) => {
    const bytes = Buffer.alloc(numbers.length * 4);
    for (const [index, number] of numbers.entries()) bytes.writeUInt32BE(number, index * 4);
    return bytes;
  };
  const control = (sequence: number) =>
    pngChunk('fcTL', Buffer.concat([count(sequence, width, height, 0, 0), Buffer.of(0, FRAME_MS / 10, 0, 100, 0, 0)]));
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    pngChunk('IHDR', of(first, 'IHDR')),
    pngChunk('acTL', count(2, 0)),
    control(0),
    pngChunk('IDAT', of(first, 'IDAT')),
    control(1),
    pngChunk('fdAT', Buffer.concat([count(2), of(second, 'IDAT')])),
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
}

function solidPng(width: number, height: number, colour: Colour): Buffer {
  const data = Uint8Array.from({ length: width * height * 3 }, (_, at) => colour[at % 3] ?? 0);
  return Buffer.from(encode({ width, height, data, channels: 3, depth: 8 }));
}

function chunksOf(png: Buffer): Map<string, Buffer> {
  const found = new Map<string, Buffer>();
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at))
    found.set(png.toString('latin1', at + 4, at + 8), png.subarray(at + 8, at + 8 + png.readUInt32BE(at)));
  return found;
}

/** Extended WebP with lossless frames. */
export function animatedWebp(width: number, height: number): Buffer {
  const canvas = Buffer.concat([Buffer.of(0x02, 0, 0, 0), three(width - 1), three(height - 1)]);
  const frames = FRAMES.map((colour) => {
    const place = Buffer.concat([
      three(0),
      three(0),
      three(width - 1),
      three(height - 1),
      three(FRAME_MS),
      Buffer.of(0),
    ]);
    return riff('ANMF', Buffer.concat([place, riff('VP8L', solidVp8l(width, height, colour))]));
  });
  const body = [Buffer.from('WEBP'), riff('VP8X', canvas), riff('ANIM', Buffer.alloc(6)), ...frames];
  return riff('RIFF', Buffer.concat(body));
}

/** One colour: each of its codes has one symbol, so that a pixel takes no bits at all (RFC 9649, section 3). */
function solidVp8l(width: number, height: number, [red, green, blue]: Colour): Buffer {
  const only = (value: number) =>
    [
      [1, 1],
      [0, 1],
      [1, 1],
      [value, 8],
    ] as const;
  const distance = [
    [1, 1],
    [0, 1],
    [0, 1],
    [0, 1],
  ] as const;
  const head = [
    [0x2f, 8],
    [width - 1, 14],
    [height - 1, 14],
    [0, 1],
    [0, 3],
    [0, 1],
    [0, 1],
    [0, 1],
  ] as const;
  return bitBytes([...head, ...only(green), ...only(red), ...only(blue), ...only(255), ...distance]);
}

function riff(name: string, data: Buffer): Buffer {
  const size = Buffer.alloc(4);
  size.writeUInt32LE(data.length);
  return Buffer.concat([Buffer.from(name), size, data, Buffer.alloc(data.length % 2)]);
}

function three(number: number): Buffer {
  return Buffer.of(number & 255, (number >> 8) & 255, number >> 16);
}

/** Numbers of so many bits each, the lowest bit first. */
function bitBytes(numbers: readonly (readonly [value: number, bits: number])[]): Buffer {
  const bits = numbers.flatMap(([value, length]) => Array.from({ length }, (_, bit) => (value >> bit) & 1));
  const bytes = Buffer.alloc(Math.ceil(bits.length / 8));
  for (const [index, bit] of bits.entries()) bytes[index >> 3] = (bytes[index >> 3] ?? 0) | (bit << (index & 7));
  return bytes;
}
