import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { picture } from '../../../tests/support/files';
import { numbers } from '../../../tests/support/exif';
import { box, locatedHeic, TITLE } from '../../../tests/support/located';
import { mediaTypeOf } from '../generation/media-type';
import { MemoryBytes, Uncleanable } from '../location/editable';
import { removeRemarks } from './film-write';
import { cleanTiffWords } from './tiff-write';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'film-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function without(bytes: Buffer): Promise<Buffer> {
  const file = path.join(folder, 'film.mp4');
  await writeFile(file, bytes);
  await removeRemarks(file);
  return readFile(file);
}

const pixelsOf = (file: Buffer): Promise<Buffer> => sharp(file).raw().toBuffer();

/** As ffmpeg writes one for ComfyUI (`SaveVideo`): the graph as metadata under a name of its own. */
function film(remark: string): Buffer {
  const list = box('ilst', box('\0\0\0\x01', box('data', Buffer.alloc(8), Buffer.from(remark))));
  const meta = box('meta', box('hdlr', Buffer.alloc(25)), box('keys', Buffer.from('mdtaprompt')), list);
  const track = box('trak', box('tkhd', Buffer.alloc(84)), box('udta', Buffer.from(remark)));
  const head = box('moov', box('mvhd', Buffer.alloc(100)), track, box('udta', meta));
  return Buffer.concat([box('ftyp', Buffer.from('isom')), box('mdat', Buffer.from('pictures and sound')), head]);
}

it('a film says nothing any more of how it was made, and is the same otherwise', async () => {
  const bytes = film(JSON.stringify({ '6': { inputs: { text: 'glass bottle with a galaxy inside' } } }));
  const cleaned = await without(bytes);
  expect(cleaned.includes('galaxy')).toBe(false);
  expect(cleaned.length).toBe(bytes.length);
  for (const kept of ['isom', 'mvhd', 'tkhd', 'pictures and sound'])
    expect(cleaned.indexOf(kept)).toBe(bytes.indexOf(kept));
});

it.each(['the file', 'its head'])('a film says nothing any more in an XMP packet in %s', async (where) => {
  const id = Buffer.from('be7acfcb97a942e89c71999491e3afac', 'hex');
  const packet = box('uuid', id, Buffer.from('<x:xmpmeta>a galaxy in a bottle</x:xmpmeta>'));
  const other = box('uuid', Buffer.alloc(16, 7), Buffer.from('not a packet'));
  const inside = where === 'the file' ? [box('moov'), packet, other] : [box('moov', packet, other)];
  const bytes = Buffer.concat([box('ftyp', Buffer.from('isom')), ...inside, box('mdat', Buffer.from('pictures'))]);
  const cleaned = await without(bytes);
  expect(cleaned.includes('xmpmeta')).toBe(false);
  expect(cleaned.includes('galaxy')).toBe(false);
  expect(cleaned.length).toBe(bytes.length);
  for (const kept of ['not a packet', 'pictures']) expect(cleaned.indexOf(kept)).toBe(bytes.indexOf(kept));
});

it('remarks of any size go: a workflow may hold the pictures that it began with', async () => {
  const bytes = film(`galaxy ${'x'.repeat(3 * 1024 * 1024)}`);
  const cleaned = await without(bytes);
  expect(cleaned.includes('galaxy')).toBe(false);
  expect(cleaned.includes('xxx')).toBe(false);
  expect(cleaned.length).toBe(bytes.length);
});

it.each([4, 40, 4000])(
  'an AVIF says nothing any more in %i bytes of Exif, nor in XMP, and its pixels stay',
  async (length) => {
    const remark = 'a galaxy in a bottle '.repeat(300).slice(0, length);
    const bytes = avif(Buffer.from(remark), Buffer.from(`<x:xmpmeta>${remark}</x:xmpmeta>`));
    const cleaned = await without(bytes);
    expect(cleaned.includes(remark)).toBe(false);
    expect(cleaned.includes('xmpmeta')).toBe(false);
    expect(cleaned.length).toBe(bytes.length);
    for (const kept of ['avif', 'pict', 'iinf', 'iloc', 'pixels'])
      expect(cleaned.indexOf(kept)).toBe(bytes.indexOf(kept));
  },
);

