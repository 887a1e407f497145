/** A thumbnail with what was seen of its original. */
export interface DecodedPicture {
  readonly webp: Uint8Array;
  /** Of the original, px, upright; of a page, points. */
  readonly width: number;
  readonly height: number;
  readonly durationMs: number | null;
  /** How many pages the original has; null where it has none. */
  readonly pages: number | null;
}
