import { fail } from '../../../../shared/failure';
import type { Conversion, ConvertFormat } from '../../../../shared/upload-rules';

/** Makes another picture of a local one; the bytes are decoded in a sandbox, never in this process. */
export interface ImageConverter {
  /**
   * The new picture, upright and without any metadata of the old one. Throws a `FailureError`; `not-a-picture`,
   * `picture-too-large`, `animated-picture`, `timeout` and `unexpected` say that this picture cannot be converted, unless they
   * are to be tried again `after` a while.
   */
  convert(job: ConvertJob, signal: AbortSignal): Promise<Uint8Array>;
}

export interface ConvertJob extends Pick<Conversion, 'quality' | 'maxSide'> {
  readonly format: ConvertFormat;
  /** px that the new picture has exactly, whatever is cut off for it. */
  readonly fill?: { readonly width: number; readonly height: number };
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  readonly contentType: string;
}

/** For where no pictures are converted. */
export const NO_CONVERTER: ImageConverter = { convert: () => fail('not-a-picture') };
