import type { AssetRows } from './asset-rows';
import type { IndexedAsset } from './indexed-asset';

/** At most this many are named; the rest are counted. */
const TOLD = 50;
/** What stands at the end of another one of a name: `-2` as "keep both" makes it, ` (1)`, `_2`. Longer numbers are a camera's. */
const NUMBER = /(?: ?\(\d{1,3}\)|[-_]\d{1,2})$/;
const AFTER_NAME = /^(?: ?\(\d{1,3}\)|[-_]\d{1,2})?(?:\.[^.]+)?$/;

/** Other files with the name of one, in its folder, newest first; `count` tells how many there are. */
export interface IndexedNamesakes {
  readonly count: number;
  readonly assets: readonly IndexedAsset[];
}

/**
 * The other files in the folder of `row` that go by its name: with another extension, or numbered. `a-2` counts to `a` where
 * there is an `a`; else it is a name of its own. One walk over the columns.
 */
export function namesakesOf(rows: AssetRows, row: number): IndexedNamesakes {
  const stem = stemOf(rows.texts.nameOf(row));
  const plain = stem.replace(NUMBER, '');
  const family = plain === '' || plain === stem ? null : named(rows, row, plain);
  const isFamily = family?.some((other) => stemOf(rows.texts.nameOf(other)) === plain) === true;
  const found = isFamily ? family : named(rows, row, stem);
  const { modified } = rows.columns;
  const newestFirst = found.filter((other) => other !== row).sort((a, b) => (modified[b] ?? 0) - (modified[a] ?? 0));
  return { count: newestFirst.length, assets: newestFirst.slice(0, TOLD).map((other) => rows.asset(other)) };
}

/** The rows in the folder of `row` whose names are a (folded) stem, perhaps a number, perhaps an extension. */
function named({ columns, texts }: AssetRows, row: number, stem: string): readonly number[] {
  const folder = columns.folder[row];
  const bytes = Buffer.from(stem);
  const found: number[] = [];
  for (let other = 0; other < columns.count; other += 1) {
    if (columns.folder[other] !== folder || !columns.isShown(other) || !texts.begins(other, bytes)) continue;
    if (AFTER_NAME.test(texts.nameOf(other).slice(stem.length))) found.push(other);
  }
  return found;
}

/** `photo.final.png` → `photo.final`; `.env` stays. */
function stemOf(folded: string): string {
  const dot = folded.lastIndexOf('.');
  return dot > 0 ? folded.slice(0, dot) : folded;
}