it('an AVIF of a real encoder is still the same picture', async () => {
  const remark = 'a galaxy in a bottle';
  const bytes = await sharp(picture())
    .withExif({ IFD0: { ImageDescription: remark } })
    .avif()
    .toBuffer();
  expect(bytes.includes(remark)).toBe(true);
  const cleaned = await without(bytes);
  expect(cleaned.includes(remark)).toBe(false);
  expect((await pixelsOf(cleaned)).equals(await pixelsOf(bytes))).toBe(true);
});

it('a HEIF of a real encoder is still the same picture', async () => {
  const bytes = await sharp(picture())
    .withExif({ IFD0: { ImageDescription: 'a galaxy in a bottle' } })
    .avif()
    .toBuffer();
  bytes.write('mif1', 8);
  expect((await mediaTypeOf(bytes))?.contentType).toBe('image/heif');
  const cleaned = await without(bytes);
  expect(cleaned.includes('galaxy')).toBe(false);
  expect((await pixelsOf(cleaned)).equals(await pixelsOf(bytes))).toBe(true);
});

it('a HEIC says nothing any more in Exif, nor in XMP beside it, and its pixels stay', async () => {
  const bytes = locatedHeic();
  expect((await mediaTypeOf(bytes))?.contentType).toBe('image/heic');
  const cleaned = await without(bytes);
  expect(cleaned.includes('xmpmeta')).toBe(false);
  expect(cleaned.includes(TITLE)).toBe(false);
  expect(cleaned.includes('GPS')).toBe(false);
  expect(cleaned.length).toBe(bytes.length);
  expect(cleaned.subarray(-500).equals(bytes.subarray(-500))).toBe(true);
});

it('a 3GP says nothing any more under the names that its kind has for it', async () => {
  const words = ['titl', 'dscp', 'perf'].map((name) => box(name, Buffer.from('\0\0\0\0\x15\xc7a galaxy\0')));
  const bytes = Buffer.concat([
    box('ftyp', Buffer.from('3gp5\0\0\0\x003gp5')),
    box('mdat', Buffer.from('pictures and sound')),
    box('moov', box('mvhd', Buffer.alloc(100)), box('udta', ...words)),
  ]);
  expect((await mediaTypeOf(bytes))?.contentType).toBe('video/3gpp');
  const cleaned = await without(bytes);
  expect(cleaned.includes('galaxy')).toBe(false);
  expect(cleaned.indexOf('pictures and sound')).toBe(bytes.indexOf('pictures and sound'));
});

it('a TIFF of a real encoder says nothing any more and is still the same picture', async () => {
  const bytes = Buffer.from(PILLOW, 'base64');
  const cleaned = await without(bytes);
  expect(bytes.toString('latin1').match(/galaxy/g)).toHaveLength(4);
  expect(cleaned.includes('galaxy')).toBe(false);
  expect(cleaned.length).toBe(bytes.length);
  expect((await pixelsOf(cleaned)).equals(await pixelsOf(bytes))).toBe(true);
});

it('a TIFF says nothing any more in XMP', async () => {
  const packet = '<x:xmpmeta xmlns:x="adobe:ns:meta/">a galaxy</x:xmpmeta>';
  const bytes = await sharp(picture()).withXmp(packet).tiff({ compression: 'lzw' }).toBuffer();
  const cleaned = await without(bytes);
  expect(bytes.includes('galaxy')).toBe(true);
  expect(cleaned.includes('galaxy')).toBe(false);
  expect((await pixelsOf(cleaned)).equals(await pixelsOf(bytes))).toBe(true);
});

