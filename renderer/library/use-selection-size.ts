import type { SelectionSize } from '../../shared/library';
import { measure } from '../objects/object-actions';
import { useLibrary } from './library-model';
import { selectedCount, toLibrarySelections, type Selection } from './selection';
import { type Answer, useAnswer } from '../ui/use-answer';

const names = new WeakMap<Selection, string>();
let lastName = 0;

/** A selection never changes, it is replaced: so it may be known by a number. */
function nameOf(selection: Selection): string {
  const known = names.get(selection);
  if (known !== undefined) return known;
  lastName += 1;
  names.set(selection, String(lastName));
  return String(lastName);
}

/** How much is selected, folders with all that is in them. */
export function useSelectionSize(): Answer<SelectionSize> {
  const { grid, view, fileCount } = useLibrary();
  const { selection } = grid;
  const name = selectedCount(selection, fileCount) > 1 ? `${nameOf(selection)}/${fileCount}` : null;
  return useAnswer(name, () => measure(toLibrarySelections(selection, view)));
}
