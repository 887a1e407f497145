import { Button } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { ConnectionAddress } from '../../shared/connection';
import { classACost } from '../../shared/prices';
import { R2_LIMITS } from '../../shared/r2';
import { useFields } from '../mirror';
import { formatCount, formatDollars } from '../ui/format';
import { Card } from './Card';
import type { Stored } from './stored';
import classes from './Usage.module.css';

interface ReadingCardProps {
  readonly stored: Stored;
  readonly address: ConnectionAddress;
  readonly onRead: () => void;
}

/** What it takes to know what is in the bucket: before it is read, and after. */
export function ReadingCard({ stored, address, onRead }: ReadingCardProps) {
  const { t } = useTranslation('usage');
  return (
    <Card title={t('reading.title')}>
      <p className={classes['text']}>
        <Ahead stored={stored} isR2={address.kind === 'r2'} />
      </p>
      {(stored.kind === 'known' || stored.kind === 'so-far') && (
        <p className={classes['text']}>
          {t(stored.kind === 'known' ? 'reading.text' : 'reading.now', {
            count: stored.requests,
            formatted: formatCount(stored.requests),
          })}
        </p>
      )}
      <p className={classes['small']}>{t('reading.help')}</p>
      <Button
        variant="default"
        className={classes['read'] ?? ''}
        leftSection={<IconRefresh size={16} />}
        loading={stored.kind === 'so-far' && stored.isReading}
        onClick={onRead}
      >
        {t('readAgain')}
      </Button>
    </Card>
  );
}

/** What reading all of it takes, by what is known of its size; where nothing is, what it takes for each million objects. */
function Ahead({ stored, isR2 }: { readonly stored: Stored; readonly isR2: boolean }) {
  const { t } = useTranslation('usage');
  const { objectCount } = useFields('library', 'objectCount');
  const perMillion = 1e6 / R2_LIMITS.maxListKeys;
  if (stored.kind === 'unknown' || stored.kind === 'so-far')
    return isR2
      ? t('reading.unknown', { formatted: formatCount(perMillion), cost: formatDollars(classACost(perMillion)) })
      : t('reading.unknownRequests', { formatted: formatCount(perMillion) });
  const requests = Math.max(1, Math.ceil(objectCount / R2_LIMITS.maxListKeys));
  const counted = { count: requests, formatted: formatCount(requests) };
  return isR2
    ? t('reading.ahead', { ...counted, cost: formatDollars(classACost(requests)) })
    : t('reading.aheadRequests', counted);
}
