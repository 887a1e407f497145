import { inflate } from 'node:zlib';
import { promisify } from 'node:util';
import type { ByteSource, Reach } from './byte-source';
import { exifTexts } from './exif-texts';
import { decodedText, MAX_TEXT_BYTES, type Texts } from './texts';
import { xmpTexts } from './xmp-texts';

export const PNG_SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const MAX_CHUNKS = 20_000;
const XMP_KEYWORD = 'XML:com.adobe.xmp';
const inflated = promisify(inflate);

/**
 * Reads the text chunks of a PNG (W3C PNG, third edition, 11.3.3). Checksums are not looked at, and of a file that was cut off what
 * is there is taken: a prompt is worth having without its picture.
 */
export async function pngTexts(file: ByteSource, found: Texts, reach: Reach): Promise<void> {
  let at = PNG_SIGNATURE.length;
  for (let count = 0; count < MAX_CHUNKS; count += 1) {
    const head = await file.read(at, 8);
    if (head.length < 8) return;
    const length = head.readUInt32BE();
    const type = head.toString('latin1', 4, 8);
    if (type === 'IEND' || (type === 'IDAT' && reach === 'before-pixels')) return;
    if (isText(type) && length <= MAX_TEXT_BYTES) await readChunk(type, await file.read(at + 8, length), found);
    at += 12 + length;
  }
}

function isText(type: string): boolean {
  return type === 'tEXt' || type === 'zTXt' || type === 'iTXt' || type === 'eXIf';
}

async function readChunk(type: string, data: Buffer, found: Texts): Promise<void> {
  if (type === 'eXIf') return exifTexts(data, found);
  const keyword = keywordOf(data);
  if (keyword === null) return;
  const text = await textOf(type, data, keyword.length + 1);
  if (text === null) return;
  if (keyword === XMP_KEYWORD) xmpTexts(text, found);
  else found.add(keyword, text);
}

/** Latin-1, at most 79 letters; null where there is none. */
export function keywordOf(data: Buffer): string | null {
  const end = data.subarray(0, 80).indexOf(0);
  return end <= 0 ? null : data.toString('latin1', 0, end);
}

/** `tEXt` is Latin-1 by the standard, and UTF-8 by many writers. */
async function textOf(type: string, data: Buffer, from: number): Promise<string | null> {
  if (type === 'tEXt') return decodedText(data.subarray(from));
  if (type === 'zTXt') return unpacked(data.subarray(from + 1));
  const isPacked = data[from] === 1;
  const language = data.indexOf(0, from + 2);
  const translated = language < 0 ? -1 : data.indexOf(0, language + 1);
  if (translated < 0) return null;
  const body = data.subarray(translated + 1);
  return isPacked ? unpacked(body) : decodedText(body);
}

async function unpacked(packed: Buffer): Promise<string | null> {
  try {
    // Sync flush takes what there is of a stream that was cut off; a bomb ends at the limit.
    return decodedText(await inflated(packed, { maxOutputLength: MAX_TEXT_BYTES, finishFlush: 2 }));
  } catch {
    return null;
  }
}
