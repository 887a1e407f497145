import { Button } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { assertNever } from '../../shared/assert';
import { drop } from '../../shared/drop';
import { ask } from '../bridge';
import { useSlice } from '../mirror';
import { FailureNotice } from '../ui/FailureNotice';
import { formatCount, formatDay } from '../ui/format';
import { notify } from '../ui/notify';
import { ConnectionCard } from './ConnectionCard';
import { ContentCard, FoldersCard } from './ContentCards';
import { MonthCard } from './MonthCard';
import { PriceTable } from './PriceTable';
import { ReadingCard } from './ReadingCard';
import { type Stored, storedOf } from './stored';
import { StoredCard } from './StoredCard';
import classes from './Usage.module.css';

async function readAgain(connectionId: string): Promise<void> {
  const result = await ask('library.refresh', { connectionId });
  if (!result.ok) notify.failure(result.failure);
}

/** What is stored and what it costs, as far as it is known, and the connection that it hangs on. */
export function UsageScreen() {
  const { t } = useTranslation('usage');
  const library = useSlice('library');
  const { profiles, activeId } = useSlice('connections');
  const profile = profiles.find(({ id }) => id === activeId);
  const stored = storedOf(library, activeId);
  const known = stored.kind !== 'unknown';
  const refresh = (): void => {
    if (activeId !== null) drop(readAgain(activeId));
  };
  return (
    <section className={classes['screen']} aria-label={t('title')}>
      <div className={classes['page']}>
        <Head stored={stored} refresh={refresh} />
        <Trouble stored={stored} retry={refresh} />
        <div className={classes['cards']}>
          <StoredCard stored={stored} address={profile?.address ?? null} />
          <MonthCard stored={stored} address={profile?.address ?? null} />
          {known && <ContentCard />}
          {known && <FoldersCard />}
          <ReadingCard stored={stored} address={profile?.address ?? null} />
          {profile !== undefined && <ConnectionCard profile={profile} />}
          <PriceTable />
        </div>
      </div>
    </section>
  );
}

interface HeadProps {
  readonly stored: Stored;
  readonly refresh: () => void;
}

function Head({ stored, refresh }: HeadProps) {
  const { t } = useTranslation('usage');
  return (
    <header className={classes['head']}>
      <div>
        <h1 className={classes['title']}>{t('title')}</h1>
        <Status stored={stored} />
      </div>
      <Button
        variant="default"
        leftSection={<IconRefresh size={16} />}
        loading={stored.kind === 'so-far' && stored.isReading}
        onClick={refresh}
      >
        {t('readAgain')}
      </Button>
    </header>
  );
}

function Status({ stored }: { readonly stored: Stored }) {
  return (
    <p className={classes['status']} role="status">
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

function Trouble({ stored, retry }: { readonly stored: Stored; readonly retry: () => void }) {
  const failure = stored.kind === 'unknown' || stored.kind === 'stale' ? stored.failure : null;
  if (failure === null) return null;
  return (
    <div className={classes['trouble']}>
      <FailureNotice failure={failure} own={{ retry }} />
    </div>
  );
}
