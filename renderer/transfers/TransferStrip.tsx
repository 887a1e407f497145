import { Loader, Progress, UnstyledButton, VisuallyHidden } from '@mantine/core';
import {
  IconAlertTriangle,
  IconCheck,
  IconCircleDashed,
  IconPlayerPause,
  IconPlugConnectedX,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { classACost } from '../../shared/prices';
import type { TransferSummary } from '../../shared/transfer';
import type { ScanState } from '../../shared/library';
import { useFields, useSlice } from '../mirror';
import { navigate } from '../navigation';
import { folderName } from '../ui/folder-name';
import { formatCount, formatDollars, formatTime } from '../ui/format';
import { ConflictDialog } from './ConflictDialog';
import { unfinishedOf, useNewsWords, useSummaryWords } from './summary-words';
import { share } from './transfer-words';
import { UploadDialog } from './UploadDialog';
import classes from './TransferStrip.module.css';

/** The thin line at the bottom: what moves, and what reading the bucket has cost. Opens Transfers. */
export function TransferStrip() {
  const { t } = useTranslation('transfers');
  const { summary } = useFields('transfers', 'summary');
  const words = useSummaryWords()(summary);
  const news = useNewsWords()(summary);
  const busy = unfinishedOf(summary) > 0;
  return (
    <>
      <VisuallyHidden role="status">{news}</VisuallyHidden>
      <UnstyledButton className={classes['strip'] ?? ''} onClick={() => navigate('transfers')}>
        <StripIcon summary={summary} busy={busy} />
        <VisuallyHidden>{t('strip.open')}: </VisuallyHidden>
        <span className={classes['words']}>{words}</span>
        {busy && (
          <Progress
            className={classes['bar'] ?? ''}
            value={share(summary.movedBytes, summary.totalBytes) * 100}
            aria-hidden
          />
        )}
        <span className={classes['space']} />
        <WatchNews />
        <Reading />
      </UnstyledButton>
      <ConflictDialog />
      <UploadDialog />
    </>
  );
}

/** What came last from a watched folder. */
function WatchNews() {
  const { t } = useTranslation('watch');
  const { folders, news } = useSlice('watch');
  const folder = folders.find(({ id }) => id === news?.folderId);
  if (news === null || folder === undefined) return null;
  const counted = { count: news.count, formatted: formatCount(news.count) };
  return (
    <span className={classes['news']}>
      {t('news', { ...counted, name: folderName(folder.path), time: formatTime(news.at) })}
    </span>
  );
}

/** What the last reading of the bucket took; its price only where R2's is the one that counts. */
function Reading() {
  const { t } = useTranslation('transfers');
  const { scan } = useFields('library', 'scan');
  const { profiles, activeId } = useSlice('connections');
  const requests = requestsOf(scan);
  if (requests === 0) return null;
  const counted = { count: requests, formatted: formatCount(requests) };
  const isR2 = profiles.find(({ id }) => id === activeId)?.address.kind === 'r2';
  return (
    <span className={classes['cost']}>
      {isR2
        ? t('strip.requests', { ...counted, cost: formatDollars(classACost(requests)) })
        : t('strip.requestsOnly', counted)}
    </span>
  );
}

function StripIcon({ summary, busy }: { readonly summary: TransferSummary; readonly busy: boolean }) {
  const { counts, paused, troubles } = summary;
  const held = troubles.some(({ kind }) => kind === 'held');
  if (held || counts.failed + counts.conflict > 0)
    return <IconAlertTriangle size={16} className={classes['warn'] ?? ''} aria-hidden />;
  if (troubles.length > 0) return <IconPlugConnectedX size={16} className={classes['warn'] ?? ''} aria-hidden />;
  if (busy && paused) return <IconPlayerPause size={16} aria-hidden />;
  if (busy) return <Loader size={14} aria-hidden />;
  if (counts.done > 0) return <IconCheck size={16} className={classes['good'] ?? ''} aria-hidden />;
  return <IconCircleDashed size={16} aria-hidden />;
}

function requestsOf(scan: ScanState): number {
  return 'requests' in scan ? scan.requests : 0;
}
