import type { DocumentPages } from '../../../shared/library';
import type { Probes } from './probes';
import type { ThumbnailFiles } from './thumbnail-files';
import type { ThumbnailOriginsDeps } from './thumbnail-origins';

export interface ThumbnailDeps extends ThumbnailOriginsDeps {
  readonly files: ThumbnailFiles;
  readonly probes: Probes;
  /** The bucket holds another object than was known, or none. */
  recheck(assetId: string): Promise<void>;
  now(): number;
}

export type Thumbnail =
  | { readonly kind: 'picture'; readonly webp: Uint8Array; readonly version: string }
  /** This content has no picture: show an icon. */
  | { readonly kind: 'none' }
  /** Could not be made just now; asking again later may help. */
  | { readonly kind: 'later' }
  /** Nobody looked any more before it was made. */
  | { readonly kind: 'forgotten' };

/** Small pictures of assets: from the disk, or made now. */
export interface Thumbnails {
  /** `version`: where a file is on its way to take an object's place, which of the two is meant (`Library.assetOf`). */
  of(assetId: string, version?: string | null): Promise<Thumbnail>;
  /** A page (from 1) large enough to be read; of what has no pages, the whole picture. */
  page(assetId: string, page: number): Promise<Thumbnail>;
  /** Throws a `FailureError` where the file cannot be read or drawn. */
  pages(assetId: string): Promise<DocumentPages>;
  /**
   * Nobody looks at these any more: what of them waits is not begun, what is being made breaks off; both are answered with
   * `forgotten`. Who asks again is served anew.
   */
  forget(assetIds: readonly string[]): void;
  /** What arrived in the bucket was made small here before: other computers may have it. */
  share(assetId: string): Promise<void>;
  /** Resolves when nothing is being made any more; what waits is not begun. */
  close(): Promise<void>;
}
