/** An object that a selection means, as far as an action needs it. */
export interface ResolvedObject {
  readonly assetId: string;
  readonly key: string;
  /** Bytes. */
  readonly size: number;
  readonly etag: string;
  /** ms since 1970. */
  readonly modified: number;
}
