import { useTranslation } from 'react-i18next';
import { assertNever } from '../../shared/assert';
import type { ConnectionAddress } from '../../shared/connection';
import { R2_PRICES, storageCostPerMonth } from '../../shared/prices';
import { formatBytes, formatDollars } from '../ui/format';
import { Card } from './Card';
import { priceWords } from './price-words';
import { billedBytes, FREE_BYTES, type Stored } from './stored';
import classes from './Usage.module.css';

interface MonthCardProps {
  readonly stored: Stored;
  readonly address: ConnectionAddress | null;
}

/** What storing all this costs in a month. */
export function MonthCard({ stored, address }: MonthCardProps) {
  const { t } = useTranslation('usage');
  return <Card title={t('month.title')}>{address !== null && <Cost stored={stored} address={address} />}</Card>;
}

function Cost({ stored, address }: { readonly stored: Stored; readonly address: ConnectionAddress }) {
  const { t } = useTranslation('usage');
  switch (address.kind) {
    case 'sandbox':
      return <Words figure={t('month.sandboxCost')} text={t('month.sandbox')} />;
    case 'endpoint':
      return <Words figure={t('month.elsewhereCost')} text={t('month.elsewhere')} unknown />;
    case 'r2':
      return <R2Cost stored={stored} />;
    default:
      return assertNever(address);
  }
}

function R2Cost({ stored }: { readonly stored: Stored }) {
  const { t } = useTranslation('usage');
  if (stored.kind === 'unknown') return <Words figure={t('stored.unknown')} text={t('stored.unknownHelp')} unknown />;
  const free = formatBytes(FREE_BYTES);
  const billed = billedBytes(stored.bytes);
  const price = priceWords(R2_PRICES.storagePerGbMonth);
  const sum = billed === 0 ? t('month.free', { free }) : t('month.sum', { billed: formatBytes(billed), free, price });
  return (
    <>
      <div className={classes['figure']}>{formatDollars(storageCostPerMonth(stored.bytes))}</div>
      <div className={classes['unit']}>{t('month.perMonth')}</div>
      <p className={classes['text']}>{sum}</p>
      <p className={classes['small']}>{t('month.account')}</p>
    </>
  );
}

interface WordsProps {
  readonly figure: string;
  readonly text: string;
  readonly unknown?: boolean;
}

function Words({ figure, text, unknown = false }: WordsProps) {
  return (
    <>
      <div className={classes['figure']} data-unknown={unknown || undefined}>
        {figure}
      </div>
      <p className={classes['text']}>{text}</p>
    </>
  );
}
