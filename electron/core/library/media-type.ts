import type { DecodeJob } from './decoder';
import { isUnreadPicture } from '../../../shared/media';

const ACTIVE_TEXT = new Set(['application/json', 'application/xml', 'application/x-subrip', 'application/javascript']);
/** Films in MP4's boxes: Chromium's demuxer reads them, and looks at the bytes rather than at the name. */
const LIKE_MP4 = new Set(['video/quicktime', 'video/x-m4v', 'video/3gpp', 'video/3gpp2']);

/**
 * The content type that bytes of a bucket are given to the page under. Only what shows or plays goes by its own name; text is
 * plain text whatever it says, and the rest is opaque: nothing that comes from a bucket is ever a document with scripts.
 */
export function servedContentType(stored: string): string {
  const type = stored.toLowerCase().split(';')[0]?.trim() ?? '';
  if (type === 'application/pdf') return type;
  if (LIKE_MP4.has(type)) return 'video/mp4';
  if (/^(image|video|audio)\/[a-z0-9.+-]+$/.test(type)) return type;
  if (type.startsWith('text/') || ACTIVE_TEXT.has(type)) return 'text/plain; charset=utf-8';
  return 'application/octet-stream';
}

/** What holds an SVG down should it ever be opened as a document of its own. */
export const SVG_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox";

/** How the decoder can make a picture of a type; null where it cannot, so that nothing is read in vain. */
export function decodableAs(contentType: string): DecodeJob['kind'] | null {
  const type = contentType.toLowerCase().split(';')[0]?.trim() ?? '';
  if (isUnreadPicture(type)) return null;
  if (type === 'image/tiff') return 'tiff';
  if (type === 'application/pdf') return 'pdf';
  if (type.startsWith('image/')) return 'image';
  if (type.startsWith('audio/')) return 'audio';
  return type.startsWith('video/') ? 'video' : null;
}
