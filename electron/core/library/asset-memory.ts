import type { FailureCode } from '../../../shared/failure';

export type Probe =
  | {
      readonly kind: 'seen';
      readonly width: number;
      readonly height: number;
      readonly durationMs: number | null;
    }
  /** The content cannot be shown, and trying again would not change that. */
  | { readonly kind: 'failed'; readonly code: FailureCode };

/** What a listing does not tell of an object that this app uploaded. */
export interface UploadedFacts {
  readonly version: string;
  readonly contentType: string;
}

/** What was found out about assets, kept over restarts. A cache: losing it costs time, nothing else. */
export interface AssetMemory {
  probe(assetId: string, version: string): Probe | null;
  rememberProbe(assetId: string, version: string, probe: Probe): void;
  uploaded(assetId: string, etag: string): UploadedFacts | null;
  rememberUploaded(assetId: string, etag: string, facts: UploadedFacts): void;
  /** Told of each new probe. */
  onProbe(listener: (assetId: string) => void): void;
  /** Resolves when what was kept has been read. */
  ready(): Promise<void>;
  close(): Promise<void>;
}
