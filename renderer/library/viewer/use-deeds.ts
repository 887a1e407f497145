import { drop } from '../../../shared/drop';
import type { AssetRow } from '../../../shared/library';
import { copyLinks, download } from '../actions';
import { useLibrary } from '../library-model';
import { nextSelection, NOTHING } from '../selection';

/** What can be done with the file on show, by button and by key; null while it cannot. */
export interface Deeds {
  readonly copyLink: (() => void) | null;
  readonly download: (() => void) | null;
  /** Asks first. */
  readonly remove: (() => void) | null;
}

const NONE: Deeds = { copyLink: null, download: null, remove: null };

export function useDeeds(row: AssetRow | null): Deeds {
  const { view, remove, live } = useLibrary();
  if (row === null) return NONE;
  const only = nextSelection(NOTHING, { kind: 'only', row });
  const arrived = live(row) === null;
  return {
    copyLink: arrived ? () => drop(copyLinks(only, view)) : null,
    download: arrived ? () => drop(download(only, view)) : null,
    remove: () => remove(only),
  };
}
