import { expect, it } from 'vitest';
import UTIF from 'utif2';
import { tiff, tiffCircle } from '../../tests/support/made-files';
import { keepFirstPicture } from './tiff-directory';

const bytesOf = (file: Buffer): ArrayBuffer => new Uint8Array(file).buffer;

/** A directory of one entry, which says that another one is where `next` is. */
function directory(tag: number, type: number, count: number, value: number, next: number): Buffer {
  const bytes = Buffer.alloc(18);
  bytes.writeUInt16LE(1, 0);
  bytes.writeUInt16LE(tag, 2);
  bytes.writeUInt16LE(type, 4);
  bytes.writeUInt32LE(count, 6);
  bytes.writeUInt32LE(value, 10);
  bytes.writeUInt32LE(next, 14);
  return bytes;
}

const HEAD = Buffer.from([0x49, 0x49, 42, 0, 8, 0, 0, 0]);

it('a picture stays as it is, with how it lies', () => {
  const bytes = bytesOf(tiff(40, 20, 6));
  expect(keepFirstPicture(bytes)).toBe(true);
  const [first, ...more] = UTIF.decode(bytes);
  expect(more).toEqual([]);
  expect(first).toMatchObject({ t256: [40], t257: [20], t274: [6], t277: [3] });
});

it('a directory that follows itself comes to an end', () => {
  expect(keepFirstPicture(bytesOf(tiffCircle()))).toBe(false);
  const picture = bytesOf(Buffer.concat([HEAD, directory(256, 4, 1, 40, 8)]));
  expect(keepFirstPicture(picture)).toBe(true);
  expect(UTIF.decode(picture)).toHaveLength(1);
});

it.each([
  ['a directory below, which holds itself', 330, 4, 1, 26],
  ['more values than there are bytes', 273, 3, 0xffff_ffff, 0],
])('%s is not looked at', (_what, tag, type, count, value) => {
  // Two entries: the width, and what is made to hurt.
  const [width, bad] = [directory(256, 4, 1, 40, 0), directory(tag, type, count, value, 0)];
  const both = Buffer.concat([Buffer.from([2, 0]), width.subarray(2, 14), bad.subarray(2, 14), Buffer.alloc(4)]);
  const bytes = bytesOf(Buffer.concat([HEAD, both]));
  expect(keepFirstPicture(bytes)).toBe(true);
  expect(UTIF.decode(bytes)[0]).not.toHaveProperty(`t${tag}`);
});

it('what is cut off has none', () => {
  expect(() => keepFirstPicture(bytesOf(tiff(40, 20).subarray(0, 100)))).toThrow(RangeError);
});
