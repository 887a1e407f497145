import { type Editable, partOf, says, Uncleanable } from './editable';
import { cleanIptc } from './iptc';
import { cleanXmp } from './xmp';

type Clean = (bytes: Editable) => Promise<void>;

const CLEANERS: ReadonlyMap<number, Clean> = new Map([
  [0x0404, cleanIptc],
  [0x0424, cleanXmp],
]);
const EXIF = new Set([0x0422, 0x0423]);

/** Cleans Photoshop's image resources (Adobe Photoshop File Formats, "Image Resource Blocks"). */
export async function cleanPhotoshop(bytes: Editable, cleanExif: Clean): Promise<void> {
  for (let at = 0; await says(bytes, at, '8BIM');) {
    const id = (await bytes.read(at + 4, 2)).readUInt16BE();
    const nameLength = (await bytes.read(at + 6, 1))[0] ?? 0;
    const sizeAt = at + 6 + even(1 + nameLength);
    const size = (await bytes.read(sizeAt, 4)).readUInt32BE();
    const start = sizeAt + 4;
    // It goes on in the next segment of a JPEG.
    if (start + size > bytes.size) throw new Uncleanable('unknown');
    await (EXIF.has(id) ? cleanExif : CLEANERS.get(id))?.(partOf(bytes, start, size));
    at = start + even(size);
  }
}

function even(length: number): number {
  return length + (length % 2);
}
