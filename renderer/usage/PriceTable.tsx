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
  const { free, storagePerGbMonth, classAPerMillion, classBPerMillion, asOf } = R2_PRICES;
  const perMillion = (price: number): string => t('prices.perMillion', { price: priceWords(price) });
  const operations = (count: number): string => t('prices.operations', { formatted: formatCount(count) });
  const body = [
    [t('prices.storage'), t('prices.storagePrice', { price: priceWords(storagePerGbMonth) }), formatBytes(FREE_BYTES)],
    [t('prices.classA'), perMillion(classAPerMillion), operations(free.classA)],
    [t('prices.classB'), perMillion(classBPerMillion), operations(free.classB)],
    [t('prices.deletes'), t('prices.nothing'), t('prices.all')],
    [t('prices.egress'), t('prices.nothing'), t('prices.all')],
  ];
  return (
    <Card wide title={t('prices.title')}>
      <Table
        className={classes['prices'] ?? ''}
        data={{ head: [t('prices.what'), t('prices.price'), t('prices.free')], body }}
      />
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
