import { contentTypeOfName, mediaKindOfType, UNKNOWN_TYPE } from '../../../../shared/media';

/** As much of a file as its type is told from. */
export const SNIFFED_BYTES = 4100;

/** The MIME type of a file by its name and its first bytes; always one. */
export async function detectContentType(name: string, head: Uint8Array): Promise<string> {
  const named = contentTypeOfName(name);
  // file-type cannot tell text; of SVG it sees the XML only.
  if (isTextual(named)) return named;
  const { fileTypeFromBuffer } = await import('file-type');
  const sniffed = (await fileTypeFromBuffer(head))?.mime;
  return sniffed === undefined ? named : chooseType(named, sniffed);
}

function isTextual(type: string): boolean {
  return type.startsWith('text/') || /[/+](json|xml)\b/.test(type) || type === 'application/x-subrip';
}

/** Bytes decide what a picture is, for browsers go by them; among sound, video and archives the name knows better. */
function chooseType(named: string, sniffed: string): string {
  if (named === UNKNOWN_TYPE) return sniffed;
  const kind = familyOf(named);
  if (kind !== familyOf(sniffed)) return sniffed;
  return kind === 'image' && !isContainerImage(named) ? sniffed : named;
}

function familyOf(type: string): 'image' | 'av' | 'other' {
  const kind = mediaKindOfType(type);
  if (kind === 'image') return 'image';
  // Ogg and MP4 hold sound or video alike.
  return kind === 'video' || kind === 'audio' || type.startsWith('application/ogg') ? 'av' : 'other';
}

/** Formats that file-type names by what they are built on or by a vendor's name. */
function isContainerImage(type: string): boolean {
  return ['image/tiff', 'image/heic', 'image/heif', 'image/apng', 'image/vnd.adobe.photoshop'].includes(type);
}
