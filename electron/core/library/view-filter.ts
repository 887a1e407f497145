import type { LibraryView, SmartView } from '../../../shared/library';
import type { MediaKind } from '../../../shared/media';
import { prefixOfKey } from '../../../shared/keys';
import { assertNever } from '../../../shared/assert';
import { matchesTerms, searchTerms } from './search-text';

const DAY_MS = 24 * 60 * 60 * 1000;

/** How far back "Recent" goes. */
export const RECENT_MS = 7 * DAY_MS;

/** What a filter looks at. */
export interface Filterable {
  readonly key: string;
  readonly media: MediaKind;
  readonly generated: boolean;
  /** ms since 1970. */
  readonly modified: number;
  /** Name and prompt, folded. */
  readonly text: string;
}

/** Whether a smart view shows an asset. */
export function inSmartView(view: SmartView, asset: Omit<Filterable, 'text' | 'key'>, now: number): boolean {
  switch (view) {
    case 'all':
      return true;
    case 'images':
      return asset.media === 'image';
    case 'videos':
      return asset.media === 'video';
    case 'audio':
      return asset.media === 'audio';
    case 'generated':
      return asset.generated;
    case 'recent':
      return asset.modified >= now - RECENT_MS;
    default:
      return assertNever(view);
  }
}

/** The test that the assets of a view pass. A search goes through all that is below the folder. */
export function viewFilter(view: LibraryView, now: number): (asset: Filterable) => boolean {
  const terms = searchTerms(view.search);
  const kinds = new Set(view.kinds);
  const inScope = scopeTest(view, terms.length > 0, now);
  return (asset) =>
    inScope(asset) &&
    (kinds.size === 0 || kinds.has(asset.media)) &&
    (terms.length === 0 || matchesTerms(asset.text, terms));
}

function scopeTest({ scope }: LibraryView, searching: boolean, now: number): (asset: Filterable) => boolean {
  if (scope.kind === 'smart') return (asset) => inSmartView(scope.view, asset, now);
  if (searching) return (asset) => asset.key.startsWith(scope.prefix);
  return (asset) => asset.key.startsWith(scope.prefix) && prefixOfKey(asset.key) === scope.prefix;
}
