import { Anchor, Table } from '@mantine/core';
import { IconExternalLink } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { drop } from '../../shared/drop';
import { R2_PRICES } from '../../shared/prices';
import { ask } from '../bridge';
import { formatBytes, formatCount } from '../ui/format';
import { Card } from './Card';
import { monthWords, priceWords } from './price-words';
import { FREE_BYTES } from './stored';
import classes from './Usage.module.css';

/** The prices that the figures above are reckoned with. */
export function PriceTable() {
  const { t } = useTranslation('usage');
  const { free, standard, infrequent, asOf } = R2_PRICES;
  const perMillion = (price: number): string => t('prices.perMillion', { price: priceWords(price) });
  const perGb = (price: number): string => t('prices.storagePrice', { price: priceWords(price) });
  const operations = (count: number): string => t('prices.operations', { formatted: formatCount(count) });
  const nothing = t('prices.nothing');
  const all = t('prices.all');
  const head = [t('prices.what'), t('prices.standard'), t('prices.free'), t('prices.infrequent')];
  const body = [
    [
      t('prices.storage'),
      perGb(standard.storagePerGbMonth),
      formatBytes(FREE_BYTES),
      perGb(infrequent.storagePerGbMonth),
    ],
    [
      t('prices.classA'),
      perMillion(standard.classAPerMillion),
      operations(free.classA),
      perMillion(infrequent.classAPerMillion),
    ],
    [
      t('prices.classB'),
      perMillion(standard.classBPerMillion),
      operations(free.classB),
      perMillion(infrequent.classBPerMillion),
    ],
    [t('prices.retrieval'), nothing, all, t('prices.retrievalPrice', { price: priceWords(infrequent.retrievalPerGb) })],
    [t('prices.deletes'), nothing, all, nothing],
    [t('prices.egress'), nothing, all, nothing],
  ];
  return (
    <Card wide title={t('prices.title')}>
      <Table className={classes['prices'] ?? ''} data={{ head, body }} />
      <p className={classes['small']}>{t('prices.rounding', { days: R2_PRICES.infrequentMinimumDays })}</p>
      <div className={classes['source']}>
        <span>{t('prices.asOf', { month: monthWords(asOf) })}</span>
        <Anchor
          component="button"
          type="button"
          inherit
          onClick={() => drop(ask('app.openPage', { page: 'docs-pricing' }))}
        >
          {t('prices.docs')} <IconExternalLink size={14} aria-hidden />
        </Anchor>
      </div>
    </Card>
  );
}
