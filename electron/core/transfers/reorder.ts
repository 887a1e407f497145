import { assertNever } from '../../../shared/assert';
import type { QueueMove } from '../../../shared/transfer';

/** What stands in line. */
export interface InLine {
  readonly id: string;
  readonly rank: number;
}

/**
 * The ranks that change when the chosen are moved in a line (first to last, ranks growing); nobody else's do, but for the one
 * that a step trades places with. The chosen keep their order among themselves, and steps stop at the ends. `behind` gives
 * ranks behind all that there are.
 */
export function ranksAfter(
  line: readonly InLine[],
  chosen: ReadonlySet<string>,
  to: QueueMove,
  behind: () => number,
): ReadonlyMap<string, number> {
  const moving = line.filter(({ id }) => chosen.has(id));
  const lowest = line[0]?.rank ?? 0;
  switch (to) {
    case 'first':
      return new Map(moving.map(({ id }, index) => [id, lowest - moving.length + index]));
    case 'last':
      return new Map(moving.map(({ id }) => [id, behind()]));
    case 'up':
      return ranksAfterStep(line, chosen);
    case 'down':
      return ranksAfterStep(line.toReversed(), chosen);
    default:
      return assertNever(to);
  }
}

/** One place towards the beginning of the line as it is given. */
function ranksAfterStep(line: readonly InLine[], chosen: ReadonlySet<string>): ReadonlyMap<string, number> {
  const places = line.map(({ rank }) => rank);
  const standing = [...line];
  const ranks = new Map<string, number>();
  for (let at = 1; at < standing.length; at += 1) {
    const before = standing[at - 1];
    const here = standing[at];
    if (before === undefined || here === undefined || !chosen.has(here.id) || chosen.has(before.id)) continue;
    standing[at - 1] = here;
    standing[at] = before;
    ranks.set(here.id, places[at - 1] ?? here.rank);
    ranks.set(before.id, places[at] ?? before.rank);
  }
  return ranks;
}
