import { type Editable, MemoryBytes, partOf, says, Uncleanable } from './editable';
import { cleanMovie } from './movie';
import { cleanPhotoshop } from './photoshop';
import { cleanTiff } from './tiff';
import { cleanXmp } from './xmp';

const XMP_HEAD = 'http://ns.adobe.com/xap/1.0/\0';
/** Followed by the name of the whole (32), its length and this part's place in it (4 each). */
const EXTENSION_HEAD = 'http://ns.adobe.com/xmp/extension/\0';
const PHOTOSHOP_HEAD = 'Photoshop 3.0\0';
const MAX_EXTENSION = 4 * 1024 * 1024;

const STEP = 65_536;
/** Pictures and films behind the picture: gain maps, previews, motion photos. */
const MAX_FOLLOWERS = 64;

interface ExtensionPart {
  readonly at: number;
  readonly size: number;
  /** In the whole. */
  readonly offset: number;
}

/**
 * Cleans the segments of a JPEG (ITU-T T.81, B; Exif 2.32; XMP part 3), and of what lies behind it: cameras put further
 * pictures there, and the film of a motion photo.
 */
export async function cleanJpeg(file: Editable): Promise<void> {
  let from = await cleanOne(file, 0);
  for (let followers = 0; from < file.size; followers += 1) {
    const next = await findFollower(file, from);
    if (next === null) return;
    if (followers === MAX_FOLLOWERS) throw new Uncleanable('unknown');
    if (next.kind === 'film') return cleanMovie(partOf(file, next.at), 'embedded');
    from = await cleanFollower(file, next.at);
  }
}

/** What only looks like a picture is passed over. */
async function cleanFollower(file: Editable, at: number): Promise<number> {
  try {
    return await cleanOne(file, at);
  } catch (error) {
    if (error instanceof Uncleanable && error.reason === 'broken') return at + 3;
    throw error;
  }
}

/** Cleans the picture that begins here, and answers where it ends. */
async function cleanOne(file: Editable, start: number): Promise<number> {
  const extension: ExtensionPart[] = [];
  let at = start + 2;
  for (;;) {
    const head = await file.read(at, 2);
    const marker = head[1] ?? 0;
    if (head[0] !== 0xff) throw new Uncleanable('broken');
    if (marker === 0xd9) break;
    if (marker === 0xff) at += 1;
    else if (marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7)) at += 2;
    else {
      const length = (await file.read(at + 2, 2)).readUInt16BE();
      if (length < 2) throw new Uncleanable('broken');
      const body = partOf(file, at + 4, length - 2);
      if (marker === 0xe1) await cleanApp1(body, at + 4, extension);
      if (marker === 0xed) await cleanApp13(body);
      at += 2 + length;
      if (marker === 0xda) at = await behindScan(file, at);
      // Cut off in the middle of its pixels.
      if (at >= file.size) break;
    }
  }
  await cleanExtension(file, extension);
  return at + 2;
}

async function cleanApp1(body: Editable, at: number, extension: ExtensionPart[]): Promise<void> {
  if (await says(body, 0, 'Exif\0')) await cleanTiff(partOf(body, 6));
  else if (await says(body, 0, XMP_HEAD)) await cleanXmp(partOf(body, XMP_HEAD.length));
  else if (await says(body, 0, EXTENSION_HEAD)) {
    const head = EXTENSION_HEAD.length + 40;
    const offset = (await body.read(head - 4, 4)).readUInt32BE();
    extension.push({ at: at + head, size: body.size - head, offset });
  }
}

async function cleanApp13(body: Editable): Promise<void> {
  if (await says(body, 0, PHOTOSHOP_HEAD)) await cleanPhotoshop(partOf(body, PHOTOSHOP_HEAD.length), cleanTiff);
}

/** A packet in several segments is read as a whole: a name may lie across two of them. */
async function cleanExtension(file: Editable, found: readonly ExtensionPart[]): Promise<void> {
  const parts = found.toSorted((a, b) => a.offset - b.offset);
  if (parts.reduce((sum, { size }) => sum + size, 0) > MAX_EXTENSION) throw new Uncleanable('unknown');
  const read: Buffer[] = [];
  for (const { at, size } of parts) read.push(await file.read(at, size));
  const packet = new MemoryBytes(Buffer.concat(read));
  await cleanXmp(packet);
  if (!packet.changed) return;
  let from = 0;
  for (const { at, size } of parts) {
    file.overwrite(at, packet.bytes.subarray(from, from + size));
    from += size;
  }
}

/** The next marker that is not one of the scan's own; the end of the file where there is none. */
async function behindScan(file: Editable, from: number): Promise<number> {
  for (let start = from; start + 1 < file.size; start += STEP - 1) {
    const window = await file.read(start, Math.min(STEP, file.size - start));
    for (let at = window.indexOf(0xff); at >= 0 && at + 1 < window.length; at = window.indexOf(0xff, at + 1)) {
      const marker = window[at + 1] ?? 0;
      if (marker !== 0 && marker !== 0xff && !(marker >= 0xd0 && marker <= 0xd7)) return start + at;
    }
  }
  return file.size;
}

type Follower = { readonly kind: 'picture' | 'film'; readonly at: number };

async function findFollower(file: Editable, from: number): Promise<Follower | null> {
  for (let start = from; start < file.size; start += STEP - 8) {
    const window = await file.read(start, Math.min(STEP, file.size - start));
    const picture = window.indexOf('\xff\xd8\xff', 0, 'latin1');
    const film = window.indexOf('ftyp', 4, 'latin1') - 4;
    if (film >= 0 && (picture < 0 || film < picture)) return { kind: 'film', at: start + film };
    if (picture >= 0) return { kind: 'picture', at: start + picture };
  }
  return null;
}
