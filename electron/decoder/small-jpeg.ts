import type { Size } from './fit';

/** Chromium's JPEG decoder, like all that stand on libjpeg, can leave out detail: it decodes to so many eighths of the size. */
const EIGHTHS = 8;

/**
 * A JPEG, decoded no larger than it takes to fill `shown`: a fifth of the work and a sixty-fourth of the memory for a photograph
 * of 12 megapixels. It is upright once it is drawn. null for what is no JPEG, is not much larger, or cannot be read in this way.
 */
export async function smallJpeg(blob: Blob, size: Size, shown: Size): Promise<VideoFrame | null> {
  const eighths = Math.ceil((EIGHTHS * Math.max(shown.width, shown.height)) / Math.max(size.width, size.height));
  if (eighths >= EIGHTHS || !(await isJpeg(blob))) return null;
  const decoder = new ImageDecoder({
    type: 'image/jpeg',
    data: await blob.arrayBuffer(),
    // Chromium takes their product for the most that is worth decoding, so that a picture on its side fits as well.
    desiredWidth: Math.ceil((size.width * eighths) / EIGHTHS) + 1,
    desiredHeight: Math.ceil((size.height * eighths) / EIGHTHS) + 1,
  });
  try {
    return (await decoder.decode()).image;
  } catch {
    return null;
  } finally {
    decoder.close();
  }
}

async function isJpeg(blob: Blob): Promise<boolean> {
  const [first, second] = new Uint8Array(await blob.slice(0, 2).arrayBuffer());
  return first === 0xff && second === 0xd8;
}
