import type { DecodedThumbnail } from './decoder';

/** What a decoder saw of an original; null what it did not see. */
export interface SeenFacts {
  /** px, upright. */
  readonly width: number | null;
  readonly height: number | null;
  readonly durationMs: number | null;
  /** ThumbHash of its small picture, Base64. */
  readonly blur?: string;
}

export interface MadeThumbnail {
  readonly webp: Uint8Array;
  /** null: nothing is known of the original. */
  readonly facts: SeenFacts | null;
  readonly pages: Pick<DecodedThumbnail, 'pages' | 'width' | 'height'> | null;
}
