import type { DecodedPicture } from './decoded-picture';
import { fitInto, type Size } from './fit';
import type { ThumbnailTask } from './messages';
import { packed } from './packed-picture';
import { DecodeError, within } from './problem';
import { decodeSmallJpeg } from './small-jpeg';

/** Of an SVG that says no size of its own. */
const UNSIZED: Size = { width: 512, height: 512 };

/** Bytes of an SVG: as text they are small, and what takes more than this is made to hurt. */
const MAX_SVG_BYTES = 32 * 1024 * 1024;

const JPEG = 'image/jpeg';

const READ_MS = 20_000;
const SLOWEST_BYTES_PER_MS = 20;
const DECODE_MS = 15_000;

/** Makes a thumbnail of a picture; the first frame of an animated one. */
export async function decodeImage(task: ThumbnailTask): Promise<DecodedPicture> {
  const source = await read<ArrayBuffer | Blob>(task.sourceUrl, (reply) =>
    isJpeg(reply) ? reply.arrayBuffer() : reply.blob(),
  );
  return within(DECODE_MS, source instanceof Blob ? decodeBlob(source, task) : decodeJpeg(source, task));
}

// A large blob is copied from process to process with each look at it; bytes stay here.
async function decodeJpeg(bytes: ArrayBuffer, task: ThumbnailTask): Promise<DecodedPicture> {
  const small = await decodeSmallJpeg(bytes, task);
  if (small !== null) return small;
  const whole = bytes.byteLength > 0 ? new Blob([bytes], { type: JPEG }) : await readSource(task.sourceUrl);
  return decodeBitmap(whole, task);
}

function decodeBlob(blob: Blob, task: ThumbnailTask): Promise<DecodedPicture> {
  return blob.type === 'image/svg+xml' ? decodeSvg(blob, task.edge) : decodeBitmap(blob, task);
}

/** Makes a thumbnail of a still picture that lies in memory. */
export async function decodeBitmap(
  blob: Blob,
  task: Pick<ThumbnailTask, 'edge' | 'maxPixels'>,
): Promise<DecodedPicture> {
  const size = await naturalSizeOf(blob, task.maxPixels);
  const shown = fitInto(size, task.edge);
  const bitmap = await decodedAt(blob, shown);
  try {
    return { ...(await packed(bitmap, shown)), ...size, durationMs: null, pages: null };
  } finally {
    bitmap.close();
  }
}

/** The size of a picture, upright, before anything of it is decoded: an `<img>` reads the header only. */
export async function naturalSizeOf(blob: Blob, maxPixels: number): Promise<Size> {
  const url = URL.createObjectURL(blob);
  try {
    const size = naturalSize(await load(url));
    if (size.width === 0 || size.height === 0) throw new DecodeError('not-decodable');
    if (size.width * size.height > maxPixels) throw new DecodeError('too-large');
    return size;
  } finally {
    URL.revokeObjectURL(url);
  }
}

/** In an <img> no script of an SVG runs and nothing is loaded. Lines have no pixels: it is drawn as large as the thumbnail may be. */
async function decodeSvg(blob: Blob, edge: number): Promise<DecodedPicture> {
  if (blob.size > MAX_SVG_BYTES) throw new DecodeError('too-large');
  // From a blob: address an SVG with foreign objects taints the canvas; from a data: address it does not.
  const image = await load(await dataUrl(blob));
  const stated = naturalSize(image);
  const size = stated.width === 0 || stated.height === 0 ? UNSIZED : stated;
  const scale = edge / Math.max(size.width, size.height);
  const drawn = fitInto({ width: size.width * scale, height: size.height * scale }, edge);
  return { ...(await packed(image, drawn)), ...size, durationMs: null, pages: null };
}

function naturalSize(image: HTMLImageElement): Size {
  return { width: image.naturalWidth, height: image.naturalHeight };
}

function dataUrl(blob: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () =>
      typeof reader.result === 'string' ? resolve(reader.result) : reject(new DecodeError('source'));
    reader.onerror = () => reject(new DecodeError('source'));
    reader.readAsDataURL(blob);
  });
}

export function readSource(sourceUrl: string): Promise<Blob> {
  return read(sourceUrl, (reply) => reply.blob());
}

/** Ends a read that has come to a stand, and lets a slow one be slow. */
async function read<T>(sourceUrl: string, bodyOf: (reply: Response) => Promise<T>): Promise<T> {
  try {
    const reply = await within(READ_MS, fetch(sourceUrl));
    if (!reply.ok) throw new DecodeError('source');
    const length = Number(reply.headers.get('Content-Length') ?? 0);
    return await within(READ_MS + length / SLOWEST_BYTES_PER_MS, bodyOf(reply));
  } catch {
    throw new DecodeError('source');
  }
}

function isJpeg(reply: Response): boolean {
  return reply.headers.get('Content-Type') === JPEG;
}

function load(url: string): Promise<HTMLImageElement> {
  return new Promise((resolve, reject) => {
    const image = new Image();
    image.onload = () => resolve(image);
    image.onerror = () => reject(new DecodeError('not-decodable'));
    image.src = url;
  });
}

/** Decoded off the page's thread, upright, and shrunk on the way. */
export async function decodedAt(blob: Blob, size: Size): Promise<ImageBitmap> {
  const { width, height } = size;
  const bitmap = await shrunk(blob, size);
  if (bitmap.width === width && bitmap.height === height) return bitmap;
  bitmap.close();
  // Chromium (130) takes the size for that of the picture as it lies in the file, and turns it upright afterwards.
  return shrunk(blob, { width: height, height: width });
}

async function shrunk(blob: Blob, { width, height }: Size): Promise<ImageBitmap> {
  try {
    return await createImageBitmap(blob, {
      resizeWidth: width,
      resizeHeight: height,
      resizeQuality: 'high',
      imageOrientation: 'from-image',
    });
  } catch {
    throw new DecodeError('not-decodable');
  }
}
