import { FailureError } from '../../../shared/failure';
import type { AssetSource } from './asset-source';

/** Makes a small picture of an untrusted file; the bytes are decoded in a sandbox, never in this process. */
export interface Decoder {
  /**
   * Throws a `FailureError`: `not-a-picture`, `picture-too-large` and `document-locked` say that this content will never have a
   * picture; anything else (a lost connection) may pass, though a `DecoderFault` speaks against the content. An `AbortError` as soon as the
   * signal fires: then no more of the file is read.
   */
  thumbnail(job: DecodeJob, signal: AbortSignal): Promise<DecodedThumbnail>;
}

/** The decoder crashed, hung or took too long over this content, while its bytes came as they should. */
export class DecoderFault extends FailureError {}

export interface DecodeJob {
  /** Asked at each read: a pasted or generated file is gone from the disk as soon as it is in the bucket. */
  readonly source: () => AssetSource | Promise<AssetSource>;
  readonly kind: 'image' | 'video' | 'audio' | 'pdf' | 'tiff';
  /** Bytes of the source. */
  readonly size: number;
  /** Of a PDF, from 1. */
  readonly page: number;
  /** The longer edge of the result, px; smaller pictures are not enlarged. */
  readonly edge: number;
}

export interface DecodedThumbnail {
  readonly webp: Uint8Array;
  /** Of the original, px, upright; of a page, points. */
  readonly width: number;
  readonly height: number;
  readonly durationMs: number | null;
  /** ThumbHash of the picture, Base64. */
  readonly blur: string;
  /** How many pages the original has; null where it has none. */
  readonly pages: number | null;
}

export const DECODE_LIMITS = {
  /** Decoded pixels are four bytes each: 150 megapixels are 600 MB. */
  maxPixels: 150_000_000,
  /** Of a picture's file; videos are read by ranges and have no limit. */
  maxImageBytes: 300 * 1024 * 1024,
} as const;
