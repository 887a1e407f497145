import { useTranslation } from 'react-i18next';
import {
  classTotals,
  OPERATION_CLASSES,
  OPERATION_NAMES,
  type BucketDay,
  type OperationClass,
  type OperationName,
} from '../../shared/usage';
import { formatBytes, formatCount } from '../ui/format';
import { Card } from './Card';
import classes from './Operations.module.css';
import usage from './Usage.module.css';

interface OperationsCardProps {
  /** Those of the month, in scope. */
  readonly days: readonly BucketDay[];
}

/** What was asked of R2 in the month, by name. */
export function OperationsCard({ days }: OperationsCardProps) {
  const { t } = useTranslation('usage');
  const unbilled = days.reduce((sum, one) => sum + one.unbilled, 0);
  const readBytes = days.reduce((sum, one) => sum + one.readBytes, 0);
  const read = readBytes > 0 ? { note: t('operations.read', { size: formatBytes(readBytes) }) } : {};
  return (
    <Card wide title={t('operations.title')} {...read}>
      <div className={classes['columns']}>
        {(['A', 'B', 'free'] as const).map((name) => (
          <ClassColumn key={name} name={name} days={days} />
        ))}
      </div>
      <p className={usage['small']}>
        {unbilled > 0 && `${t('operations.unbilled', { count: unbilled, formatted: formatCount(unbilled) })} `}
        {t('operations.only')}
      </p>
    </Card>
  );
}

interface ClassColumnProps {
  readonly name: OperationClass;
  readonly days: readonly BucketDay[];
}

function ClassColumn({ name, days }: ClassColumnProps) {
  const { t } = useTranslation('usage');
  const total = classTotals(days)[name];
  const counted = OPERATION_NAMES.filter((one) => OPERATION_CLASSES[one] === name)
    .map((operation) => ({ operation, count: countOf(days, operation) }))
    .filter(({ count }) => count > 0)
    .toSorted((a, b) => b.count - a.count);
  return (
    <div className={classes['column']}>
      <div className={classes['head']}>
        <span className={classes['dot']} data-class={name} aria-hidden />
        <span>{t(`class.${name}`)}</span>
        <span className={classes['total']}>{formatCount(total)}</span>
      </div>
      {counted.length === 0 ? (
        <p className={classes['none']}>{t('operations.none')}</p>
      ) : (
        <ul className={classes['list']} aria-label={t(`class.${name}`)}>
          {counted.map(({ operation, count }) => (
            <li key={operation} className={classes['row']}>
              <span className={classes['words']} title={operation}>
                {t(`operation.${operation}`)}
              </span>
              <span className={classes['api']} aria-hidden>
                {operation}
              </span>
              <span className={classes['count']}>{formatCount(count)}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function countOf(days: readonly BucketDay[], operation: OperationName): number {
  return days.reduce((sum, { counts }) => sum + (counts[operation] ?? 0), 0);
}
