import { IconAlertTriangle } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { drop } from '../../shared/drop';
import { dayOf, monthEnd, type BucketDay } from '../../shared/usage';
import { ask } from '../bridge';
import { useFields, useSlice } from '../mirror';
import { FailureNotice } from '../ui/FailureNotice';
import { notify } from '../ui/notify';
import { ActivityCard } from './ActivityCard';
import { BucketsCard } from './BucketsCard';
import { CloudflareCard } from './CloudflareCard';
import { ConnectionCard } from './ConnectionCard';
import { ContentCard, FoldersCard } from './ContentCards';
import { CostCard } from './CostCard';
import { chartDays, daysInScope, rangeOf, type Scope } from './month-use';
import { OperationsCard } from './OperationsCard';
import { PriceTable } from './PriceTable';
import { monthWords } from './price-words';
import { ReadingCard } from './ReadingCard';
import { type Stored, storedOf } from './stored';
import { StoredCard } from './StoredCard';
import { UsageHead } from './UsageHead';
import { useUsageDays } from './use-usage-days';
import classes from './Usage.module.css';

/** What the app has asked of R2 and what that costs, what is stored, and the connection that it hangs on. */
export function UsageScreen() {
  const { t } = useTranslation('usage');
  const { profiles, activeId } = useSlice('connections');
  const stored = storedOf(useFields('library', 'connectionId', 'scan', 'totalBytes'), activeId);
  const [chosen, setChosen] = useState<{ readonly id: string | null } | null>(null);
  const profile = profiles.find(({ id }) => id === (chosen === null ? activeId : chosen.id));
  const scope: Scope = profile === undefined ? { kind: 'all' } : { kind: 'one', profile };
  const isActive = profile !== undefined && profile.id === activeId;
  const today = dayOf(Date.now());
  const [month, setMonth] = useState(today.slice(0, 7));
  const refresh = (): void => drop(readAgain(profile?.id ?? ''));
  return (
    <section className={classes['screen']} aria-label={t('title')}>
      <div className={classes['page']}>
        <UsageHead
          stored={isActive ? stored : null}
          scopeId={profile?.id ?? null}
          month={month}
          thisMonth={today.slice(0, 7)}
          onScope={(id) => setChosen({ id })}
          onMonth={setMonth}
          onExport={() => drop(exportMonth(month, profile?.id ?? null, t('export.done')))}
        />
        <Damage />
        {isActive && <Trouble stored={stored} retry={refresh} />}
        <div className={classes['cards']}>
          <Counted scope={scope} month={month} today={today} isActive={isActive} />
          {profile !== undefined && <CloudflareCard profile={profile} month={month} />}
          {isActive && <Holdings stored={stored} profile={profile} onRead={refresh} />}
          {profile !== undefined && <ConnectionCard profile={profile} />}
          <PriceTable />
        </div>
      </div>
    </section>
  );
}

interface CountedProps {
  readonly scope: Scope;
  readonly month: string;
  readonly today: string;
  /** The index of the scope's bucket is the one that is open. */
  readonly isActive: boolean;
}

/** What the meter has counted of a month. */
function Counted({ scope, month, today, isActive }: CountedProps) {
  const { t } = useTranslation('usage');
  const { first, last } = rangeOf(month, today);
  const known = useUsageDays(first, last);
  const { totalBytes, infrequentBytes } = useFields('library', 'totalBytes', 'infrequentBytes');
  const infrequentShare = isActive && totalBytes > 0 ? infrequentBytes / totalBytes : null;
  if (known.kind === 'failed') return <FailureNotice failure={known.failure} />;
  // The answer comes from memory, within a frame: a skeleton would only flicker.
  const all: readonly BucketDay[] = known.kind === 'ready' ? known.days : [];
  const inScope = daysInScope(all, scope);
  const ofMonth = (days: readonly BucketDay[]): readonly BucketDay[] =>
    days.filter(({ day }) => day >= `${month}-01` && day <= monthEnd(month));
  const isNow = today.startsWith(month);
  return (
    <>
      <CostCard scope={scope} days={ofMonth(inScope)} month={month} isNow={isNow} infrequentShare={infrequentShare} />
      <ActivityCard
        days={chartDays(month, today)}
        counted={inScope}
        title={isNow ? t('activity.thirty') : t('activity.month', { month: monthWords(month) })}
      />
      <OperationsCard days={ofMonth(inScope)} />
      {scope.kind === 'all' && <BucketsCard days={ofMonth(all)} month={month} />}
    </>
  );
}

interface HoldingsProps {
  readonly stored: Stored;
  readonly profile: Extract<Scope, { kind: 'one' }>['profile'];
  readonly onRead: () => void;
}

/** What is in the open bucket, as the index knows it. */
function Holdings({ stored, profile, onRead }: HoldingsProps) {
  const known = stored.kind !== 'unknown';
  return (
    <>
      <StoredCard stored={stored} address={profile.address} />
      {known && <ContentCard />}
      {known && <FoldersCard />}
      <ReadingCard stored={stored} address={profile.address} onRead={onRead} />
    </>
  );
}

function Damage() {
  const { t } = useTranslation('usage');
  const { damage } = useFields('usage', 'damage');
  if (damage === null) return null;
  return (
    <div className={classes['damage']} role="status">
      <IconAlertTriangle size={18} aria-hidden />
      <span data-selectable>{t(`damage.${damage.lost}`, { name: damage.keptAs })}</span>
    </div>
  );
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

async function readAgain(connectionId: string): Promise<void> {
  const result = await ask('library.refresh', { connectionId });
  if (!result.ok) notify.failure(result.failure);
}

async function exportMonth(month: string, connectionId: string | null, done: string): Promise<void> {
  const result = await ask('usage.export', { first: `${month}-01`, last: monthEnd(month), connectionId });
  if (!result.ok) notify.failure(result.failure);
  else if (result.value) notify.good({ title: done });
}
