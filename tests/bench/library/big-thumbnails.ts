import path from 'node:path';
import type { LibraryView } from '../../../shared/library';
import { thumbnailName } from '../../../electron/core/library/create-thumbnails';
import { ThumbnailFiles } from '../../../electron/core/library/thumbnail-files';
import type { PlainApp } from '../plain-app';

/** How many different pictures there are. */
export const PICTURES = 24;
const PAGE = 500;

/** Fills the app's cache with pictures (`drawPictures`) for the first rows of a view, as if they had been looked at before. */
export async function writeThumbnails(
  userDataDir: string,
  app: Pick<PlainApp, 'call'>,
  drawn: readonly string[],
  view: LibraryView,
  count: number,
): Promise<void> {
  const files = new ThumbnailFiles(path.join(userDataDir, 'cache/thumbnails'), () => Infinity);
  const pictures = drawn.map((text) => Buffer.from(text, 'latin1'));
  for (let start = 0; start < count; start += PAGE) {
    const { rows } = await app.call('library.rows', { view, start, count: PAGE });
    const assets = rows.filter((row) => row.kind === 'asset');
    await Promise.all(
      assets.map(({ assetId, version }, n) =>
        files.write(thumbnailName(view.connectionId, assetId, version), pictures[n % PICTURES] ?? new Uint8Array()),
      ),
    );
  }
}

/** In the page: WebP pictures as the decoder makes them, 480 px wide, some 20 KB each; a letter for each byte. */
export async function drawPictures(count: number): Promise<string[]> {
  const made: string[] = [];
  for (let n = 0; n < count; n += 1) {
    const canvas = new OffscreenCanvas(480, 320);
    const context = canvas.getContext('2d');
    if (context === null) break;
    for (let i = 0; i < 400; i += 1) {
      const [x, y] = [(i * 97 + n * 31) % 480, (i * 57 + n * 13) % 320];
      const shade = context.createRadialGradient(x, y, 2, x, y, 60);
      shade.addColorStop(0, `hsl(${(i * 7 + n * 40) % 360} 60% 55% / 70%)`);
      shade.addColorStop(1, 'transparent');
      context.fillStyle = shade;
      context.fillRect(0, 0, 480, 320);
    }
    const blob = await canvas.convertToBlob({ type: 'image/webp', quality: 0.82 });
    const bytes = new Uint8Array(await blob.arrayBuffer());
    made.push(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
  }
  return made;
}
