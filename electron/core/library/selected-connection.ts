import { fail } from '../../../shared/failure';
import { connectionOfSelection, type LibrarySelection } from '../../../shared/library';

/** The one connection that selections are of. Fails with `invalid-input` where there is no selection. */
export function connectionOfSelections(selections: readonly LibrarySelection[]): string {
  const [first] = selections;
  return first === undefined ? fail('invalid-input') : connectionOfSelection(first);
}
