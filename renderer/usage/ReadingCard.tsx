import { useTranslation } from 'react-i18next';
import type { ConnectionAddress } from '../../shared/connection';
import { classACost } from '../../shared/prices';
import { formatCount, formatDollars } from '../ui/format';
import { Card } from './Card';
import type { Stored } from './stored';
import classes from './Usage.module.css';

interface ReadingCardProps {
  readonly stored: Stored;
  readonly address: ConnectionAddress | null;
}

/** What it takes to know what is in the bucket. */
export function ReadingCard({ stored, address }: ReadingCardProps) {
  const { t } = useTranslation('usage');
  return (
    <Card wide title={t('reading.title')}>
      {stored.kind === 'known' || stored.kind === 'so-far' ? (
        <p className={classes['text']}>
          {t(stored.kind === 'known' ? 'reading.text' : 'reading.now', {
            count: stored.requests,
            formatted: formatCount(stored.requests),
          })}{' '}
          {address?.kind === 'r2' && t('reading.cost', { cost: formatDollars(classACost(stored.requests)) })}
        </p>
      ) : (
        <p className={classes['text']}>{t('reading.none')}</p>
      )}
      <p className={classes['small']}>{t('reading.help')}</p>
    </Card>
  );
}
