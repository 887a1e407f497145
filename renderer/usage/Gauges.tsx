import { Progress } from '@mantine/core';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { R2_PRICES, type MonthCost, type MonthUse } from '../../shared/prices';
import { formatBytes, formatCount, formatDollars, formatPercent } from '../ui/format';
import classes from './Cost.module.css';
import { FREE_BYTES } from './stored';

interface GaugesProps {
  readonly use: MonthUse;
  /** null where prices are not R2's. */
  readonly cost: MonthCost | null;
  /** There is a free amount to set it against. */
  readonly isFree: boolean;
}

/** Storage and operations of a month, each against what is free of it. */
export function Gauges({ use, cost, isFree }: GaugesProps) {
  const { t } = useTranslation('usage');
  const { classA, classB } = R2_PRICES.free;
  const against = (used: number, amount: number, words: string) =>
    isFree ? { share: used / amount, free: t(used > amount ? 'cost.freeOfIt' : 'cost.ofFree', { free: words }) } : {};
  return (
    <ul className={classes['gauges']} aria-label={t('cost.gauges')}>
      <Gauge
        name={t('cost.storage')}
        used={formatBytes(use.storedBytes)}
        {...against(use.storedBytes, FREE_BYTES, formatBytes(FREE_BYTES))}
        cost={cost?.storage ?? null}
      />
      <Gauge
        name={t('class.A')}
        used={formatCount(use.classA)}
        {...against(use.classA, classA, formatCount(classA))}
        cost={cost?.classA ?? null}
      />
      <Gauge
        name={t('class.B')}
        used={formatCount(use.classB)}
        {...against(use.classB, classB, formatCount(classB))}
        cost={cost?.classB ?? null}
      />
      {(cost?.retrieval ?? 0) > 0 && (
        <Gauge name={t('cost.retrieval')} used={formatBytes(use.readBytes)} cost={cost?.retrieval ?? null} />
      )}
    </ul>
  );
}

interface GaugeProps {
  readonly name: string;
  readonly used: string;
  /** Of the free amount; above 1 when that is used up. */
  readonly share?: number;
  readonly free?: string;
  readonly cost: number | null;
}

function Gauge({ name, used, share, free, cost }: GaugeProps) {
  const id = useId();
  return (
    <li className={classes['gauge']}>
      <span className={classes['gaugeName']} id={id}>
        {name}
      </span>
      {cost !== null && <span className={classes['gaugeCost']}>{formatDollars(cost)}</span>}
      <span className={classes['gaugeUsed']}>
        <strong>{used}</strong> {free}
      </span>
      {share !== undefined && (
        <>
          <span className={classes['gaugeShare']}>{share > 1 ? '' : shareWords(share)}</span>
          <Progress.Root size={6} className={classes['bar'] ?? ''} radius="xl">
            <Progress.Section
              value={Math.min(share, 1 / share) * 100}
              color="var(--flow-accent)"
              aria-labelledby={id}
            />
            {share > 1 && <Progress.Section value={(1 - 1 / share) * 100} color="var(--flow-warn)" withAria={false} />}
          </Progress.Root>
        </>
      )}
    </li>
  );
}

/** Below one in a hundred a whole percent would say nothing at all. */
function shareWords(share: number): string {
  return share > 0 && share < 0.01 ? `< ${formatPercent(0.01)}` : formatPercent(share);
}
