import { rowOf } from './row-of';

/** What a file is to its maker: decides its icon, its preview and the smart view it stands in. */
export const MEDIA_KINDS = ['image', 'video', 'audio', 'document', 'other'] as const;
export type MediaKind = (typeof MEDIA_KINDS)[number];

const TYPES: Readonly<Record<string, string>> = {
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  png: 'image/png',
  gif: 'image/gif',
  webp: 'image/webp',
  avif: 'image/avif',
  apng: 'image/apng',
  bmp: 'image/bmp',
  svg: 'image/svg+xml',
  ico: 'image/x-icon',
  tif: 'image/tiff',
  tiff: 'image/tiff',
  heic: 'image/heic',
  heif: 'image/heif',
  jxl: 'image/jxl',
  mp4: 'video/mp4',
  m4v: 'video/x-m4v',
  mov: 'video/quicktime',
  webm: 'video/webm',
  mkv: 'video/x-matroska',
  avi: 'video/x-msvideo',
  ogv: 'video/ogg',
  '3gp': 'video/3gpp',
  '3g2': 'video/3gpp2',
  mp3: 'audio/mpeg',
  m4a: 'audio/mp4',
  aac: 'audio/aac',
  wav: 'audio/wav',
  flac: 'audio/flac',
  ogg: 'audio/ogg',
  opus: 'audio/ogg',
  pdf: 'application/pdf',
  txt: 'text/plain; charset=utf-8',
  md: 'text/markdown; charset=utf-8',
  csv: 'text/csv; charset=utf-8',
  html: 'text/html; charset=utf-8',
  htm: 'text/html; charset=utf-8',
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  json: 'application/json',
  xml: 'application/xml',
  zip: 'application/zip',
  gz: 'application/gzip',
  tar: 'application/x-tar',
  psd: 'image/vnd.adobe.photoshop',
  srt: 'application/x-subrip',
  vtt: 'text/vtt; charset=utf-8',
  m3u8: 'application/vnd.apple.mpegurl',
  woff2: 'font/woff2',
  safetensors: 'application/octet-stream',
};

export const UNKNOWN_TYPE = 'application/octet-stream';

/** The types that names promise, each once: what to suggest. */
export const CONTENT_TYPES: readonly string[] = [...new Set(Object.values(TYPES))].sort();

/** The last dot's part of a name, lower case, without the dot; '' when there is none. */
export function extensionOf(name: string): string {
  const dot = name.lastIndexOf('.');
  const slash = name.lastIndexOf('/');
  return dot > slash + 1 ? name.slice(dot + 1).toLowerCase() : '';
}

/** The MIME type that a name promises; `application/octet-stream` when it promises none. */
export function contentTypeOfName(name: string): string {
  return rowOf(TYPES, extensionOf(name)) ?? UNKNOWN_TYPE;
}

/** Sorts a MIME type into a kind. */
export function mediaKindOfType(contentType: string): MediaKind {
  const type = bareType(contentType);
  if (type.startsWith('image/')) return 'image';
  if (type.startsWith('video/')) return 'video';
  if (type.startsWith('audio/')) return 'audio';
  if (type === 'application/pdf' || type === 'application/json' || type.startsWith('text/')) return 'document';
  return 'other';
}

/** Sorts a name into a kind, by its extension alone. */
export function mediaKindOfName(name: string): MediaKind {
  return mediaKindOfType(contentTypeOfName(name));
}

/**
 * The pictures that Cloudflare makes smaller (developers.cloudflare.com/images/transform-images, 2026-11). It takes SVG too, and
 * leaves it as large as it is.
 */
const RESIZED = new Set(['image/jpeg', 'image/png', 'image/gif', 'image/webp', 'image/heic', 'image/heif']);

/** A type of pictures that a domain with Cloudflare's image transformations makes smaller. */
export function isResizedType(contentType: string): boolean {
  return RESIZED.has(bareType(contentType));
}

const UNREAD = new Set(['image/heic', 'image/heif', 'image/jxl', 'image/vnd.adobe.photoshop']);

/** A type of pictures that neither Chromium nor a library in its sandbox reads. */
export function isUnreadPicture(contentType: string): boolean {
  return UNREAD.has(bareType(contentType));
}

function bareType(contentType: string): string {
  return contentType.toLowerCase().split(';')[0]?.trim() ?? '';
}
