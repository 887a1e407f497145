import { withUserComment } from './exif-comment';
import { EXIF_HEAD, XMP_HEAD } from './jpeg-texts';

/** Of one segment with its length (ITU-T T.81, B.1.1.4). */
const MAX_SEGMENT = 0xffff;

/** What does not fit into the first segment of a packet (XMP part 3, 1.1.3.1). */
const XMP_EXTENSION_HEAD = 'http://ns.adobe.com/xmp/extension/\0';

/** The segments before the pixels, and the rest. */
interface Parts {
  readonly segments: readonly Buffer[];
  readonly rest: Buffer;
}

/** A JPEG with this text as the UserComment of its Exif; pixels are not touched. null where it is damaged, or the text is too long. */
export function jpegWithComment(bytes: Buffer, text: string): Buffer | null {
  const parts = partsOf(bytes);
  if (parts === null) return null;
  const before = parts.segments.find(isExif);
  const exif = withUserComment(before === undefined ? null : before.subarray(4 + EXIF_HEAD.length), text);
  const body = Buffer.concat([Buffer.from(EXIF_HEAD, 'latin1'), exif]);
  if (body.length + 2 > MAX_SEGMENT) return null;
  const head = Buffer.from([0xff, 0xe1, (body.length + 2) >> 8, (body.length + 2) & 255]);
  const others = parts.segments.filter((segment) => segment !== before);
  // JFIF's own comes first, where there is one.
  const first = others.filter((segment) => segment[1] === 0xe0);
  const behind = others.filter((segment) => segment[1] !== 0xe0);
  return Buffer.concat([bytes.subarray(0, 2), ...first, head, body, ...behind, parts.rest]);
}

/** A JPEG without Exif, XMP and remarks. null where it is damaged. */
export function jpegWithoutComments(bytes: Buffer): Buffer | null {
  const parts = partsOf(bytes);
  if (parts === null) return null;
  const kept = parts.segments.filter((segment) => !isExif(segment) && !isXmp(segment) && segment[1] !== 0xfe);
  return Buffer.concat([bytes.subarray(0, 2), ...kept, parts.rest]);
}

function isExif(segment: Buffer): boolean {
  return isApp1(segment, EXIF_HEAD);
}

function isXmp(segment: Buffer): boolean {
  return isApp1(segment, XMP_HEAD) || isApp1(segment, XMP_EXTENSION_HEAD);
}

function isApp1(segment: Buffer, head: string): boolean {
  return segment[1] === 0xe1 && segment.toString('latin1', 4, 4 + head.length) === head;
}

function partsOf(bytes: Buffer): Parts | null {
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) return null;
  const segments: Buffer[] = [];
  for (let at = 2; at + 4 <= bytes.length && bytes[at] === 0xff;) {
    // Any number of them may fill up before a marker (ITU-T T.81, B.1.1.2).
    if (bytes[at + 1] === 0xff) {
      at += 1;
      continue;
    }
    if (bytes[at + 1] === 0xda) return { segments, rest: bytes.subarray(at) };
    const end = at + 2 + bytes.readUInt16BE(at + 2);
    if (end <= at + 3 || end > bytes.length) return null;
    segments.push(bytes.subarray(at, end));
    at = end;
  }
  return null;
}
