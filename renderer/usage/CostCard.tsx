import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { R2_PRICES, STORAGE_CLASSES, type StorageClass } from '../../shared/prices';
import type { BucketDay } from '../../shared/usage';
import { formatDollars } from '../ui/format';
import { Card } from './Card';
import classes from './Cost.module.css';
import { Gauges } from './Gauges';
import { costOfMonth, emptyDay, monthUseOf, type Scope } from './month-use';
import { monthWords } from './price-words';
import usage from './Usage.module.css';

interface CostCardProps {
  readonly scope: Scope;
  /** Those of the month, in scope. */
  readonly days: readonly BucketDay[];
  readonly month: string;
  readonly isNow: boolean;
}

/** What the month comes to, against what is free. */
export function CostCard({ scope, days, month, isNow }: CostCardProps) {
  const { t } = useTranslation('usage');
  const [storageClass, setStorageClass] = useState<StorageClass>('standard');
  const cost = costOfMonth(atR2(scope) ? withPlace(days, scope) : days, month, storageClass);
  const title = t(isNow ? 'cost.now' : 'cost.past', { month: monthWords(month) });
  if (cost === null)
    return (
      <Card wide title={title}>
        <NoCost scope={scope} />
        <Gauges use={monthUseOf(days, month)} cost={null} isFree={false} />
      </Card>
    );
  const choice = STORAGE_CLASSES.map((value) => ({ value, label: t(`cost.class.${value}`) }));
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
            data={choice}
            value={storageClass}
            onChange={(value) => setStorageClass(value)}
          />
          {storageClass === 'infrequent' && (
            <p className={usage['small']}>{t('cost.infrequent', { days: R2_PRICES.infrequentMinimumDays })}</p>
          )}
        </div>
        <Gauges use={monthUseOf(days, month)} cost={cost} isFree={storageClass === 'standard'} />
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
