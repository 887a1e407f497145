import { useEffect, useRef } from 'react';
import type { LibrarySelection, LibraryView } from '../../shared/library';
import { drop } from '../../shared/drop';
import { ask } from '../bridge';
import type { RowId } from './row-id';
import { type Selection, type SelectionStep, toLibrarySelections } from './selection';
import type { Rows } from './use-rows';

/** While a bucket is read it is another one ten times a second. */
const REST_MS = 250;

/** Takes out of a selection what others, or the app itself, have deleted, moved or renamed meanwhile. */
export function useLivingSelection({ state }: Rows, selection: Selection, step: (taken: SelectionStep) => void): void {
  const shown = state.kind === 'ready' ? state : null;
  const view = shown?.view ?? null;
  const revision = shown?.summary.revision ?? 0;
  const latest = useRef(selection);
  latest.current = selection;
  useEffect(() => {
    if (view === null) return;
    const look = async (): Promise<void> => {
      const named = namedIn(latest.current, view);
      const gone = (await Promise.all(named.map(goneOf))).flat();
      if (gone.length > 0) step({ kind: 'gone', rows: new Set(gone) });
    };
    const timer = setTimeout(() => drop(look()), REST_MS);
    return () => clearTimeout(timer);
  }, [view, revision, step]);
}

/** What a selection names: its rows, and what a rule leaves out. */
function namedIn(selection: Selection, view: LibraryView): readonly LibrarySelection[] {
  const { connectionId } = view;
  return toLibrarySelections(selection, view).flatMap((part): readonly LibrarySelection[] => {
    if (part.kind !== 'view') return [part];
    return part.except.length === 0 ? [] : [{ kind: 'assets', connectionId, assetIds: part.except }];
  });
}

/** Nothing where it cannot be told: what is gone is found out later at the latest. */
async function goneOf(selection: LibrarySelection): Promise<readonly RowId[]> {
  const gone = await ask('library.gone', { selection });
  if (!gone.ok) return [];
  return gone.value.map((name): RowId => (selection.kind === 'folders' ? `folder:${name}` : `asset:${name}`));
}
