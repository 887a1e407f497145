import { type Editable, partOf, says, tagAt } from './editable';
import { cleanTiff } from './tiff';
import { cleanXmp } from './xmp';

/** Cleans the EXIF and XMP chunks of a WebP (RFC 9649, 2.7). */
export async function cleanWebp(file: Editable): Promise<void> {
  for (let at = 12; at + 8 <= file.size;) {
    const type = await tagAt(file, at);
    const length = (await file.read(at + 4, 4)).readUInt32LE();
    const data = (): Editable => partOf(file, at + 8, length);
    if (type === 'EXIF') await cleanExif(data());
    if (type === 'XMP ') await cleanXmp(data());
    at += 8 + length + (length % 2);
  }
}

/** Some writers leave the head of a JPEG's Exif segment in front. */
async function cleanExif(data: Editable): Promise<void> {
  await cleanTiff((await says(data, 0, 'Exif\0\0')) ? partOf(data, 6) : data);
}
