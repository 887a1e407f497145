import { RingProgress } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ConnectionAddress } from '../../shared/connection';
import { freeStorageShare } from '../../shared/prices';
import { useFields } from '../mirror';
import { formatBytes, formatCount, formatPercent } from '../ui/format';
import { Card } from './Card';
import { FREE_BYTES, type Stored } from './stored';
import classes from './Usage.module.css';

interface StoredCardProps {
  readonly stored: Stored;
  readonly address: ConnectionAddress | null;
}

/** How much there is, against what R2 gives for nothing. */
export function StoredCard({ stored, address }: StoredCardProps) {
  const { t } = useTranslation('usage');
  const { objectCount, infrequentBytes } = useFields('library', 'objectCount', 'infrequentBytes');
  if (stored.kind === 'unknown')
    return (
      <Card title={t('stored.title')}>
        <div className={classes['figure']} data-unknown>
          {t('stored.unknown')}
        </div>
        <p className={classes['text']}>{t('stored.unknownHelp')}</p>
      </Card>
    );
  const objects = t('stored.objects', { count: objectCount, formatted: formatCount(objectCount) });
  return (
    <Card title={t('stored.title')} {...(stored.kind === 'so-far' ? { note: t('stored.soFar') } : {})}>
      <div className={classes['split']}>
        <div className={classes['splitText']}>
          <div className={classes['figure']}>{formatBytes(stored.bytes)}</div>
          <div className={classes['unit']}>{objects}</div>
          {infrequentBytes > 0 && (
            <p className={classes['text']}>{t('stored.infrequent', { size: formatBytes(infrequentBytes) })}</p>
          )}
          {address?.kind === 'r2' && <FreeLine bytes={stored.bytes} />}
        </div>
        {address?.kind === 'r2' && <FreeRing bytes={stored.bytes} />}
      </div>
    </Card>
  );
}

function FreeLine({ bytes }: { readonly bytes: number }) {
  const { t } = useTranslation('usage');
  const free = formatBytes(FREE_BYTES);
  const words =
    bytes > FREE_BYTES
      ? t('stored.over', { size: formatBytes(bytes - FREE_BYTES), free })
      : t('stored.left', { size: formatBytes(FREE_BYTES - bytes), free });
  return <p className={classes['text']}>{words}</p>;
}

function FreeRing({ bytes }: { readonly bytes: number }) {
  const { t } = useTranslation('usage');
  const share = freeStorageShare(bytes);
  const free = formatBytes(FREE_BYTES);
  const times = formatCount(Math.round(share * 10) / 10);
  const words =
    share > 1 ? t('stored.times', { times, free }) : t('stored.share', { percent: formatPercent(share), free });
  return (
    <RingProgress
      className={classes['ring'] ?? ''}
      size={128}
      thickness={11}
      roundCaps
      rootColor="var(--flow-skeleton)"
      sections={[{ value: Math.min(100, share * 100), color: 'ember.5' }]}
      role="img"
      aria-label={`${t('stored.ring')}: ${words}`}
      label={
        <div className={classes['ringLabel']} aria-hidden>
          <strong>{share > 1 ? `${times} ×` : formatPercent(share)}</strong>
          <span>{free}</span>
        </div>
      }
    />
  );
}
