import type { Provenance } from '../../../shared/provenance';

/** What one version of a file was found to say of how it was made; `provenance` is null where it says nothing. */
export interface FoundProvenance {
  readonly version: string;
  readonly provenance: Provenance | null;
}
