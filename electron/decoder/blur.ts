import { rgbaToThumbHash } from 'thumbhash';
import { fitInto } from './fit';

/** Longer edge of what a blur is worked out from, px: it has some seven waves across, and more would not show in it. */
const EDGE = 48;

/** What stands for a picture until it is there: its colours and shapes in some 25 bytes (ThumbHash, evanw.github.io/thumbhash), as Base64. */
export function blurOf(picture: OffscreenCanvas): string {
  const { width, height } = fitInto(picture, EDGE);
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  if (context === null) throw new Error('This Chromium has no 2d canvas.');
  context.drawImage(picture, 0, 0, width, height);
  const { data } = context.getImageData(0, 0, width, height);
  return btoa(String.fromCharCode(...rgbaToThumbHash(width, height, data)));
}
