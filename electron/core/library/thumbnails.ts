import type { AssetSource } from './asset-source';
import type { Probes } from './probes';
import type { Decoder } from './decoder';

export interface ThumbnailDeps {
  readonly cacheDir: string;
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
  /** Brings the cache under its cap; call it once the window is up. */
  prune(): Promise<void>;
  /** Resolves when nothing is being made any more; what waits is not begun. */
  close(): Promise<void>;
}