it.each(['II', 'MM'] as const)(
  'a TIFF (%s) says nothing in short words, in Exif, or in the directory behind it',
  async (order) => {
    const bytes = tiff(order);
    expect(bytes.toString('latin1').match(/fox/g)).toHaveLength(4);
    const cleaned = await without(bytes);
    expect(cleaned.includes('fox')).toBe(false);
    expect(cleaned.length).toBe(bytes.length);
    expect(cleaned.includes('pixels')).toBe(true);
  },
);

it('a TIFF that names the same words over and over keeps nobody busy', async () => {
  const rows = Array.from({ length: 9 }, () => Buffer.from('\x0e\x01\x02\0\x64\0\0\0\x7e\0\0\0', 'latin1'));
  const head = Buffer.from('II*\0\x08\0\0\0\x09\0', 'latin1');
  const bytes = Buffer.concat([head, ...rows, Buffer.alloc(8), Buffer.alloc(100, 'x')]);
  await expect(cleanTiffWords(new MemoryBytes(bytes))).rejects.toThrow(Uncleanable);
  expect((await without(bytes)).length).toBe(bytes.length);
});

it('a TIFF that breaks off stays as it is from there on', async () => {
  const bytes = tiff('II').subarray(0, 20);
  expect((await without(bytes)).equals(bytes)).toBe(true);
});

it('an AVIF without a word of its own stays, byte by byte', async () => {
  const bytes = avif(null, null);
  expect((await without(bytes)).equals(bytes)).toBe(true);
});

/** As Pillow writes one: its description, software and artist, and a comment in Exif's directory. */
const PILLOW =
  'SUkqAAgAAAAOAAABBAABAAAABAAAAAEBBAABAAAABAAAAAIBAwADAAAAtgAAAAMBAwABAAAAAQAAAAYBAwABAAAAAgAAAA4BAgAVAAAAvAAAABEBBAABAAAA' +
  'BgEAABUBAwABAAAAAwAAABYBBAABAAAABAAAABcBBAABAAAAMAAAABwBAwABAAAAAQAAADEBAgAHAAAA0gAAADsBAgAJAAAA2gAAAGmHBAABAAAA5AAAAAAA' +
  'AAAIAAgACABhIGdhbGF4eSBpbiBhIGJvdHRsZQAAZ2FsYXh5AABhIGdhbGF4eQAAAQCGkgEAEAAAAPYAAAAAAAAAQVNDSUkAAABhIGdhbGF4eQAAWjwAWngA' +
  'WrQAWgA8Wjw8Wng8WrQ8WgB4Wjx4Wnh4WrR4WgC0Wjy0Wni0WrS0Wg==';

/** A TIFF with words in its own directory, in Exif's, and in that of a second picture. */
function tiff(order: 'II' | 'MM'): Buffer {
  const short = (value: number): Buffer => numbers(order, [value]).subarray(...(order === 'II' ? [0, 2] : [2, 4]));
  const row = (tag: number, type: number, count: number, value: Buffer): Buffer =>
    Buffer.concat([short(tag), short(type), numbers(order, [count]), value]);
  const directory = (next: number, ...rows: readonly Buffer[]): Buffer =>
    Buffer.concat([short(rows.length), ...rows, numbers(order, [next])]);
  const at = (offset: number): Buffer => numbers(order, [offset]);
  const words = Buffer.from('a red fox\0pixels');
  const exifAt = 8 + words.length;
  const comment = Buffer.from('ASCII\0\0\0a fox');
  const exif = directory(0, row(0x9286, 7, comment.length, at(exifAt + 18)));
  const firstAt = exifAt + exif.length + comment.length;
  const first = directory(
    firstAt + 42,
    row(270, 2, 10, at(8)),
    row(305, 2, 4, Buffer.from('fox\0')),
    row(0x8769, 4, 1, at(exifAt)),
  );
  const second = directory(0, row(315, 2, 4, Buffer.from('fox\0')));
  const head = Buffer.concat([Buffer.from(order), short(42), at(firstAt)]);
  return Buffer.concat([head, words, exif, comment, first, second]);
}

