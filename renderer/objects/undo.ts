import i18next from 'i18next';
import { assertNever } from '../../shared/assert';
import { drop } from '../../shared/drop';
import type { UndoOutcome } from '../../shared/library';
import { ask } from '../bridge';
import { formatCount } from '../ui/format';
import { notify } from '../ui/notify';
import { shownName } from '../ui/shown-name';

/** What one wish has moved, by its parts: files and folders that are selected together go as two moves. */
type Moved = readonly string[];

/** Main remembers no more. */
const KEPT = 10;

/** The moves that the keyboard takes back, the newest last. */
let moves: readonly Moved[] = [];

/** The button of a notice that takes a move back; from now on the keyboard does so too. */
export function undoAction(move: Moved): { readonly label: string; readonly run: () => void } {
  moves = [...moves, move].slice(-KEPT);
  return { label: i18next.t('objects:undo.do'), run: () => drop(undo(move)) };
}

/** Takes the last move or rename back; each once. */
export async function undoLast(): Promise<void> {
  const last = moves.at(-1);
  if (last === undefined) notify.info({ title: i18next.t('objects:undo.nothing') });
  else await undo(last);
}

async function undo(move: Moved): Promise<void> {
  moves = moves.filter((other) => other !== move);
  const inTheWay: string[] = [];
  let count = 0;
  for (const undoId of move) {
    const result = await ask('library.undoMove', { undoId });
    if (!result.ok || result.value.kind === 'taken') inTheWay.push(undoId);
    if (!result.ok) notify.failure(result.failure);
    else if (result.value.kind === 'undone') count += result.value.count;
    else tellKept(result.value);
  }
  // Once what is in the way has gone, it can be tried again.
  if (inTheWay.length > 0) moves = [...moves, inTheWay];
  if (count > 0) notify.good({ title: i18next.t('objects:undo.undone', { count, formatted: formatCount(count) }) });
}

function tellKept(outcome: Exclude<UndoOutcome, { kind: 'undone' }>): void {
  const { t } = i18next;
  switch (outcome.kind) {
    case 'taken':
      return notify.bad({
        title: t('objects:undo.refused'),
        text: t('objects:undo.taken', { key: shownName(outcome.key) }),
      });
    case 'changed':
      return notify.bad({
        title: t('objects:undo.refused'),
        text: t('objects:undo.changed', { key: shownName(outcome.key) }),
      });
    case 'forgotten':
      return notify.info({ title: t('objects:undo.nothing') });
    default:
      assertNever(outcome);
  }
}
