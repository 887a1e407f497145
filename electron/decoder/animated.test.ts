import { expect, it } from 'vitest';
import { isAnimated } from './animated';

function ascii(text: string): Uint8Array {
  return Uint8Array.from(text, (char) => char.charCodeAt(0));
}

const chunk = (name: string, length = 2) => `\0\0\0${String.fromCharCode(length)}${name}${'x'.repeat(length)}CRC!`;
const png = (...chunks: string[]) => ascii(`\x89PNG\r\n\x1a\n${chunks.join('')}`);
const webp = (flags: number) => ascii(`RIFF....WEBPVP8X\x0a\0\0\0${String.fromCharCode(flags)}...`);

it.each([
  ['a GIF', ascii('GIF89a'), true],
  ['an APNG', png(chunk('IHDR'), chunk('acTL'), chunk('IDAT')), true],
  ['a PNG', png(chunk('IHDR'), chunk('IDAT'), chunk('acTL')), false],
  ['a PNG that breaks off', png(chunk('IHDR')).subarray(0, 11), false],
  ['a WebP that moves', webp(0x02), true],
  ['a WebP with a profile and transparency', webp(0x30), false],
  ['a plain WebP', ascii('RIFF....WEBPVP8 '), false],
  ['an AVIF sequence', ascii('\0\0\0\x20ftypavis'), true],
  ['an AVIF', ascii('\0\0\0\x20ftypavif'), false],
  ['a JPEG', Uint8Array.of(0xff, 0xd8, 0xff), false],
  ['nothing', new Uint8Array(), false],
])('%s', (_name, bytes, moves) => {
  expect(isAnimated(bytes)).toBe(moves);
});
