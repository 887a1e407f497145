import type { AssetDetails } from '../../../shared/library';
import type { OtherHeaders } from '../store/object-store';

/** Headers that few objects have, each null where it is not set. */
export function othersOf(others: OtherHeaders | undefined): AssetDetails['others'] {
  return {
    contentDisposition: others?.contentDisposition ?? null,
    contentEncoding: others?.contentEncoding ?? null,
    contentLanguage: others?.contentLanguage ?? null,
    expires: others?.expires ?? null,
    storageClass: others?.storageClass ?? null,
  };
}
