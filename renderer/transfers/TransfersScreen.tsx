import { Button, Progress, SegmentedControl } from '@mantine/core';
import { IconArrowsUpDown, IconUpload } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { assertNever } from '../../shared/assert';
import { drop } from '../../shared/drop';
import { TRANSFER_FILTERS, type TransferFilter, type TransferSummary } from '../../shared/transfer';
import { useSlice } from '../mirror';
import { EmptyState } from '../ui/EmptyState';
import { FailureNotice } from '../ui/FailureNotice';
import { formatCount } from '../ui/format';
import { pickAndUpload } from '../ui/upload';
import { HeadActions } from './HeadActions';
import { Listings } from './Listings';
import { unfinishedOf, useSummaryWords } from './summary-words';
import type { TransferPages } from './transfer-pages';
import { useTransferRows } from './transfer-rows';
import { share } from './transfer-words';
import { SpeedMenu } from './SpeedMenu';
import { TransferList } from './TransferList';
import { TroubleNotices } from './TroubleNotices';
import { UnfinishedButton } from './UnfinishedButton';
import classes from './TransfersScreen.module.css';

/** All that moves, waits, failed or is done, newest first; what is active in the order in which it is done. */
export function TransfersScreen() {
  const { t } = useTranslation('transfers');
  const [filter, setFilter] = useState<TransferFilter>('all');
  const rows = useTransferRows(filter);
  const { summary } = useSlice('transfers');
  const words = useSummaryWords()(summary);
  const active = unfinishedOf(summary) > 0;
  return (
    <section className={classes['screen']} aria-label={t('title')}>
      <header className={classes['head']}>
        <div>
          <h1 className={classes['title']}>{t('title')}</h1>
          <p className={classes['summary']}>{words}</p>
        </div>
        <HeadActions />
      </header>
      {active && (
        <Progress
          className={classes['total'] ?? ''}
          value={share(summary.movedBytes, summary.totalBytes) * 100}
          aria-label={t('title')}
        />
      )}
      <TroubleNotices />
      <div className={classes['bar']}>
        <FilterChoice filter={filter} choose={setFilter} />
        <span className={classes['space']} />
        <SpeedMenu />
        <UnfinishedButton />
      </div>
      <Listings />
      <List rows={rows} filter={filter} />
    </section>
  );
}

interface FilterChoiceProps {
  readonly filter: TransferFilter;
  readonly choose: (filter: TransferFilter) => void;
}

/** What of the list is on show. */
function FilterChoice({ filter, choose }: FilterChoiceProps) {
  const { t } = useTranslation('transfers');
  const { summary } = useSlice('transfers');
  const all = Object.values(summary.counts).reduce((sum, count) => sum + count, 0);
  if (all === 0 && filter === 'all') return null;
  return (
    <SegmentedControl
      size="xs"
      aria-label={t('filter.label')}
      value={filter}
      onChange={(value) => choose(TRANSFER_FILTERS.find((name) => name === value) ?? 'all')}
      data={TRANSFER_FILTERS.map((value) => ({
        value,
        label: filterLabel(t(`filter.${value}`), countOf(summary, value)),
      }))}
    />
  );
}

function filterLabel(name: string, count: number | null): string {
  return count === null || count === 0 ? name : `${name} ${formatCount(count)}`;
}

function countOf(summary: TransferSummary, filter: TransferFilter): number | null {
  const { failed, done, skipped } = summary.counts;
  switch (filter) {
    case 'all':
      return null;
    case 'active':
      return unfinishedOf(summary);
    case 'failed':
      return failed;
    case 'done':
      return done + skipped;
    default:
      return assertNever(filter);
  }
}

function List({ rows, filter }: { readonly rows: TransferPages; readonly filter: TransferFilter }) {
  const { knowledge } = rows;
  switch (knowledge.kind) {
    case 'loading':
      return null;
    case 'failed':
      return (
        <div className={classes['trouble']}>
          <FailureNotice failure={knowledge.failure} own={{ retry: () => rows.fetch() }} />
        </div>
      );
    case 'there':
      if (rows.total > 0) return <TransferList rows={rows} />;
      return filter === 'all' ? <Nothing /> : <NothingOfIt filter={filter} />;
    default:
      return assertNever(knowledge);
  }
}

function Nothing() {
  const { t } = useTranslation('transfers');
  return (
    <EmptyState icon={<IconArrowsUpDown size={34} stroke={1.5} />} title={t('empty')} help={t('emptyHelp')}>
      <Button leftSection={<IconUpload size={16} />} onClick={() => drop(pickAndUpload('files'))}>
        {t('upload')}
      </Button>
    </EmptyState>
  );
}

function NothingOfIt({ filter }: { readonly filter: Exclude<TransferFilter, 'all'> }) {
  const { t } = useTranslation('transfers');
  return <p className={classes['none']}>{t(`filter.none.${filter}`)}</p>;
}
