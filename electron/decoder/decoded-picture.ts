/** A thumbnail with what was seen of its original. */
export interface DecodedPicture {
  readonly webp: Uint8Array;
  /** Of the original, px, upright. */
  readonly width: number;
  readonly height: number;
  readonly durationMs: number | null;
}
