/** Where the bytes of an asset are just now: what the media protocol and the thumbnailer read from. */
export type AssetSource =
  | {
      readonly kind: 'local';
      readonly path: string;
      /** Bytes. */
      readonly size: number;
      readonly version: string;
      readonly contentType: string;
    }
  | {
      readonly kind: 'remote';
      readonly connectionId: string;
      readonly key: string;
      /** Bytes. */
      readonly size: number;
      readonly etag: string;
      readonly version: string;
      readonly contentType: string;
    };
