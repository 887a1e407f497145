import type { DecodedPicture } from './decoded-picture';
import { fitInto, type Size } from './fit';
import { jpegSize } from './jpeg-size';
import type { ThumbnailTask } from './messages';
import { packed } from './packed-picture';
import { DecodeError } from './problem';

/** Chromium's JPEG decoder, like all that stand on libjpeg, can leave out detail: it decodes to so many eighths of the size. */
const EIGHTHS = 8;

/**
 * A thumbnail of a JPEG that is decoded no larger than it takes: of a photograph of 12 megapixels a sixty-fourth, in a fifth of the
 * time. null for what is no JPEG, is not much larger than the thumbnail, or cannot be read in this way; the bytes of the last are gone.
 */
export async function decodeSmallJpeg(
  bytes: ArrayBuffer,
  { edge, maxPixels }: Pick<ThumbnailTask, 'edge' | 'maxPixels'>,
): Promise<DecodedPicture | null> {
  const stored = jpegSize(bytes);
  if (stored === null || stored.width === 0 || stored.height === 0) return null;
  if (stored.width * stored.height > maxPixels) throw new DecodeError('too-large');
  const eighths = Math.ceil((EIGHTHS * edge) / Math.max(stored.width, stored.height));
  if (eighths >= EIGHTHS) return null;
  const frame = await decoded(bytes, stored, eighths);
  if (frame === null) return null;
  try {
    const size = uprightSize(stored, frame);
    // Of the next larger eighth, it is no larger than twice the thumbnail.
    return { ...(await packed(frame, fitInto(size, edge), 'low')), ...size, durationMs: null, pages: null };
  } finally {
    frame.close();
  }
}

async function decoded(bytes: ArrayBuffer, { width, height }: Size, eighths: number): Promise<VideoFrame | null> {
  const decoder = new ImageDecoder({
    type: 'image/jpeg',
    data: bytes,
    // Else it is copied.
    transfer: [bytes],
    // Chromium takes the product of both for the most pixels that are worth decoding.
    desiredWidth: Math.ceil((width * eighths) / EIGHTHS) + 1,
    desiredHeight: Math.ceil((height * eighths) / EIGHTHS) + 1,
  });
  try {
    return (await decoder.decode()).image;
  } catch {
    return null;
  } finally {
    decoder.close();
  }
}

/** A picture that was taken on its side is shown, and drawn, upright. */
function uprightSize({ width, height }: Size, { displayWidth, displayHeight }: VideoFrame): Size {
  const isTurned = width > height !== displayWidth > displayHeight && displayWidth !== displayHeight;
  return isTurned ? { width: height, height: width } : { width, height };
}
