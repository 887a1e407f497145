import { fileTypeFromBuffer } from 'file-type';

/** The picture formats that a provider may answer with. */
const PICTURE_TYPES = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/webp': 'webp',
  'image/gif': 'gif',
  'image/avif': 'avif',
} as const;

export interface PictureType {
  readonly contentType: keyof typeof PICTURE_TYPES;
  readonly extension: string;
}

export const PNG: PictureType = { contentType: 'image/png', extension: PICTURE_TYPES['image/png'] };

/** What the bytes are by their magic, whatever anyone called them; null for anything but a picture. */
export async function pictureTypeOf(bytes: Uint8Array): Promise<PictureType | null> {
  const found = await fileTypeFromBuffer(bytes);
  const contentType = found?.mime;
  return contentType !== undefined && isPictureType(contentType)
    ? { contentType, extension: PICTURE_TYPES[contentType] }
    : null;
}

function isPictureType(type: string): type is keyof typeof PICTURE_TYPES {
  return Object.hasOwn(PICTURE_TYPES, type);
}

export function pictureTypeOfExtension(extension: string): PictureType | null {
  for (const [contentType, known] of Object.entries(PICTURE_TYPES)) {
    if (known === extension && isPictureType(contentType)) return { contentType, extension };
  }
  return null;
}
