import i18next from 'i18next';
import { assertNever } from '../../shared/assert';
import { drop } from '../../shared/drop';
import type { UndoOutcome } from '../../shared/library';
import { ask } from '../bridge';
import { formatCount } from '../ui/format';
import { notify } from '../ui/notify';

/** The move that the keyboard takes back. */
let last: string | null = null;

/** The button of a notice that takes a move back; from now on the keyboard does so too. */
export function undoAction(undoId: string): { readonly label: string; readonly run: () => void } {
  last = undoId;
  return { label: i18next.t('objects:undo.do'), run: () => drop(undo(undoId)) };
}

/** Takes the last move or rename back; once. */
export async function undoLast(): Promise<void> {
  if (last === null) notify.info({ title: i18next.t('objects:undo.nothing') });
  else await undo(last);
}

async function undo(undoId: string): Promise<void> {
  const result = await ask('library.undoMove', { undoId });
  if (!result.ok) return notify.failure(result.failure);
  if (last === undoId && result.value.kind !== 'taken') last = null;
  tell(result.value);
}

function tell(outcome: UndoOutcome): void {
  const { t } = i18next;
  switch (outcome.kind) {
    case 'undone':
      return notify.good({
        title: t('objects:undo.undone', { count: outcome.count, formatted: formatCount(outcome.count) }),
      });
    case 'taken':
      return notify.bad({ title: t('objects:undo.refused'), text: t('objects:undo.taken', { key: outcome.key }) });
    case 'changed':
      return notify.bad({ title: t('objects:undo.refused'), text: t('objects:undo.changed', { key: outcome.key }) });
    case 'forgotten':
      return notify.info({ title: t('objects:undo.nothing') });
    default:
      assertNever(outcome);
  }
}
