import { Loader, Progress, UnstyledButton } from '@mantine/core';
import { IconAlertTriangle, IconCheck, IconCircleDashed, IconPlayerPause } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { classACost } from '../../shared/prices';
import type { TransferSummary } from '../../shared/transfer';
import type { ScanState } from '../../shared/library';
import { useSlice } from '../mirror';
import { navigate } from '../navigation';
import { formatCount, formatDollars } from '../ui/format';
import { ConflictDialog } from './ConflictDialog';
import { unfinishedOf, useSummaryWords } from './summary-words';
import { share } from './transfer-words';
import classes from './TransferStrip.module.css';

/** The thin line at the bottom: what moves, and what reading the bucket has cost. Opens Transfers. */
export function TransferStrip() {
  const { t } = useTranslation('transfers');
  const { summary } = useSlice('transfers');
  const { scan } = useSlice('library');
  const words = useSummaryWords()(summary);
  const busy = unfinishedOf(summary) > 0;
  const requests = requestsOf(scan);
  return (
    <>
      <UnstyledButton
        className={classes['strip'] ?? ''}
        onClick={() => navigate('transfers')}
        aria-label={t('strip.open')}
      >
        <StripIcon summary={summary} busy={busy} />
        <span className={classes['words']} role="status">
          {words}
        </span>
        {busy && (
          <Progress
            className={classes['bar'] ?? ''}
            value={share(summary.movedBytes, summary.totalBytes) * 100}
            aria-label={t('strip.label')}
          />
        )}
        <span className={classes['space']} />
        {requests > 0 && (
          <span className={classes['cost']}>
            {t('strip.requests', {
              count: requests,
              formatted: formatCount(requests),
              cost: formatDollars(classACost(requests)),
            })}
          </span>
        )}
      </UnstyledButton>
      <ConflictDialog />
    </>
  );
}

function StripIcon({ summary, busy }: { readonly summary: TransferSummary; readonly busy: boolean }) {
  const { counts, paused } = summary;
  if (counts.failed + counts.conflict > 0)
    return <IconAlertTriangle size={16} className={classes['warn'] ?? ''} aria-hidden />;
  if (busy && paused) return <IconPlayerPause size={16} aria-hidden />;
  if (busy) return <Loader size={14} aria-hidden />;
  if (counts.done > 0) return <IconCheck size={16} className={classes['good'] ?? ''} aria-hidden />;
  return <IconCircleDashed size={16} aria-hidden />;
}

function requestsOf(scan: ScanState): number {
  return scan.kind === 'scanning' || scan.kind === 'complete' ? scan.requests : 0;
}
