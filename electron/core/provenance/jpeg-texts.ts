import type { ByteSource } from './byte-source';
import { exifTexts } from './exif-texts';
import { decodedText, type Texts } from './texts';
import { xmpTexts } from './xmp-texts';

const MAX_SEGMENTS = 1000;
export const EXIF_HEAD = 'Exif\0\0';
export const XMP_HEAD = 'http://ns.adobe.com/xap/1.0/\0';

/** Reads the texts in the segments of a JPEG that stand before its pixels (ITU-T T.81, Annex B; Exif 2.32, 4.7). */
export async function jpegTexts(file: ByteSource, found: Texts): Promise<void> {
  let at = 2;
  for (let count = 0; count < MAX_SEGMENTS; count += 1) {
    const head = await file.read(at, 4);
    const marker = head[1];
    if (head.length < 4 || head[0] !== 0xff || marker === 0xda || marker === 0xd9) return;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    const length = head.readUInt16BE(2);
    if (length < 2) return;
    if (marker === 0xe1) readApp1(await file.read(at + 4, length - 2), found);
    if (marker === 0xfe) found.add('jpeg:comment', decodedText(await file.read(at + 4, length - 2)));
    at += 2 + length;
  }
}

function readApp1(body: Buffer, found: Texts): void {
  const head = body.toString('latin1', 0, XMP_HEAD.length);
  if (head.startsWith(EXIF_HEAD)) exifTexts(body, found);
  else if (head === XMP_HEAD) xmpTexts(decodedText(body.subarray(XMP_HEAD.length)), found);
}
