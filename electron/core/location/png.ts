import { crc32 } from 'node:zlib';
import { type Editable, MemoryBytes, tagAt, Uncleanable } from './editable';
import { isPlaceKey } from './place-names';
import { cleanTiff } from './tiff';
import { cleanXmp } from './xmp';

const TEXTS = new Set(['tEXt', 'zTXt', 'iTXt']);
const XMP_KEYWORD = 'XML:com.adobe.xmp';
/** As ImageMagick writes Exif, IPTC and XMP: as hexadecimal text, packed. */
const RAW_PROFILE = /^Raw profile type (?:exif|iptc|xmp|app1|8bim)$/i;

/** Cleans the metadata chunks of a PNG (W3C PNG, third edition, 11.3); pixels are not looked at. */
export async function cleanPng(file: Editable): Promise<void> {
  for (let at = 8; ;) {
    const length = (await file.read(at, 4)).readUInt32BE();
    const type = await tagAt(file, at + 4);
    if (type === 'IEND') return;
    if (at + 12 + length > file.size) throw new Uncleanable('broken');
    if (type === 'eXIf' || TEXTS.has(type)) await cleanChunk(file, at, type, length);
    at += 12 + length;
  }
}

async function cleanChunk(file: Editable, at: number, type: string, length: number): Promise<void> {
  const data = new MemoryBytes(await file.read(at + 8, length));
  const newType = type === 'eXIf' ? await cleanExif(data) : await cleanText(data, type);
  if (!data.changed) return;
  const body = Buffer.concat([Buffer.from(newType, 'latin1'), data.bytes, Buffer.alloc(4)]);
  body.writeUInt32BE(crc32(body.subarray(0, -4)), body.length - 4);
  file.overwrite(at + 4, body);
}

async function cleanExif(data: MemoryBytes): Promise<string> {
  await cleanTiff(data);
  return 'eXIf';
}

async function cleanText(data: MemoryBytes, type: string): Promise<string> {
  const keyword = data.bytes.subarray(0, 80).toString('latin1').split('\0')[0] ?? '';
  if (type === 'iTXt' && keyword === XMP_KEYWORD) {
    const start = startOfText(data.bytes);
    if (start !== null) {
      const packet = new MemoryBytes(Buffer.from(data.bytes.subarray(start)));
      await cleanXmp(packet);
      if (packet.changed) data.overwrite(start, packet.bytes);
      return type;
    }
  } else if (!RAW_PROFILE.test(keyword) && !isPlaceKey(keyword)) return type;
  // Packed, or about a place altogether: it becomes an empty remark.
  data.overwrite(0, Buffer.from('Comment\0'.padEnd(data.size)).subarray(0, data.size));
  return 'tEXt';
}

/** Of an `iTXt` chunk: behind keyword, flags, language and translated keyword; null when it is packed. */
function startOfText(data: Buffer): number | null {
  const flags = data.indexOf(0) + 1;
  if (data[flags] !== 0) return null;
  const language = data.indexOf(0, flags + 2);
  const translated = language < 0 ? -1 : data.indexOf(0, language + 1);
  return translated < 0 ? null : translated + 1;
}
