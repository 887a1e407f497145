import { useTranslation } from 'react-i18next';
import { classACost, classBCost } from '../../shared/prices';
import { useSlice } from '../mirror';
import { formatCount, formatDollars } from '../ui/format';
import classes from './PriceLine.module.css';

/** What is asked of R2 for each object. */
interface Work {
  /** Class A: what writes. */
  readonly writes: number;
  /** Class B: what reads. */
  readonly reads: number;
}

/**
 * The requests that one object takes: the source is looked at before and, where it goes, after; the target before and after.
 * Deletes are free. Objects above 4.995 GiB take a write for each of their parts.
 */
export const WORK: Readonly<Record<'copy' | 'move' | 'edit' | 'zip', Work>> = {
  copy: { writes: 1, reads: 3 },
  move: { writes: 1, reads: 4 },
  edit: { writes: 1, reads: 2 },
  // What it becomes is written in parts, which depend on the bytes: `zipWrites`.
  zip: { writes: 0, reads: 1 },
};

/** A file that is streamed into a bucket goes in parts of 16 MiB, and is begun and completed. */
export function zipWrites(totalBytes: number): number {
  return Math.ceil(totalBytes / (16 * 1024 * 1024)) + 2;
}

interface PriceLineProps {
  readonly connectionId: string;
  readonly count: number;
  readonly work: Work;
  /** On top of those for each object. */
  readonly moreWrites?: number;
}

/** What an action on several objects costs at R2's list prices; nothing for other servers, whose prices are not known. */
export function PriceLine({ connectionId, count, work, moreWrites = 0 }: PriceLineProps) {
  const { t } = useTranslation('objects');
  const { profiles } = useSlice('connections');
  const isR2 = profiles.find(({ id }) => id === connectionId)?.address.kind === 'r2';
  if (!isR2 || count < 2) return null;
  const writes = count * work.writes + moreWrites;
  const reads = count * work.reads;
  const dollars = classACost(writes) + classBCost(reads);
  // More digits would say more than is known.
  const price = formatDollars(dollars < 0.01 ? Number(dollars.toPrecision(2)) : dollars);
  const words = t('price.line', { price, writes: formatCount(writes), reads: formatCount(reads) });
  return (
    <p className={classes['price']} title={t('price.help')}>
      {words}
    </p>
  );
}

/** What is said beside an action that costs nothing. */
export function FreeLine({ connectionId }: Pick<PriceLineProps, 'connectionId'>) {
  const { t } = useTranslation('objects');
  const { profiles } = useSlice('connections');
  const isR2 = profiles.find(({ id }) => id === connectionId)?.address.kind === 'r2';
  return isR2 ? <p className={classes['price']}>{t('price.free')}</p> : null;
}
