import { ask } from '../bridge';
import { readSlice } from '../mirror';
import { readNavigation } from '../navigation';
import { readChoices, viewOf } from './place';
import { RowSource } from './row-source';

let first: RowSource | null = null;

function newSource(): RowSource {
  return new RowSource({
    summary: (view) => ask('library.summary', { view }),
    rows: (view, start, count) => ask('library.rows', { view, start, count }),
    position: (view, assetId) => ask('library.position', { view, assetId }),
  });
}

/** Asks for what the library will show first, while the page is still to be drawn: that takes as long as the answer. */
export function askFirstRows(): void {
  const { activeId } = readSlice('connections');
  if (activeId === null) return;
  first = newSource();
  first.show(viewOf(activeId, readNavigation().scope, readChoices()), readSlice('library').revision);
}

/** A source of rows: the one that has been asked already, the first time. */
export function takeRowSource(): RowSource {
  const source = first ?? newSource();
  first = null;
  return source;
}
