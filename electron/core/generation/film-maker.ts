import type { PictureSize } from '../../../shared/generation';

/** Makes a film of a painted picture, where there is an encoder: not in this process. */
export interface FilmMaker {
  /** A WebM, which begins again where it ends; the same order gives the same bytes. Throws a `FailureError`. */
  film(order: FilmOrder, signal: AbortSignal): Promise<Uint8Array>;
}

export interface FilmOrder extends PictureSize {
  /** Red, green and blue, 8 bits each, rows from the top. */
  readonly pixels: Uint8Array;
  /** Of `pixels`: larger than the film, so that the camera has room to move in. */
  readonly picture: PictureSize;
  readonly seconds: number;
  readonly seed: number;
}
