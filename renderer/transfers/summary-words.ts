import { useTranslation } from 'react-i18next';
import type { ConnectionTrouble, TransferSummary } from '../../shared/transfer';
import { formatBytes, formatCount, formatDuration, formatSpeed } from '../ui/format';
import { titleOfAway } from './trouble-words';

/** How many files are still to come. */
export function unfinishedOf({ counts }: TransferSummary): number {
  return counts.queued + counts.moving + counts.verifying + counts.waiting + counts.paused + counts.conflict;
}

/** The queue in one line: `3 files · 184 MB of 512 MB · 24 MB/s · 14 sec left`. */
export function useSummaryWords(): (summary: TransferSummary) => string {
  const { t } = useTranslation(['transfers', 'common']);
  return (summary) => {
    const { counts } = summary;
    const unfinished = unfinishedOf(summary);
    const counted = (count: number) => ({ count, formatted: formatCount(count) });
    const parts: string[] = [];
    if (unfinished > 0) {
      parts.push(t('files', counted(unfinished)));
      parts.push(t('moving', { moved: formatBytes(summary.movedBytes), total: formatBytes(summary.totalBytes) }));
    }
    if (summary.paused) parts.push(t('summary.paused'));
    const trouble = summary.troubles[0];
    if (trouble !== undefined) parts.push(t(troubleKey(trouble)));
    if (summary.bytesPerSecond > 0 && counts.moving > 0) parts.push(formatSpeed(summary.bytesPerSecond));
    if (summary.secondsLeft !== null && counts.moving > 0)
      parts.push(t('common:time.left', { duration: formatDuration(summary.secondsLeft) }));
    if (counts.conflict > 0) parts.push(t('summary.conflicts', counted(counts.conflict)));
    if (counts.failed > 0) parts.push(t('summary.failed', counted(counts.failed)));
    if (unfinished === 0 && counts.done > 0) parts.push(t('summary.done', counted(counts.done)));
    return parts.length === 0 ? t('summary.idle') : parts.join(' · ');
  };
}

function troubleKey(trouble: ConnectionTrouble): 'trouble.network' | 'trouble.server' | 'trouble.heldShort' {
  return trouble.kind === 'held' ? 'trouble.heldShort' : `trouble.${titleOfAway(trouble.failure)}`;
}

/** What is worth saying aloud: it changes with files, not with bytes. */
export function useNewsWords(): (summary: TransferSummary) => string {
  const { t } = useTranslation('transfers');
  return (summary) => {
    const { counts } = summary;
    const unfinished = unfinishedOf(summary);
    const counted = (count: number) => ({ count, formatted: formatCount(count) });
    const trouble = summary.troubles[0];
    const parts = [
      trouble !== undefined && t(troubleKey(trouble)),
      unfinished > 0 && t('summary.unfinished', counted(unfinished)),
      counts.conflict > 0 && t('summary.conflicts', counted(counts.conflict)),
      counts.failed > 0 && t('summary.failed', counted(counts.failed)),
      unfinished === 0 && counts.done > 0 && t('summary.done', counted(counts.done)),
    ];
    return parts.filter((part) => part !== false).join(', ');
  };
}
