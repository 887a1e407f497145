import type { PackedPicture } from './packed-picture';

/** A thumbnail with what was seen of its original. */
export interface DecodedPicture extends PackedPicture {
  /** Of the original, px, upright; of a page, points. */
  readonly width: number;
  readonly height: number;
  readonly durationMs: number | null;
  /** How many pages the original has; null where it has none. */
  readonly pages: number | null;
}
