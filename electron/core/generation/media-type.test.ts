import { expect, test } from 'vitest';
import { mediaKindOfName } from '../../../shared/media';
import { isCommonPicture, mediaTypeOf, mediaTypeOfExtension, MAGIC_BYTES, RESULT_EXTENSIONS } from './media-type';

const box = (brand: string): Buffer =>
  Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from(`ftyp${brand}`), Buffer.alloc(12)]);

/** The first bytes of one: its mark, and where its directory lies. */
function tiff(mark: string, directoryAt: number): Buffer {
  const at = Buffer.alloc(4);
  if (mark.startsWith('II')) at.writeUInt32LE(directoryAt);
  else at.writeUInt32BE(directoryAt);
  return Buffer.concat([Buffer.from(mark), at, Buffer.alloc(MAGIC_BYTES - 8)]);
}

test.each([
  ['an M4V film', box('M4V '), 'video/mp4', 'mp4'],
  ['a film of a telephone', box('3gp4'), 'video/3gpp', '3gp'],
  ['a HEIC picture', box('heic'), 'image/heic', 'heic'],
  ['a BMP picture', Buffer.concat([Buffer.from('BM'), Buffer.alloc(64)]), 'image/bmp', 'bmp'],
  ['a TIFF picture', tiff('II*\0', 8), 'image/tiff', 'tiff'],
  ['a TIFF picture whose directory lies behind its pixels', tiff('II*\0', 2 ** 20), 'image/tiff', 'tiff'],
  ['one of the other byte order', tiff('MM\0*', 2 ** 20), 'image/tiff', 'tiff'],
  ['a drawing', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'image/svg+xml', 'svg'],
  [
    'a drawing with a head',
    Buffer.from('\uFEFF<?xml version="1.0"?>\n<!-- a --> <!-- b -->\n<!DOCTYPE svg PUBLIC "a" "b">\n<svg width="1">'),
    'image/svg+xml',
    'svg',
  ],
])('%s is a result', async (_, bytes, contentType, extension) => {
  const type = await mediaTypeOf(bytes);
  expect(type).toEqual({ contentType, extension });
  expect(mediaTypeOfExtension(extension)).toEqual(type);
  expect(isCommonPicture({ contentType: 'image/png', extension: 'png' })).toBe(true);
  expect(type === null || isCommonPicture(type)).toBe(false);
});

test.each(['<!doctype html><svg>', '<html><svg></svg></html>', '<svgs>', 'PK', '<!-- a -->'.repeat(400)])(
  '%j is none',
  async (text) => expect(await mediaTypeOf(Buffer.from(text))).toBeNull(),
);

test.each(RESULT_EXTENSIONS)('a result named .%s is a picture or a film to all that shows it', (extension) => {
  const kind = mediaTypeOfExtension(extension)?.contentType.split('/')[0];
  expect(mediaKindOfName(`fox.${extension}`)).toBe(kind);
});
