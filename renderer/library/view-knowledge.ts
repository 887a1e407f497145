import type { Failure } from '../../shared/failure';
import type { LibraryState, LibraryView } from '../../shared/library';
import { isFiltered } from '../../shared/view-filters';
import type { Rows } from './use-rows';

/** What can be said of the view on show. A view that could not be read is never "empty". */
export type ViewKnowledge =
  | { readonly kind: 'loading' }
  | { readonly kind: 'rows' }
  | { readonly kind: 'unreadable'; readonly failure: Failure; readonly cause: 'index' | 'bucket' }
  /** Nothing of it has been read, and nobody reads. */
  | { readonly kind: 'unread' }
  | { readonly kind: 'nothing-found' }
  | { readonly kind: 'empty'; readonly what: 'bucket' | 'folder' | 'smart' | 'unlinked' };

export function viewKnowledge(
  { state, late }: Pick<Rows, 'state' | 'late'>,
  view: LibraryView,
  library: Pick<LibraryState, 'connectionId' | 'scan' | 'objectCount'>,
): ViewKnowledge {
  if (state.kind === 'failed') return { kind: 'unreadable', failure: state.failure, cause: 'index' };
  if (state.kind === 'loading' || late) return { kind: 'loading' };
  if (state.summary.rowCount > 0) return { kind: 'rows' };
  const { scan } = library;
  // A bucket that was empty when it could be read last may hold anything now.
  if (scan.kind === 'failed' && (scan.knownAt === null || library.objectCount === 0))
    return { kind: 'unreadable', failure: scan.failure, cause: 'bucket' };
  const still = scan.kind === 'never' || scan.kind === 'scanning' || library.connectionId !== view.connectionId;
  if (still) return { kind: 'loading' };
  if (scan.kind === 'stopped' && scan.knownAt === null) return { kind: 'unread' };
  if (view.search !== '' || view.kinds.length > 0 || isFiltered(view.filters)) return { kind: 'nothing-found' };
  if (library.objectCount === 0) return { kind: 'empty', what: 'bucket' };
  const { scope } = view;
  return { kind: 'empty', what: scope.kind === 'smart' && scope.view === 'unlinked' ? 'unlinked' : scope.kind };
}
