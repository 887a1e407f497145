/** Where the bytes of an asset are just now: what the media protocol and the thumbnailer read from. */
export type AssetSource = LocalSource | RemoteSource | MemorySource;

interface Described {
  /** Bytes. */
  readonly size: number;
  readonly version: string;
  readonly contentType: string;
}

export interface LocalSource extends Described {
  readonly kind: 'local';
  readonly path: string;
  /** null: a file that is no object of a bucket. */
  readonly connectionId: string | null;
}

export interface RemoteSource extends Described {
  readonly kind: 'remote';
  readonly connectionId: string;
  readonly key: string;
  readonly etag: string;
}

/** A small version of it, in memory. */
export interface MemorySource extends Described {
  readonly kind: 'memory';
  readonly bytes: Uint8Array;
}
