import type { GenerationFacts } from '../../../../shared/generation';
import type { MediaKind } from '../../../../shared/media';
import type { TransferItem } from '../../../../shared/transfer';
import type { FoundProvenance } from '../found-provenance';
import type { Probe } from '../probes';

/** An object as a listing tells it, with what the app knows of it besides. */
export interface ListedEntry {
  readonly key: string;
  /** Bytes. */
  readonly size: number;
  readonly etag: string;
  /** ms since 1970. */
  readonly modified: number;
  readonly storageClass?: 'infrequent';
  readonly facts?: GenerationFacts;
}

/** An object as it is in the bucket. */
export interface RemoteObject {
  readonly key: string;
  /** Bytes. */
  readonly size: number;
  readonly etag: string;
  /** ms since 1970. */
  readonly modified: number;
  readonly contentType: string;
  /** Names the content in addresses and caches: the ETag, or what the local file was called by while it was uploaded. */
  readonly version: string;
  /** In Infrequent Access; left out where nobody has told, as after an upload. */
  readonly isInfrequent?: boolean;
}

/** An upload that will make an object. */
export interface PendingUpload {
  readonly item: TransferItem;
  readonly version: string;
  readonly facts: GenerationFacts | null;
}

/** What the index knows of one asset: in the bucket, on its way there, or both. */
export interface IndexedAsset {
  readonly assetId: string;
  readonly key: string;
  readonly name: string;
  readonly media: MediaKind;
  /** Of the object in the bucket; of the file on its way where there is none yet. Bytes. */
  readonly size: number;
  /** ms since 1970; for an upload, when it was added. */
  readonly modified: number;
  readonly version: string;
  readonly contentType: string;
  readonly remote: RemoteObject | null;
  readonly pending: PendingUpload | null;
  readonly facts: GenerationFacts | null;
  /** What the decoder found in this version of it. */
  readonly probe: Probe | null;
  /** What this version of its file says of how it was made; null where nobody has looked. */
  readonly found: FoundProvenance | null;
}
