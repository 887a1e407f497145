import i18next from 'i18next';
import { assertNever } from '../../shared/assert';
import type { GenerationTask } from '../../shared/generation';
import { failureWords } from '../ui/failure-words';
import { formatCount, formatPercent, formatTime } from '../ui/format';

/** Where a task stands, in a few words. `before`: how many come before it while it is queued. */
export function stateWords({ state }: GenerationTask, before: number): string {
  const { t } = i18next;
  switch (state.kind) {
    case 'waiting':
      return t('generate:state.waiting', { time: formatTime(state.until) });
    case 'running':
      if (state.ahead !== null && state.ahead > 0) {
        return t('generate:state.ahead', { count: state.ahead, formatted: formatCount(state.ahead) });
      }
      return state.progress === null
        ? t('generate:state.running')
        : t('generate:state.runningShare', { percent: formatPercent(state.progress) });
    case 'queued':
      return before > 0
        ? t('generate:state.queuedBehind', { count: before, formatted: formatCount(before) })
        : t('generate:state.queued');
    case 'failed':
      return t('generate:failedBecause', { reason: failureWords(state.failure).title });
    case 'uploading':
    case 'done':
    case 'cancelled':
      return t(`generate:state.${state.kind}`);
    default:
      return assertNever(state);
  }
}

/** The accessible name of a result: the file's name, and where it stands. */
export function resultLabel(task: GenerationTask, before: number): string {
  return `${task.name}, ${stateWords(task, before)}`;
}
