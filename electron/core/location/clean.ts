import { type Editable, says, tagAt, Uncleanable } from './editable';
import { cleanGif } from './gif';
import { cleanJpeg } from './jpeg';
import { cleanMovie } from './movie';
import { cleanPng } from './png';
import { cleanTiff } from './tiff';
import { cleanWebp } from './webp';

/** What a film of before `ftyp` begins with. */
const OLD_FILMS = new Set(['ftyp', 'moov', 'mdat', 'wide', 'free', 'skip', 'pnot']);

/**
 * Puts nothing in the place of what a picture or a film says of where it was made: GPS in Exif and XMP, place names in XMP and
 * IPTC, and their like in films. All else stays as it is, byte by byte. The kind is told by the bytes. Throws `Uncleanable` where
 * it cannot vouch that nothing is left. A maker's own notes are nobody's to read, and are let be.
 */
export async function clean(file: Editable): Promise<void> {
  if (await says(file, 0, '\xff\xd8\xff')) return cleanJpeg(file);
  if (await says(file, 0, '\x89PNG\r\n\x1a\n')) return cleanPng(file);
  if ((await says(file, 0, 'RIFF')) && (await says(file, 8, 'WEBP'))) return cleanWebp(file);
  if (await says(file, 0, 'GIF8')) return cleanGif(file);
  if ((await says(file, 0, 'II*\0')) || (await says(file, 0, 'MM\0*'))) return cleanTiff(file);
  if (file.size >= 8 && OLD_FILMS.has(await tagAt(file, 4))) return cleanMovie(file, 'whole');
  if (await isBitmap(file)) return;
  throw new Uncleanable('unknown');
}

/** A BMP has no room for a place: its header is one of these sizes. */
async function isBitmap(file: Editable): Promise<boolean> {
  if (file.size < 26 || !(await says(file, 0, 'BM'))) return false;
  return [12, 40, 52, 56, 64, 108, 124].includes((await file.read(14, 4)).readUInt32LE());
}
