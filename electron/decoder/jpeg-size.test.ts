import fc from 'fast-check';
import { expect, it } from 'vitest';
import { jpegSize } from './jpeg-size';

const u16 = (value: number): number[] => [value >> 8, value & 0xff];
const segment = (kind: number, content: readonly number[]): number[] => [
  0xff,
  kind,
  ...u16(content.length + 2),
  ...content,
];
const frame = (width: number, height: number, kind = 0xc0): number[] =>
  segment(kind, [8, ...u16(height), ...u16(width), 3, 1, 0x22, 0]);
const buffer = (...parts: readonly (readonly number[])[]): ArrayBuffer =>
  new Uint8Array([0xff, 0xd8, ...parts.flat()]).buffer;

it.each([
  ['plain', buffer(frame(4000, 3000))],
  [
    'progressive, behind EXIF',
    buffer(
      segment(
        0xe1,
        Array.from({ length: 300 }, () => 0xff),
      ),
      frame(4000, 3000, 0xc2),
    ),
  ],
  ['behind tables and filling bytes', buffer(segment(0xc4, [1, 2, 3]), [0xff, 0xff], frame(4000, 3000))],
])('reads the size out of the header: %s', (_, bytes) => {
  expect(jpegSize(bytes)).toEqual({ width: 4000, height: 3000 });
});

it.each([
  ['nothing', new ArrayBuffer(0)],
  ['another kind of file', new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 0, 0, 0, 0, 0]).buffer],
  ['a header that ends early', buffer(frame(4000, 3000).slice(0, 6))],
  ['a scan without a frame', buffer(segment(0xda, [1, 2, 3, 4, 5, 6, 7]), frame(1, 1))],
  ['bytes between segments', buffer([0], frame(1, 1))],
])('knows no size of %s', (_, bytes) => {
  expect(jpegSize(bytes)).toBeNull();
});

it('comes to an end with any bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (noise) => {
      const size = jpegSize(buffer([...noise]));
      expect(size === null || size.width <= 0xffff).toBe(true);
    }),
  );
});
