import { type Editable, Uncleanable } from '../location/editable';
import { valuesIn } from '../location/tiff';
import { fill } from './fill';

const XMP = 0x02bc;
/** Fields whose words are no ASCII, by their types: IPTC, Photoshop's block, a user's comment, Windows' (title to subject), ImageJ's. */
const WORDS: ReadonlySet<number> = new Set([
  0x83bb, 0x8649, 0x9286, 0x9c9b, 0x9c9c, 0x9c9d, 0x9c9e, 0x9c9f, 0xc696, 0xc697,
]);
const BLANK = 0x20;

/**
 * Empties the words of a TIFF file, under whichever name: description, software, artist, XMP, Exif's comment. Nothing moves, and pixels
 * are not touched. Throws `Uncleanable` where there are more words than the file is long: it names the same ones over and over.
 */
export async function cleanTiffWords(file: Editable): Promise<void> {
  let left = file.size;
  for await (const { tag, isText, bytes } of valuesIn(file)) {
    if (!isText && tag !== XMP && !WORDS.has(tag)) continue;
    left -= bytes.size;
    if (left < 0) throw new Uncleanable('unknown');
    if (isText) blank(bytes);
    else if (tag === XMP) fill(bytes, 0, bytes.size, BLANK);
    else fill(bytes, 0, bytes.size);
  }
}

/** Readers warn of a text with a zero before its end. */
function blank(text: Editable): void {
  fill(text, 0, text.size - 1, BLANK);
  text.overwrite(text.size - 1, Buffer.alloc(1));
}
