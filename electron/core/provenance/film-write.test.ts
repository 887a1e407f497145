import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { picture } from '../../../tests/support/files';
import { box } from '../../../tests/support/located';
import { removeRemarks } from './film-write';

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
  const pixelsOf = (file: Buffer): Promise<Buffer> => sharp(file).raw().toBuffer();
  expect((await pixelsOf(cleaned)).equals(await pixelsOf(bytes))).toBe(true);
});

it('an AVIF without a word of its own stays, byte by byte', async () => {
  const bytes = avif(null, null);
  expect((await without(bytes)).equals(bytes)).toBe(true);
});

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
