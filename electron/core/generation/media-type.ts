/** The formats that a provider may answer with. */
const MEDIA_TYPES = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/webp': 'webp',
  'image/gif': 'gif',
  'image/avif': 'avif',
  'image/apng': 'png',
  'image/bmp': 'bmp',
  'image/tiff': 'tiff',
  'image/heic': 'heic',
  'image/heif': 'heif',
  'image/svg+xml': 'svg',
  'video/mp4': 'mp4',
  'video/webm': 'webm',
  'video/quicktime': 'mov',
  'video/matroska': 'mkv',
  'video/3gpp': '3gp',
} as const;

/** The library's names for what the registry calls otherwise, or what is the same file. */
const OTHER_NAMES: Readonly<Record<string, keyof typeof MEDIA_TYPES>> = {
  'video/x-matroska': 'video/matroska',
  'video/x-m4v': 'video/mp4',
};

/** Pictures that browsers show and services take. */
const COMMON: ReadonlySet<string> = new Set([
  'image/png',
  'image/jpeg',
  'image/webp',
  'image/gif',
  'image/avif',
  'image/apng',
]);

export function isCommonPicture({ contentType }: MediaType): boolean {
  return COMMON.has(contentType);
}

/** Each extension that a result may have. */
export const RESULT_EXTENSIONS: readonly string[] = [...new Set(Object.values(MEDIA_TYPES))];

export interface MediaType {
  readonly contentType: keyof typeof MEDIA_TYPES;
  readonly extension: string;
}

/** As many bytes of a file as `mediaTypeOf` needs to see. */
export const MAGIC_BYTES = 4100;

/** What the bytes are by their magic, whatever anyone called them; null for anything but a picture or a video. */
export async function mediaTypeOf(bytes: Uint8Array): Promise<MediaType | null> {
  const { fileTypeFromBuffer } = await import('file-type');
  const found = await fileTypeFromBuffer(bytes);
  const named = found?.mime ?? '';
  const contentType = OTHER_NAMES[named] ?? named;
  if (isMediaType(contentType)) return { contentType, extension: MEDIA_TYPES[contentType] };
  if (found === undefined && isTiff(bytes)) return { contentType: 'image/tiff', extension: MEDIA_TYPES['image/tiff'] };
  return isSvg(bytes) ? { contentType: 'image/svg+xml', extension: MEDIA_TYPES['image/svg+xml'] } : null;
}

/** The library looks for a maker's raw picture in the directory, and finds nothing where that lies behind the pixels, as encoders put it. */
function isTiff(bytes: Uint8Array): boolean {
  return ['II*\0', 'MM\0*'].includes(Buffer.from(bytes.subarray(0, 4)).toString('latin1'));
}

/** Its root comes after nothing but a declaration, comments and a document type; an HTML page that holds a drawing is none. */
function isSvg(bytes: Uint8Array): boolean {
  const start = Buffer.from(bytes.subarray(0, MAGIC_BYTES)).toString();
  return /^\uFEFF?\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?:(?!-->)[^])*-->\s*|<!DOCTYPE\s+svg[^>]*>\s*)*<svg[\s>]/.test(start);
}

function isMediaType(type: string): type is keyof typeof MEDIA_TYPES {
  return Object.hasOwn(MEDIA_TYPES, type);
}

export function mediaTypeOfExtension(extension: string): MediaType | null {
  for (const [contentType, known] of Object.entries(MEDIA_TYPES)) {
    if (known === extension && isMediaType(contentType)) return { contentType, extension };
  }
  return null;
}
