import { useTranslation } from 'react-i18next';
import type { AssetDetails, AssetRow } from '../../shared/library';
import { ask } from '../bridge';
import { FailureNotice } from '../ui/FailureNotice';
import { formatBytes, formatClock, formatDateTime, formatDay } from '../ui/format';
import { Facts, type Fact } from './Facts';
import { useLibrary } from './library-model';
import { PromptBox } from './PromptBox';
import { cacheWords, dimensionsOf } from './row-words';
import { useAnswer } from '../ui/use-answer';
import classes from './Inspector.module.css';

interface AssetFactsProps {
  readonly row: AssetRow;
  /** It is in the bucket, so that the bucket can be asked. */
  readonly arrived: boolean;
}

/** The facts of a file: what the bucket says of it, and what was seen in the picture. Nothing else. */
export function AssetFacts({ row, arrived }: AssetFactsProps) {
  const { view } = useLibrary();
  const { connectionId } = view;
  const { assetId } = row;
  const name = arrived ? `${assetId}/${row.version}` : null;
  const details = useAnswer(name, () => ask('library.details', { connectionId, assetId }));
  const known = details.kind === 'ready' ? details.value : null;
  const generation = known?.generation ?? null;
  return (
    <>
      <Facts facts={useFacts(row, known, arrived && details.kind === 'waiting')} />
      {details.kind === 'failed' && (
        <div className={classes['trouble']}>
          <FailureNotice failure={details.failure} />
        </div>
      )}
      {generation !== null && <PromptBox facts={generation} row={row} />}
    </>
  );
}

function useFacts(row: AssetRow, details: AssetDetails | null, waiting: boolean): readonly Fact[] {
  const { t } = useTranslation('library');
  const modified = details?.modified ?? row.modified;
  const size = formatBytes(details?.size ?? row.size);
  const facts: Fact[] = [
    { name: t('facts.size'), value: [size, dimensionsOf(row)].filter((part) => part !== null).join(' · ') },
    ...(row.durationMs === null ? [] : [{ name: t('facts.duration'), value: formatClock(row.durationMs) }]),
    { name: t('facts.modified'), value: formatDay(modified), whole: formatDateTime(modified) },
  ];
  if (details === null) {
    const names = [t('facts.type'), t('facts.etag'), t('facts.cache')];
    return waiting ? [...facts, ...names.map((name) => ({ name, value: null }))] : facts;
  }
  return [
    ...facts,
    { name: t('facts.type'), value: details.contentType },
    { name: t('facts.etag'), value: shortened(details.etag), whole: details.etag },
    cacheFact(t('facts.cache'), details.cacheControl, t('facts.notSet')),
    ...Object.entries(details.metadata).map(([name, value]) => ({ name, value, whole: value })),
  ];
}

function cacheFact(name: string, header: string | null, notSet: string): Fact {
  return header === null ? { name, value: notSet } : { name, value: cacheWords(header), whole: header };
}

/** `9f1c0e2b7a…d41`. */
function shortened(etag: string): string {
  const bare = etag.replace(/^"|"$/g, '');
  return bare.length <= 20 ? bare : `${bare.slice(0, 10)}…${bare.slice(-4)}`;
}
