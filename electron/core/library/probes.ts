import type { FailureCode } from '../../../shared/failure';

export type Probe =
  | {
      readonly kind: 'seen';
      /** px; null for what has none. */
      readonly width: number | null;
      readonly height: number | null;
      readonly durationMs: number | null;
    }
  /** The content cannot be shown, and trying again would not change that. */
  | { readonly kind: 'failed'; readonly code: FailureCode };

/** What was found out about the content of assets, kept over restarts. */
export interface Probes {
  probe(assetId: string, version: string): Promise<Probe | null>;
  rememberProbe(assetId: string, version: string, probe: Probe): void;
}
