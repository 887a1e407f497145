import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { R2_PRICES, STORAGE_CLASSES, type StorageClass } from '../../shared/prices';
import type { BucketDay } from '../../shared/usage';
import { formatDollars, formatPercent } from '../ui/format';
import { Card } from './Card';
import classes from './Cost.module.css';
import { Gauges } from './Gauges';
import { costOfMonth, emptyDay, monthUseOf, type Reckoning, type Scope } from './month-use';
import { monthWords } from './price-words';
import usage from './Usage.module.css';

interface CostCardProps {
  readonly scope: Scope;
  /** Those of the month, in scope. */
  readonly days: readonly BucketDay[];
  readonly month: string;
  readonly isNow: boolean;
  /** Of the bytes in Infrequent Access, 0 to 1, as the listing told; null where it is not known. */
  readonly infrequentShare: number | null;
}

type Choice = StorageClass | 'as-stored';

function reckoningOf(choice: Choice, infrequentShare: number | null): Reckoning {
  if (choice !== 'as-stored') return { kind: 'all-in', storageClass: choice };
  return { kind: 'as-stored', infrequentShare: infrequentShare ?? 0 };
}

/** What the month comes to, against what is free. */
export function CostCard({ scope, days, month, isNow, infrequentShare }: CostCardProps) {
  const { t } = useTranslation('usage');
  const isMixed = infrequentShare !== null && infrequentShare > 0;
  const [wanted, setWanted] = useState<Choice | null>(null);
  const choice =
    wanted === null || (wanted === 'as-stored' && !isMixed) ? (isMixed ? 'as-stored' : 'standard') : wanted;
  const reckoning = reckoningOf(choice, infrequentShare);
  const cost = costOfMonth(atR2(scope) ? withPlace(days, scope) : days, month, reckoning);
  const title = t(isNow ? 'cost.now' : 'cost.past', { month: monthWords(month) });
  if (cost === null)
    return (
      <Card wide title={title}>
        <NoCost scope={scope} />
        <Gauges use={monthUseOf(days, month)} cost={null} isFree={false} />
      </Card>
    );
  const choices = [...(isMixed ? (['as-stored'] as const) : []), ...STORAGE_CLASSES];
  const isFree = choice === 'standard' || (choice === 'as-stored' && (infrequentShare ?? 0) < 1);
  return (
    <Card wide title={title}>
      <div className={classes['split']}>
        <div className={classes['sum']}>
          <output className={classes['figure']} aria-label={t('cost.figure')}>
            {formatDollars(cost.total)}
          </output>
          <p className={usage['text']}>{cost.total === 0 ? t('cost.free') : t('cost.billed')}</p>
          <p className={usage['small']}>{t(isNow ? 'cost.howNow' : 'cost.howPast')}</p>
          <SegmentedControl
            size="xs"
            className={classes['class'] ?? ''}
            aria-label={t('cost.class.label')}
            data={choices.map((value) => ({ value, label: t(`cost.class.${value}`) }))}
            value={choice}
            onChange={(value) => setWanted(value)}
          />
          {choice === 'as-stored' && (
            <p className={usage['small']}>{t('cost.asStored', { percent: formatPercent(infrequentShare ?? 0) })}</p>
          )}
          {choice !== 'standard' && (
            <p className={usage['small']}>{t('cost.infrequent', { days: R2_PRICES.infrequentMinimumDays })}</p>
          )}
        </div>
        <Gauges use={monthUseOf(days, month)} cost={cost} isFree={isFree} />
      </div>
    </Card>
  );
}

function atR2(scope: Scope): scope is Extract<Scope, { kind: 'one' }> {
  return scope.kind === 'one' && scope.profile.address.kind === 'r2';
}

/** A bucket that nothing was asked of yet costs nothing, which is known too. */
function withPlace(days: readonly BucketDay[], { profile }: Extract<Scope, { kind: 'one' }>): readonly BucketDay[] {
  return days.length > 0 ? days : [emptyDay(profile)];
}

function NoCost({ scope }: { readonly scope: Scope }) {
  const { t } = useTranslation('usage');
  const kind = scope.kind === 'one' ? scope.profile.address.kind : 'all';
  const [figure, words] =
    kind === 'sandbox'
      ? [t('cost.sandboxFigure'), t('cost.sandbox')]
      : [t('cost.unknown'), t(kind === 'all' ? 'cost.nothingYet' : 'cost.elsewhere')];
  return (
    <div className={classes['noCost']}>
      <div className={usage['figure']} data-unknown>
        {figure}
      </div>
      <p className={usage['text']}>{words}</p>
    </div>
  );
}
