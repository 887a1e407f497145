import { app, nativeImage, type NativeImage, type WebContents } from 'electron';

/** A square of the brand's ember: no system drags files without a picture. */
const EDGE = 24;
const EMBER_BGRA = [0x2b, 0x71, 0xf2, 0xff];

/** Hands files to the system to be dragged, from within a drag that the page has just begun. On Windows and Linux it answers when they were let go. */
export async function dragOut(contents: WebContents, files: readonly string[]): Promise<void> {
  const [file] = files;
  if (file === undefined) return;
  contents.startDrag({ file, files: [...files], icon: await iconOf(file) });
}

async function iconOf(file: string): Promise<NativeImage> {
  const own = await app.getFileIcon(file, { size: 'normal' }).catch(() => null);
  if (own !== null && !own.isEmpty()) return own;
  const pixels = Buffer.from(Array.from({ length: EDGE * EDGE }, () => EMBER_BGRA).flat());
  return nativeImage.createFromBitmap(pixels, { width: EDGE, height: EDGE });
}
