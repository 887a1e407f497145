import { Button, Progress } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import {
  IconArrowsUpDown,
  IconPlayerPause,
  IconPlayerPlay,
  IconRefresh,
  IconTrash,
  IconUpload,
} from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { assertNever } from '../../shared/assert';
import { drop } from '../../shared/drop';
import { useSlice } from '../mirror';
import { confirm } from '../ui/confirm';
import { FailureNotice } from '../ui/FailureNotice';
import { EmptyState } from '../ui/EmptyState';
import { pickAndUpload } from '../ui/upload';
import { askAgain } from './conflict-requests';
import { order } from './order';
import { unfinishedOf, useSummaryWords } from './summary-words';
import type { TransferPages } from './transfer-pages';
import { useTransferRows } from './transfer-rows';
import { share, useTransferWords } from './transfer-words';
import { TransferRow } from './TransferRow';
import { TroubleNotices } from './TroubleNotices';
import classes from './TransfersScreen.module.css';

const ROW_HEIGHT = 72;

/** All that moves, waits, failed or is done, newest first. */
export function TransfersScreen() {
  const { t } = useTranslation('transfers');
  const rows = useTransferRows();
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
      <List rows={rows} />
    </section>
  );
}

function List({ rows }: { readonly rows: TransferPages }) {
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
      return rows.total === 0 ? <Nothing /> : <TransferList rows={rows} />;
    default:
      return assertNever(knowledge);
  }
}

function HeadActions() {
  const { t } = useTranslation('transfers');
  const { summary } = useSlice('transfers');
  const { counts } = summary;
  const unfinished = unfinishedOf(summary);
  const finished = counts.done + counts.skipped;
  return (
    <div className={classes['actions']}>
      {counts.failed > 0 && (
        <Button
          variant="default"
          leftSection={<IconRefresh size={16} />}
          onClick={() => order('transfers.retry', { which: 'all' })}
        >
          {t('retryFailed')}
        </Button>
      )}
      {unfinished > 0 && <PauseOrResume />}
      {unfinished > 1 && (
        <Button variant="subtle" color="gray" onClick={() => drop(cancelAll(t))}>
          {t('cancelAll')}
        </Button>
      )}
      {finished > 0 && (
        <Button
          variant="subtle"
          color="gray"
          leftSection={<IconTrash size={16} />}
          onClick={() => order('transfers.clearFinished', null)}
        >
          {t('clear')}
        </Button>
      )}
    </div>
  );
}

function PauseOrResume() {
  const { t } = useTranslation('transfers');
  const { counts, paused } = useSlice('transfers').summary;
  const standing = paused || (counts.paused > 0 && counts.moving + counts.queued === 0);
  const Icon = standing ? IconPlayerPlay : IconPlayerPause;
  return (
    <Button
      variant="default"
      leftSection={<Icon size={16} />}
      onClick={() => order(standing ? 'transfers.resume' : 'transfers.pause', { which: 'all' })}
    >
      {t(standing ? 'resumeAll' : 'pauseAll')}
    </Button>
  );
}

async function cancelAll(t: ReturnType<typeof useTranslation<'transfers'>>['t']): Promise<void> {
  const question = { title: t('cancelAllTitle'), text: t('cancelAllText'), confirm: t('cancelAll'), danger: true };
  if (await confirm(question)) order('transfers.cancel', { which: 'all' });
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

function TransferList({ rows }: { readonly rows: TransferPages }) {
  const { t } = useTranslation('transfers');
  const wordsOf = useTransferWords();
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.total,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 6,
  });
  const items = virtual.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => rows.show(first, last), [rows, first, last]);
  return (
    <div ref={scroller} className={classes['scroller']}>
      <div role="list" aria-label={t('list')} style={{ height: virtual.getTotalSize(), position: 'relative' }}>
        {items.map(({ index, start }) => {
          const item = rows.row(index);
          return (
            <div
              key={item?.id ?? index}
              ref={virtual.measureElement}
              data-index={index}
              role="listitem"
              aria-setsize={rows.total}
              aria-posinset={index + 1}
              aria-label={item === undefined ? undefined : labelOf(item.name, wordsOf(item))}
              className={classes['item']}
              style={{ transform: `translateY(${start}px)`, minHeight: ROW_HEIGHT }}
            >
              {item !== undefined && <TransferRow item={item} onDecide={askAgain} />}
            </div>
          );
        })}
      </div>
    </div>
  );
}

function labelOf(name: string, words: { readonly state: string; readonly story: string }): string {
  return `${name}, ${words.state}, ${words.story}`;
}
