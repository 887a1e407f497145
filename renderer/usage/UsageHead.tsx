import { Button, Select } from '@mantine/core';
import { IconChevronLeft, IconChevronRight, IconDownload } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { assertNever } from '../../shared/assert';
import { monthBeside } from '../../shared/usage';
import { useSlice } from '../mirror';
import { useBucketWords } from '../ui/connection-words';
import { formatCount, formatDay } from '../ui/format';
import { IconButton } from '../ui/IconButton';
import { monthWords } from './price-words';
import type { Stored } from './stored';
import classes from './Usage.module.css';

interface UsageHeadProps {
  /** What is known of the bucket on show; null where it is not the one that is open. */
  readonly stored: Stored | null;
  /** null: all connections. */
  readonly scopeId: string | null;
  readonly month: string;
  readonly thisMonth: string;
  readonly onScope: (connectionId: string | null) => void;
  readonly onMonth: (month: string) => void;
  readonly onExport: () => void;
}

/** What is on show, and the ways to see another part of it. */
export function UsageHead(props: UsageHeadProps) {
  const { t } = useTranslation('usage');
  const { stored, onExport } = props;
  return (
    <header className={classes['head']}>
      <div>
        <h1 className={classes['title']}>{t('title')}</h1>
        {stored !== null && <Status stored={stored} />}
      </div>
      <div className={classes['tools']}>
        <ScopeSelect {...props} />
        <MonthStepper {...props} />
        <Button variant="default" leftSection={<IconDownload size={16} />} onClick={onExport}>
          {t('export.button')}
        </Button>
      </div>
    </header>
  );
}

const ALL = '';

function ScopeSelect({ scopeId, onScope }: UsageHeadProps) {
  const { t } = useTranslation('usage');
  const { profiles } = useSlice('connections');
  const bucketWords = useBucketWords();
  const data = [
    ...profiles.map((one) => ({ value: one.id, label: bucketWords(one) })),
    { value: ALL, label: t('scope.all') },
  ];
  return (
    <Select
      className={classes['scope'] ?? ''}
      aria-label={t('scope.label')}
      data={data}
      value={scopeId ?? ALL}
      onChange={(value) => onScope(value === ALL || value === null ? null : value)}
    />
  );
}

function MonthStepper({ month, thisMonth, onMonth }: UsageHeadProps) {
  const { t } = useTranslation('usage');
  return (
    <div className={classes['month']} role="group" aria-label={t('monthStep.label')}>
      <IconButton label={t('monthStep.before')} onClick={() => onMonth(monthBeside(month, -1))}>
        <IconChevronLeft size={16} />
      </IconButton>
      <span className={classes['monthName']} aria-live="polite">
        {monthWords(month)}
      </span>
      <IconButton
        label={t('monthStep.after')}
        disabled={month === thisMonth}
        onClick={() => onMonth(monthBeside(month, 1))}
      >
        <IconChevronRight size={16} />
      </IconButton>
    </div>
  );
}

function Status({ stored }: { readonly stored: Stored }) {
  // Numbers that grow many times a second are not read out.
  const grows = stored.kind === 'so-far' && stored.isReading;
  return (
    <p className={classes['status']} role="status" aria-live={grows ? 'off' : 'polite'}>
      {useStatusWords(stored)}
    </p>
  );
}

function useStatusWords(stored: Stored): string {
  const { t } = useTranslation('usage');
  switch (stored.kind) {
    case 'unknown':
      return stored.failure === null ? t('status.never') : t('status.failed');
    case 'so-far':
      return t(stored.isReading ? 'status.scanning' : 'status.stopped', {
        count: stored.found,
        formatted: formatCount(stored.found),
      });
    case 'known':
      return t('status.complete', { when: formatDay(stored.at) });
    case 'stale':
      return t('status.stale', { when: formatDay(stored.at) });
    default:
      return assertNever(stored);
  }
}
