import type { FailureCode } from '../../../shared/failure';
import type { AssetSource } from './asset-source';

export type Probe =
  | {
      readonly kind: 'seen';
      /** Pixels; null where what was drawn is another's: the cover of a sound, a page of a document. */
      readonly width: number | null;
      readonly height: number | null;
      readonly durationMs: number | null;
      /** ThumbHash of its small picture, Base64; probes of before there were any have none. */
      readonly blur?: string;
    }
  /** The content cannot be shown, and trying again would not change that. */
  | { readonly kind: 'failed'; readonly code: FailureCode };

/** What was found out about the content of assets, kept over restarts. */
export interface Probes {
  probe(assetId: string, version: string): Promise<Probe | null>;
  rememberProbe(assetId: string, source: AssetSource, probe: Probe): void;
}
