/** The formats that a provider may answer with. */
const MEDIA_TYPES = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/webp': 'webp',
  'image/gif': 'gif',
  'image/avif': 'avif',
  'image/apng': 'png',
  'video/mp4': 'mp4',
  'video/webm': 'webm',
  'video/quicktime': 'mov',
  'video/matroska': 'mkv',
} as const;

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
  // The library's own name for what the registry calls video/matroska.
  const contentType = found?.mime === 'video/x-matroska' ? 'video/matroska' : found?.mime;
  return contentType !== undefined && isMediaType(contentType)
    ? { contentType, extension: MEDIA_TYPES[contentType] }
    : null;
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
