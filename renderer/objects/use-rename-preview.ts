import { useEffect, useState } from 'react';
import { drop } from '../../shared/drop';
import type { Failure } from '../../shared/failure';
import type { LibrarySelection } from '../../shared/library';
import type { RenamePattern, RenamePreview } from '../../shared/renames';
import { ask } from '../bridge';

/** How long typing must rest before the names are made again. */
const REST_MS = 200;

export interface RenamePreviewState {
  /** The last one that was made; it stays on show while the next is. */
  readonly shown: RenamePreview | null;
  readonly failure: Failure | null;
  readonly reading: boolean;
}

/** What a pattern comes to as it stands; made again when `times` grows. */
export function useRenamePreview(
  parts: readonly LibrarySelection[],
  pattern: RenamePattern,
  times: number,
): RenamePreviewState {
  const [state, setState] = useState<RenamePreviewState>({ shown: null, failure: null, reading: true });
  useEffect(() => {
    let outdated = false;
    const read = async (): Promise<void> => {
      const result = await ask('library.planRenames', { selections: parts, pattern });
      if (outdated) return;
      if (result.ok) setState({ shown: result.value, failure: null, reading: false });
      else setState({ shown: null, failure: result.failure, reading: false });
    };
    setState((before) => ({ ...before, reading: true }));
    const timer = setTimeout(() => drop(read()), REST_MS);
    return () => {
      outdated = true;
      clearTimeout(timer);
    };
  }, [parts, pattern, times]);
  return state;
}
