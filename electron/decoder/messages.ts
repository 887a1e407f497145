import type { PageText } from '../../shared/page-text';
import type { ConvertFormat } from '../../shared/upload-rules';

/** What main and the decoder's page say to each other. The page asks for work; nothing is ever pushed to it. */
export const DECODER_CHANNELS = { next: 'decoder:next', answer: 'decoder:answer' } as const;

/** How a picture is made of a file: by Chromium as a picture or film, or by a library in the same sandbox. */
export type PictureKind = 'image' | 'video' | 'audio' | 'pdf' | 'tiff';

/** Of a picture or a page, px or points, and of any place on it: a larger one is taken for nonsense. */
export const MAX_LENGTH = 1_000_000;

export type DecoderTask = ThumbnailTask | PageTextTask | ConvertTask | FilmTask;

export interface ThumbnailTask {
  readonly taskId: string;
  /** `media://source/<token>`, readable for as long as the task runs. */
  readonly sourceUrl: string;
  /** Bytes of the source. */
  readonly size: number;
  readonly kind: PictureKind;
  /** Of a PDF, from 1. */
  readonly page: number;
  /** The longer edge of the result, px. */
  readonly edge: number;
  readonly maxPixels: number;
}

/** The text of one page of a PDF. */
export interface PageTextTask extends Pick<ThumbnailTask, 'taskId' | 'sourceUrl' | 'size' | 'page'> {
  readonly kind: 'page-text';
}

export interface ConvertTask {
  readonly taskId: string;
  readonly sourceUrl: string;
  readonly kind: 'convert';
  readonly format: ConvertFormat;
  /** 1 to 100. */
  readonly quality: number;
  /** The longer side of the result at most, px; null keeps the size. */
  readonly maxSide: number | null;
  /** px that the result has exactly, whatever is cut off for it; null where only `maxSide` counts. */
  readonly fill: { readonly width: number; readonly height: number } | null;
  readonly maxPixels: number;
}

/** A short film of a painted picture, which a camera moves over and comes back from. */
export interface FilmTask {
  readonly taskId: string;
  readonly kind: 'film';
  /** Red, green and blue, 8 bits each, rows from the top; larger than the film, so that there is room to move in. */
  readonly pixels: Uint8Array;
  readonly picture: { readonly width: number; readonly height: number };
  /** Of the film, px, even. */
  readonly width: number;
  readonly height: number;
  readonly seconds: number;
  /** Where the camera goes: the same for the same number. */
  readonly seed: number;
}

export type DecoderAnswer =
  | {
      readonly kind: 'made';
      readonly taskId: string;
      readonly webp: Uint8Array;
      /** Of the original, px, upright. */
      readonly width: number;
      readonly height: number;
      readonly durationMs: number | null;
      readonly pages: number | null;
      /** ThumbHash of the picture, Base64. */
      readonly blur: string;
    }
  | { readonly kind: 'text'; readonly taskId: string; readonly text: PageText }
  | { readonly kind: 'converted'; readonly taskId: string; readonly picture: Uint8Array }
  | { readonly kind: 'filmed'; readonly taskId: string; readonly webm: Uint8Array }
  | { readonly kind: 'failed'; readonly taskId: string; readonly problem: DecoderProblem };

/** `source`: the bytes could not be had. `unexpected`: a mistake of ours, or a lack of memory, which says nothing for good. */
export const DECODER_PROBLEMS = [
  'source',
  'not-decodable',
  'locked',
  'too-large',
  'animated',
  'timeout',
  'unexpected',
] as const;
export type DecoderProblem = (typeof DECODER_PROBLEMS)[number];

/** What the preload gives the page. */
export interface DecoderPort {
  /** Resolves when there is something to do. */
  next(): Promise<DecoderTask>;
  answer(answer: DecoderAnswer): Promise<void>;
}