/** An AVIF's boxes, with Exif and XMP behind its pixels as Pillow has them. */
function avif(exif: Buffer | null, xmp: Buffer | null): Buffer {
  const items = [
    { tag: 'av01', words: '\0', bytes: Buffer.from('pixels') },
    ...(exif === null ? [] : [{ tag: 'Exif', words: '\0', bytes: Buffer.concat([Buffer.alloc(4), exif]) }]),
    ...(xmp === null ? [] : [{ tag: 'mime', words: '\0application/rdf+xml\0', bytes: xmp }]),
  ];
  const short = (value: number): Buffer => Buffer.from([value >> 8, value & 255]);
  const long = (value: number): Buffer => Buffer.concat([short(value >>> 16), short(value & 0xffff)]);
  const ftyp = box('ftyp', Buffer.from('avif\0\0\0\0mif1avif'));
  const entries = items.map(({ tag, words }, index) =>
    box('infe', Buffer.from([2, 0, 0, 0]), short(index + 1), short(0), Buffer.from(`${tag}${words}`)),
  );
  const meta = (at: number): Buffer => {
    let next = at;
    const places = items.map(({ bytes }, index) => {
      next += bytes.length;
      return Buffer.concat([short(index + 1), short(0), short(1), long(next - bytes.length), long(bytes.length)]);
    });
    const handler = box('hdlr', Buffer.alloc(8), Buffer.from('pict'), Buffer.alloc(13));
    const iloc = box('iloc', Buffer.from([0, 0, 0, 0, 0x44, 0]), short(items.length), ...places);
    return box('meta', Buffer.alloc(4), handler, box('iinf', Buffer.alloc(4), short(items.length), ...entries), iloc);
  };
  const at = ftyp.length + meta(0).length + 8;
  return Buffer.concat([ftyp, meta(at), box('mdat', ...items.map(({ bytes }) => bytes))]);
}

/** An element of EBML with a size of so many bytes. */
function element(id: string, body: Uint8Array, sizeBytes = 8): Buffer {
  const size = Buffer.alloc(8);
  size.writeBigUInt64BE(BigInt(body.length) | (1n << BigInt(7 * sizeBytes)));
  return Buffer.concat([Buffer.from(id, 'hex'), size.subarray(8 - sizeBytes), body]);
}

it.each([1, 2, 4, 8])('so does a WebM, whose sizes have %i bytes, live or not', async (sizeBytes) => {
  const remark = 'a galaxy in a bottle';
  const tags = element('1254c367', element('7373', Buffer.from(remark), 1), sizeBytes);
  const cluster = element('1f43b675', Buffer.from('pictures and sound'), sizeBytes);
  const inside = Buffer.concat([element('1549a966', Buffer.from('info'), 1), tags, cluster, tags]);
  const head = element('1a45dfa3', Buffer.from('webm'), 1);
  const live = Buffer.concat([Buffer.from('1853806701ffffffffffffff', 'hex'), inside]);
  for (const segment of [element('18538067', inside), live]) {
    const bytes = Buffer.concat([head, segment]);
    const cleaned = await without(bytes);
    const empty = element('ec', Buffer.alloc(tags.length - 9));
    expect(cleaned.toString('latin1')).toBe(
      bytes.toString('latin1').replaceAll(tags.toString('latin1'), empty.toString('latin1')),
    );
    expect(cleaned.includes(remark)).toBe(false);
  }
});

it('one that is damaged, or is none, stays', async () => {
  for (const bytes of [
    film('x').subarray(0, 60),
    Buffer.from('1a45dfa300', 'hex'),
    Buffer.from('1a45dfa3', 'hex'),
    Buffer.from('no film at all'),
    Buffer.alloc(0),
  ])
    expect((await without(bytes)).equals(bytes)).toBe(true);
});
