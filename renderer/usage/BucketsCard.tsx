import { Table } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { classTotals, SANDBOX_HOST, type BucketDay } from '../../shared/usage';
import { parseR2Host } from '../../shared/r2';
import { useAddressWords } from '../ui/connection-words';
import { formatBytes, formatCount } from '../ui/format';
import classes from './Buckets.module.css';
import { Card } from './Card';
import { byBucket, storedOverMonth, type BucketUse } from './month-use';

interface BucketsCardProps {
  /** Those of the month, of all buckets. */
  readonly days: readonly BucketDay[];
  readonly month: string;
}

/** The buckets beside each other. */
export function BucketsCard({ days, month }: BucketsCardProps) {
  const { t } = useTranslation('usage');
  const place = usePlaceWords();
  const buckets = byBucket(days).toSorted((a, b) => sumOf(b) - sumOf(a));
  if (buckets.length === 0) return null;
  return (
    <Card wide title={t('buckets.title')}>
      <Table className={classes['table'] ?? ''} aria-label={t('buckets.title')}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('buckets.bucket')}</Table.Th>
            <Table.Th>{t('buckets.stored')}</Table.Th>
            <Table.Th>{t('class.A')}</Table.Th>
            <Table.Th>{t('class.B')}</Table.Th>
            <Table.Th>{t('class.free')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {buckets.map((bucket) => {
            const { A, B, free } = classTotals(bucket.days);
            const stored = storedOverMonth(bucket.days, month);
            return (
              <Table.Tr key={`${bucket.host}/${bucket.bucket}`}>
                <Table.Th scope="row">
                  {bucket.bucket === '' ? t('buckets.none') : bucket.bucket}
                  <span className={classes['place']}>{place(bucket.host)}</span>
                </Table.Th>
                <Table.Td>{stored === null ? t('buckets.unknown') : formatBytes(stored.latest)}</Table.Td>
                <Table.Td>{formatCount(A)}</Table.Td>
                <Table.Td>{formatCount(B)}</Table.Td>
                <Table.Td>{formatCount(free)}</Table.Td>
              </Table.Tr>
            );
          })}
        </Table.Tbody>
      </Table>
    </Card>
  );
}

function sumOf({ days }: BucketUse): number {
  const { A, B, free } = classTotals(days);
  return A + B + free;
}

function usePlaceWords(): (host: string) => string {
  const words = useAddressWords();
  return (host) => {
    if (host === SANDBOX_HOST) return words({ kind: 'sandbox' });
    const r2 = parseR2Host(host);
    return r2 === null ? host : words({ kind: 'r2', accountId: r2.accountId, jurisdiction: r2.jurisdiction });
  };
}
