import type { ByteSource } from './byte-source';
import { exifTexts } from './exif-texts';
import { decodedText, MAX_TEXT_BYTES, type Texts } from './texts';
import { xmpTexts } from './xmp-texts';

/** More than animations of an hour have. */
const MAX_CHUNKS = 20_000;
/** Flags of `VP8X` that promise Exif or XMP. */
const PROMISED = 0x0c;

/** Reads the texts of a WebP's EXIF and XMP chunks, which stand behind its pixels (RFC 9649, 2.7). */
export async function webpTexts(file: ByteSource, found: Texts): Promise<void> {
  let at = 12;
  for (let count = 0; count < MAX_CHUNKS; count += 1) {
    const head = await file.read(at, 9);
    if (head.length < 8) return;
    const type = head.toString('latin1', 0, 4);
    const length = head.readUInt32LE(4);
    // Without this chunk a file has its pixels and nothing else.
    if (count === 0 && (type !== 'VP8X' || ((head[8] ?? 0) & PROMISED) === 0)) return;
    if ((type === 'EXIF' || type === 'XMP ') && length <= MAX_TEXT_BYTES) {
      const data = await file.read(at + 8, length);
      if (type === 'EXIF') exifTexts(data, found);
      else xmpTexts(decodedText(data), found);
    }
    at += 8 + length + (length % 2);
  }
}
