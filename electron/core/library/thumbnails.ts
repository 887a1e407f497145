import type { DocumentPages } from '../../../shared/library';
import type { AssetSource } from './asset-source';
import type { Probes } from './probes';
import type { Decoder } from './decoder';
import type { ThumbnailFiles } from './thumbnail-files';

export interface ThumbnailDeps {
  readonly files: ThumbnailFiles;
  readonly decoder: Decoder;
  readonly probes: Probes;
  assetOf(assetId: string): Promise<AssetSource | null>;
  /** The bucket holds another object than was known, or none. */
  recheck(assetId: string): Promise<void>;
  now(): number;
}

export type Thumbnail =
  | { readonly kind: 'picture'; readonly webp: Uint8Array; readonly version: string }
  /** This content has no picture: show an icon. */
  | { readonly kind: 'none' }
  /** Could not be made just now; asking again later may help. */
  | { readonly kind: 'later' };

/** Small pictures of assets: from the disk, or made now. */
export interface Thumbnails {
  of(assetId: string): Promise<Thumbnail>;
  /** A page (from 1) large enough to be read; of what has no pages, the whole picture. */
  page(assetId: string, page: number): Promise<Thumbnail>;
  /** Throws a `FailureError` where the file cannot be read or drawn. */
  pages(assetId: string): Promise<DocumentPages>;
  /** Nobody looks at these any more: what of them waits is not begun, what is being made breaks off; both are answered with `later`. */
  forget(assetIds: readonly string[]): void;
  /** Resolves when nothing is being made any more; what waits is not begun. */
  close(): Promise<void>;
}
