import { crc32 } from 'node:zlib';
import { exif, exifPayload, numbers } from './exif';
import { picture } from './files';
import { jpeg, segment } from './jpeg';

/** A place name that stands nowhere else in a file. */
export const TOWN = 'Kreuzberg';
export const TITLE = 'First snow';

/** An XMP packet with a title that is to stay and places that are not. */
export const XMP = `<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF
 xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:exif="http://ns.adobe.com/exif/1.0/"
 xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" exif:GPSLatitude="52,31.205N" photoshop:City='${TOWN}' photoshop:Headline="${TITLE}">
 <exif:GPSLongitude>13,24.29E</exif:GPSLongitude><drone-dji:GpsLatitude/><Iptc4xmpExt:LocationShown><rdf:Bag><rdf:li
 Iptc4xmpExt:City="${TOWN}"/></rdf:Bag></Iptc4xmpExt:LocationShown></rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>`;

const xmpSegment = segment(0xe1, Buffer.from('http://ns.adobe.com/xap/1.0/\0'), Buffer.from(XMP));

/** Photoshop's resources with IPTC in them: a headline and a city. */
const iptcSegment = ((): Buffer => {
  const set = (id: number, text: string): Buffer =>
    Buffer.concat([Uint8Array.of(0x1c, 2, id, 0, text.length), Buffer.from(text)]);
  const iptc = Buffer.concat([set(105, TITLE), set(90, TOWN)]);
  const padding = Buffer.alloc(iptc.length % 2);
  const head = Buffer.from([0x04, 0x04, 0, 0, 0, 0, iptc.length >> 8, iptc.length & 255]);
  return segment(0xed, Buffer.from('Photoshop 3.0\x008BIM'), head, iptc, padding);
})();

/** A photo on its side with its place in every block that can have one. */
export const LOCATED_JPEG = jpeg(96, 48, [segment(0xe1, exifPayload()), xmpSegment, iptcSegment]);

export function pngChunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type), data]);
  return Buffer.concat([numbers('MM', [data.length]), body, numbers('MM', [crc32(body)])]);
}

export function locatedPng(): Buffer {
  const plain = picture(2);
  const chunks = [
    pngChunk('eXIf', exif('II')),
    pngChunk('iTXt', Buffer.concat([Buffer.from('XML:com.adobe.xmp\0\0\0\0\0'), Buffer.from(XMP)])),
    pngChunk('tEXt', Buffer.from(`exif:GPSInfo\0${TOWN}`)),
    pngChunk('tEXt', Buffer.from(`Title\0${TITLE}`)),
  ];
  return Buffer.concat([plain.subarray(0, 33), ...chunks, plain.subarray(33)]);
}

export function locatedWebp(): Buffer {
  const chunk = (type: string, data: Uint8Array): Buffer =>
    Buffer.concat([Buffer.from(type), numbers('II', [data.length]), data, Buffer.alloc(data.length % 2)]);
  const body = Buffer.concat([
    Buffer.from('WEBP'),
    chunk('VP8X', Buffer.from([0x0c, 0, 0, 0, 1, 0, 0, 1, 0, 0])),
    chunk('VP8L', Buffer.alloc(31, 7)),
    chunk('EXIF', exifPayload('II')),
    chunk('XMP ', Buffer.from(XMP)),
  ]);
  return Buffer.concat([Buffer.from('RIFF'), numbers('II', [body.length]), body]);
}

export function locatedGif(): Buffer {
  const trailer = Buffer.from([1, ...Array.from({ length: 256 }, (_, index) => 255 - index), 0]);
  return Buffer.concat([
    Buffer.from('GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff', 'latin1'),
    Buffer.from('\x21\xff\x0bXMP DataXMP', 'latin1'),
    Buffer.from(XMP),
    trailer,
    Buffer.from('2c000000000100010000020144003b', 'hex'),
  ]);
}

export function box(type: string, ...parts: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(parts);
  return Buffer.concat([numbers('MM', [body.length + 8]), Buffer.from(type, 'latin1'), body]);
}

const none = Buffer.alloc(4);
const handler = (kind: string): Buffer => box('hdlr', none, none, Buffer.from(kind), Buffer.alloc(13));

/** A film of a telephone, its place written in Apple's and in QuickTime's way; `tracks` beside that of the picture. */
export function locatedMovie(...tracks: readonly Buffer[]): Buffer {
  const where = Buffer.from(`+52.5200+013.4050/${TOWN}`);
  const key = (name: string): Buffer => box('mdta', Buffer.from(name));
  const item = (index: number, text: string): Buffer =>
    box(numbers('MM', [index]).toString('latin1'), box('data', numbers('MM', [1, 0]), Buffer.from(text)));
  const keys = [key('com.apple.quicktime.title'), key('com.apple.quicktime.location.ISO6709')];
  const meta = box(
    'meta',
    handler('mdta'),
    box('keys', none, numbers('MM', [keys.length]), ...keys),
    box('ilst', item(1, TITLE), item(2, where.toString())),
  );
  const user = box('udta', box('\xa9xyz', Buffer.from([0, where.length, 0x15, 0xc7]), where), none);
  return Buffer.concat([
    box('ftyp', Buffer.from('qt  \0\0\0\0qt  ')),
    box('mdat', Buffer.alloc(5000, 0x5a)),
    box('moov', box('mvhd', Buffer.alloc(100)), box('trak', box('mdia', handler('vide'))), ...tracks, user, meta),
  ]);
}

/** A track of measurements of this sort. */
export function measuringTrack(format: string, words = ''): Buffer {
  const descriptions = box('stsd', none, numbers('MM', [1]), box(format, Buffer.alloc(8), Buffer.from(words)));
  return box('trak', box('mdia', handler('meta'), box('minf', box('stbl', descriptions))));
}

/** A HEIC picture's boxes, with Exif in the file and XMP in `idat`. */
export function locatedHeic(): Buffer {
  const short = (...values: readonly number[]): Buffer =>
    Buffer.from(values.flatMap((value) => [value >> 8, value & 255]));
  const entry = (id: number, tag: string, words: string): Buffer =>
    box('infe', Buffer.from([2, 0, 0, 0]), short(id, 0), Buffer.from(`${tag}${words}`));
  const exifItem = Buffer.concat([numbers('MM', [6]), exifPayload()]);
  const ftyp = box('ftyp', Buffer.from('heic\0\0\0\0mif1heic'));
  const place = (id: number, method: number, at: number, size: number): Buffer =>
    Buffer.concat([short(id, method, 0, 1), numbers('MM', [at, size])]);
  const meta = (at: number): Buffer =>
    box(
      'meta',
      none,
      handler('pict'),
      box('iinf', none, short(2), entry(1, 'Exif', '\0'), entry(2, 'mime', '\0application/rdf+xml\0')),
      box(
        'iloc',
        Buffer.from([1, 0, 0, 0, 0x44, 0]),
        short(2),
        place(1, 0, at, exifItem.length),
        place(2, 1, 0, XMP.length),
      ),
      box('idat', Buffer.from(XMP)),
    );
  const at = ftyp.length + meta(0).length + 8;
  return Buffer.concat([ftyp, meta(at), box('mdat', exifItem, Buffer.alloc(500, 0x5a))]);
}
